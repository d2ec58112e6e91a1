using System.Globalization;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness;

/// <summary>Counts what really went wrong, by kind: what was drawn and never met a call is not counted.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, (long Times, long Runs)> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _shapes = new(StringComparer.Ordinal);
    private long _calls;
    private long _cycles;
    private long _leftDown;
    private long _leftDownMarked;
    private long _neverEnded;

    public void Add(CaseRun? run)
    {
        if (run is null)
        {
            _neverEnded++;
            return;
        }

        foreach (var kind in Of(run).GroupBy(fault => fault.Kind, fault => fault.Times))
        {
            var (times, runs) = _faults.GetValueOrDefault(kind.Key);
            _faults[kind.Key] = (times + kind.Sum(), runs + 1);
        }

        foreach (var shape in ShapesOf(run))
        {
            _shapes[shape] = _shapes.GetValueOrDefault(shape) + 1;
        }

        _calls += run.Cloud.Journal.Calls.Count;
        _cycles += run.AfterSecond.PowerCycles;
        _leftDown += run.ActorAfterFirst.LeftDown.Count;
        _leftDownMarked += run.ActorAfterFirst.LeftDown.Count(id =>
            run.AfterFirst.Find(id)?.Tags.ContainsKey(Core.Fleet.RestartMarker.Key) ?? false
        );
    }

    public override string ToString() =>
        string.Join(
            '\n',
            [
                "| what went wrong | times | in runs |",
                "|---|---:|---:|",
                .. _faults.Select(fault => Row($"| {fault.Key} | {fault.Value.Times} | {fault.Value.Runs} |")),
                "",
                "| what the cases were | runs |",
                "|---|---:|",
                .. _shapes.Select(shape => Row($"| {shape.Key} | {shape.Value} |")),
                "",
                Row(
                    $"{_calls} calls, {_cycles} power cycles; {_leftDown} machines down after the faulted runs, {_leftDownMarked} of them with a mark; {_neverEnded} runs never ended"
                ),
            ]
        );

    private static string Row(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Kind, long Times)> Of(CaseRun run)
    {
        foreach (var fault in run.Faults.Where(fault => fault.Struck > 0))
        {
            yield return (KindOf(fault.Rule.Effect), fault.Struck);
        }

        var throttled = run.Cloud.Journal.Calls.Count(call => call.Throttled);
        if (throttled > 0)
        {
            yield return ("throttled by the documented limits", throttled);
        }

        for (var i = 0; i < run.Lives.Count; i++)
        {
            if (run.Lives[i].IsDead)
            {
                var death = run.Case.Deaths[i];
                yield return ($"process death {(death.AfterEffect ? "after" : "before")} the effect of a call", 1);
                if (death.RestartAfter is not null)
                {
                    yield return ("restart while the marks are fresh", 1);
                }
            }
        }

        if (run.Lives[0].IsStepped)
        {
            yield return ("wall clock set", 1);
        }

        if (run.First.Sum(operation => operation.Untold) is var untold and > 0)
        {
            yield return ("full disk", untold);
        }

        if (run.Reports.Any(report => report.Cancelled))
        {
            yield return (run.Calls >= run.Case.CancelAtCall + run.Case.CancelAgainAfter ? "cancelled twice" : "cancelled once", 1);
        }

        if (run.AfterFirst.Instances.Count(instance => instance.State == InstanceStates.Stopping) is var hanging and > 0)
        {
            yield return ("stuck STOPPING", hanging);
        }

        if (run.Case.Meanwhile.Count > 0)
        {
            yield return ("a person acts between the runs", run.Case.Meanwhile.Count);
        }
    }

    private static string KindOf(FaultEffect effect) =>
        effect switch
        {
            FaultEffect.RefuseWith { Code: var code } => code.StartsWith("RequestLimit", StringComparison.Ordinal) ? "refused: throttled"
            : code.StartsWith("Mutex", StringComparison.Ordinal) ? "refused: busy (mutex)"
            : code.StartsWith("Internal", StringComparison.Ordinal) || code.StartsWith("FailedOperation", StringComparison.Ordinal)
                ? "refused: error of the service"
            : code.StartsWith("Auth", StringComparison.Ordinal) || code.StartsWith("Unauthorized", StringComparison.Ordinal)
                ? "refused: rights taken away"
            : "refused: state of a machine",
            FaultEffect.AnswerHttp http => http.WithEffect ? "5xx after the effect" : "5xx before the effect",
            FaultEffect.ResetBeforeEffect => "reset before the effect",
            FaultEffect.ResetAfterEffect => "reset after the effect",
            FaultEffect.LandAfterReset => "reset, landing late",
            FaultEffect.DelayAnswer => "answer delayed",
            FaultEffect.RefuseStarts => "a machine never starts again",
            FaultEffect.FailOperation => "accepted, and fails in the service",
            FaultEffect.ExpireCredential => "credentials end",
            FaultEffect.ActByHand { Act: HandAct.Terminate } => "a machine vanishes",
            FaultEffect.ActByHand act => $"a person acts: {act.Act}",
            _ => effect.GetType().Name,
        };

    private static IEnumerable<string> ShapesOf(CaseRun run)
    {
        yield return $"face {run.Case.Face}";
        yield return run.Case.Intents.Select(intent => intent.Policy.RestartMarker).Distinct().ToArray() is [var use]
            ? $"restartMarker {EnumNames.Of(use, Spelling.Camel)}"
            : "restartMarker mixed";
        foreach (var policy in run.Case.Intents.Select(intent => intent.Policy.StopPolicy).Distinct())
        {
            yield return $"stopPolicy {EnumNames.Of(policy, Spelling.Camel)}";
        }
    }
}
