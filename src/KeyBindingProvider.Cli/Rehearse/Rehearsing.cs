using System.Collections.Immutable;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Journal;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>
/// Tries a plan on copies of the fleets that it was made on (<c>ADR 0051</c>): the real engine, client and wire, a simulated service, and a clock that jumps. Nothing
/// leaves the process.
/// </summary>
internal static class Rehearsing
{
    /// <summary>No rollout takes so long; one that would is not what the simulation knows.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(20);

    /// <summary>How the service is taken to be.</summary>
    private static SimulatorOptions Assumed(int seed) => new() { Seed = seed, Latency = DurationRange.Seconds(0.05, 0.3) };

    /// <param name="document">The plan, with its fleets.</param>
    /// <param name="scopes">Its regions, in the same order.</param>
    /// <param name="faults">One more run for each.</param>
    /// <param name="seed">What every draw follows from.</param>
    /// <param name="host">The clock that the copies start at, and the bounds of the engine.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Rehearsal Of(
        PlanDocument document,
        IReadOnlyList<Scope> scopes,
        IReadOnlyList<Fault> faults,
        int seed,
        CliHost host,
        CancellationToken cancellationToken
    )
    {
        var options = Assumed(seed);
        var rehearsal = new Rehearsal
        {
            Seed = seed,
            Assumed = Times(options),
            Runs = [],
        };
        if (document.IsRefused)
        {
            return rehearsal with
            {
                Problems = [Problem.Warning(ProblemCodes.RehearsalRefused, "Nothing was rehearsed: the plan is refused.")],
            };
        }

        if (!document.IsActionable)
        {
            return rehearsal;
        }

        ImmutableArray<(Scope, PlannedRegion)> regions = [.. scopes.Zip(document.Regions)];
        if (host.Terminal is not null)
        {
            host.Error.WriteLine($"Rehearsing on a copy of the fleet, {Grammar.Count(faults.Count + 1, "run")}.");
        }

        var bounds = host.EngineOptions with { Waiting = null, Journal = IWindowJournal.None };
        try
        {
            return rehearsal with { Runs = [.. faults.Prepend<Fault?>(null).Select(Run)] };
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // Whatever is wrong with the copy, the plan is shown.
            var why = exception.Message.Split('\n')[0].TrimEnd('.', '\r');
            return rehearsal with
            {
                Problems = [Problem.Warning(ProblemCodes.RehearsalUntrue, $"Nothing was rehearsed: {PlainText.Escape(why)}.")],
            };
        }

        RehearsedRun Run(Fault? fault) =>
            JumpingTime.Run(
                host.Time.GetUtcNow(),
                s_longest,
                async time =>
                {
                    using var run = new RehearsalRun(regions, fault, options, bounds, time);
                    return await run.RunAsync();
                },
                cancellationToken
            );
    }

    private static ImmutableArray<AssumedTime> Times(SimulatorOptions options) =>
        [
            Time("soft stop", options.StopSoft),
            Time("hard stop", options.StopHard),
            Time("start", options.Start),
            Time("bind", options.BindTime),
            Time("unbind", options.UnbindTime),
            Time("answer", options.Latency),
            Time("states show late by", options.StateLag),
            Time("keys show late by", options.KeysLag),
            Time("operations show late by", options.OperationLag),
            Time("tags show late by", options.TagLag),
        ];

    private static AssumedTime Time(string what, DurationRange range) => new(what, range.Min, range.Max);
}
