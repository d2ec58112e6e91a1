using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Judging;
using KeyBindingProvider.Harness.Mutants;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator;

namespace KeyBindingProvider.Harness;

/// <summary>What came of one case.</summary>
/// <param name="Broken">Every promise that was broken, in words; none is a good run.</param>
/// <param name="Run">The run; null where it never ended.</param>
internal sealed record Verdict(IReadOnlyList<string> Broken, CaseRun? Run)
{
    /// <summary>Runs a case and judges it. A run that does not end, or throws, has broken the promise that everything ends.</summary>
    public static Verdict Of(FleetCase fleetCase, Mutant mutant, LoopRecorder? recorder = null, Action<SimulatedCloud>? begun = null)
    {
        try
        {
            var run = CaseRun.Execute(fleetCase, mutant.Rules, recorder, mutant.Twist, begun);
            return new Verdict(Promises.Broken(run), run);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Verdict([$"ends: {exception.GetType().Name}: {exception.Message}{Cause(exception)}"], null);
        }
    }

    private static string Cause(Exception exception) =>
        exception.InnerException is { } inner ? $" {inner.GetType().Name}: {inner.Message}" : "";
}
