using System.ComponentModel;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Rehearsing;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>A rehearsal.</summary>
internal sealed record RehearsalFields
{
    [Description("The same fleet, program and seed give the same rehearsal.")]
    public required int Seed { get; init; }

    [Description("Times that the simulated service takes, drawn between two bounds. The API documents none.")]
    public required IReadOnlyList<AssumedTimeFields> Assumed { get; init; }

    [Description("One without a fault, then one for each fault; empty where there was nothing to rehearse.")]
    public required IReadOnlyList<RehearsedRunFields> Runs { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }

    public static RehearsalFields Of(Rehearsal rehearsal) =>
        new()
        {
            Seed = rehearsal.Seed,
            Assumed =
            [
                .. rehearsal.Assumed.Select(time => new AssumedTimeFields(
                    time.What,
                    (int)time.Least.TotalMilliseconds,
                    (int)time.Most.TotalMilliseconds
                )),
            ],
            Runs = [.. rehearsal.Runs.Select(RehearsedRunFields.Of)],
            Problems = ProblemFields.Of(rehearsal.Problems),
        };
}

/// <summary>A time that is assumed.</summary>
internal sealed record AssumedTimeFields(string What, int LeastMilliseconds, int MostMilliseconds);

/// <summary>One run of a rehearsal.</summary>
internal sealed record RehearsedRunFields
{
    [Description("The fault that it had, or none.")]
    public required string Fault { get; init; }
    public required string Description { get; init; }

    [Description("Calls or instances that the fault has met.")]
    public required int Struck { get; init; }

    [Description("Forecast of the wall time of an apply. All seconds are rounded up.")]
    public required int ForecastSeconds { get; init; }

    [Description("Most instances that were down at once.")]
    public required int MostDown { get; init; }
    public required IReadOnlyList<RehearsedRolloutFields> Rollouts { get; init; }

    [Description("When the waves were worked at, from the begin of the run; those of which nothing was done are left out.")]
    public required IReadOnlyList<RehearsedWaveFields> Waves { get; init; }

    [Description("From an accepted stop to RUNNING, of instances that ran again.")]
    public required WorstSpanFields LongestDown { get; init; }

    [Description("Without any key, of an instance that had one and is to have one.")]
    public required WorstSpanFields LongestKeyless { get; init; }

    [Description("Without any key that the program declares, of an instance that had one of them.")]
    public required WorstSpanFields LongestUndeclared { get; init; }
    public required int PowerCycles { get; init; }

    [Description("Those by a HARD stop or ForceStop=true.")]
    public required int ForcedCycles { get; init; }

    [Description("Calls by action, sorted.")]
    public required IReadOnlyList<RehearsedCallFields> Calls { get; init; }
    public required IReadOnlyList<RehearsedRegionFields> Regions { get; init; }

    [Description("Instances that it took down and that did not run again.")]
    public required IReadOnlyList<InstanceId> LeftDown { get; init; }

    [Description("What another apply would do then; null where it could not be planned.")]
    public required NextApplyFields? Next { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }

    public static RehearsedRunFields Of(RehearsedRun run) =>
        new()
        {
            Fault = run.Fault,
            Description = run.Description,
            Struck = run.Struck,
            ForecastSeconds = RehearsalText.WholeSeconds(run.Took),
            MostDown = run.MostDown,
            Rollouts =
            [
                .. run.Rollouts.Select(rollout => new RehearsedRolloutFields(rollout.Resources, rollout.MostDown, rollout.MaxUnavailable)),
            ],
            Waves =
            [
                .. run.Waves.Select(wave => new RehearsedWaveFields(
                    wave.Region,
                    wave.Resources,
                    wave.Number,
                    RehearsalText.WholeSeconds(wave.From),
                    RehearsalText.WholeSeconds(wave.To),
                    wave.MostDown
                )),
            ],
            LongestDown = WorstSpanFields.Of(run.LongestDown),
            LongestKeyless = WorstSpanFields.Of(run.LongestKeyless),
            LongestUndeclared = WorstSpanFields.Of(run.LongestUndeclared),
            PowerCycles = run.PowerCycles,
            ForcedCycles = run.ForcedCycles,
            Calls =
            [
                .. run.Calls.Select(calls => new RehearsedCallFields(
                    calls.Action,
                    calls.Count,
                    calls.Refused,
                    calls.MostInASecond,
                    calls.Limit
                )),
            ],
            Regions = [.. run.Regions.Select(RehearsedRegionFields.Of)],
            LeftDown = run.LeftDown,
            Next = run.Next is { } next ? new NextApplyFields(next.Changes, next.Stops, next.Waiting, next.IsRefused) : null,
            Problems = ProblemFields.Of(run.Problems),
        };
}

/// <summary>What a rollout had down, against its limit.</summary>
internal sealed record RehearsedRolloutFields(IReadOnlyList<string> Resources, int MostDown, int MaxUnavailable);

/// <summary>When a wave was worked at.</summary>
internal sealed record RehearsedWaveFields(
    string Region,
    IReadOnlyList<string> Resources,
    int Number,
    int FromSeconds,
    int ToSeconds,
    int MostDown
);

/// <summary>The longest of some spans.</summary>
internal sealed record WorstSpanFields(int Seconds, InstanceId? InstanceId)
{
    public static WorstSpanFields Of(WorstSpan span) => new(RehearsalText.WholeSeconds(span.Length), span.Instance);
}

/// <summary>Calls of one action; limitPerSecond is the documented one.</summary>
internal sealed record RehearsedCallFields(string Action, int Count, int Refused, int MostInASecond, int LimitPerSecond);

/// <summary>What another apply would do.</summary>
internal sealed record NextApplyFields(int Changes, int Stops, int Waiting, bool Refused);

/// <summary>How a region ended.</summary>
internal sealed record RehearsedRegionFields
{
    public required string Title { get; init; }

    [Description("Whether any change of the region was begun.")]
    public required bool Begun { get; init; }

    [Description("Instances that ended as planned.")]
    public required int Changed { get; init; }
    public required int AlreadySo { get; init; }
    public required int Failed { get; init; }
    public required int Pending { get; init; }
    public required int NotReached { get; init; }

    [Description("Those that did not end as planned.")]
    public required IReadOnlyList<OutcomeFields> Outcomes { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }

    public static RehearsedRegionFields Of(AppliedRegion region)
    {
        var outcomes = region.Report?.Outcomes ?? [];
        return new()
        {
            Title = region.Title,
            Begun = region.Report is not null,
            Changed = Count(OutcomeKind.Changed),
            AlreadySo = Count(OutcomeKind.AlreadySo),
            Failed = Count(OutcomeKind.Failed),
            Pending = Count(OutcomeKind.Pending),
            NotReached = Count(OutcomeKind.NotReached),
            Outcomes =
            [
                .. outcomes.Where(outcome => outcome.Kind is not (OutcomeKind.Changed or OutcomeKind.AlreadySo)).Select(OutcomeFields.Of),
            ],
            Problems = ProblemFields.Of(region.Report?.Problems ?? []),
        };

        int Count(OutcomeKind kind) => outcomes.Count(outcome => outcome.Kind == kind);
    }
}
