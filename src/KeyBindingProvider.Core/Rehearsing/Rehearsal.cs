using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Rehearsing;

/// <summary>A plan tried on a copy of the fleet that it was made on: a simulation, in which no time is the service's own.</summary>
public sealed record Rehearsal
{
    /// <summary>What every draw follows from: the same fleet, program and seed give the same rehearsal.</summary>
    public required int Seed { get; init; }

    /// <summary>How long the simulated service takes for what.</summary>
    public required ImmutableArray<AssumedTime> Assumed { get; init; }

    /// <summary>One without a fault, then one for each fault; none where there was nothing to rehearse.</summary>
    public required ImmutableArray<RehearsedRun> Runs { get; init; }

    /// <summary>Why there is no run, or one that tells less than was asked for.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];
}

/// <summary>A time that the rehearsal assumes, drawn anew for each use between two bounds.</summary>
/// <param name="What">Of what, as a noun: <c>soft stop</c>.</param>
/// <param name="Least">The shortest.</param>
/// <param name="Most">The longest.</param>
public sealed record AssumedTime(string What, TimeSpan Least, TimeSpan Most);

/// <summary>The rollouts of a program, run once on the copy.</summary>
public sealed record RehearsedRun
{
    /// <summary>The fault that it had, or <see cref="NoFault"/>.</summary>
    public required string Fault { get; init; }

    /// <summary><see cref="Fault"/> of the run in which nothing goes wrong.</summary>
    public const string NoFault = "none";

    /// <summary>What the fault is, in a sentence without an end.</summary>
    public required string Description { get; init; }

    /// <summary>Calls or instances that the fault has met; 0 where this plan gives it nothing to meet.</summary>
    public required int Struck { get; init; }

    /// <summary>From the first call of the apply to its report.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Most instances that were down at once because of it, in all.</summary>
    public required int MostDown { get; init; }

    /// <summary>The same for each rollout, against its limit.</summary>
    public required ImmutableArray<RehearsedRollout> Rollouts { get; init; }

    /// <summary>When the waves were worked at, in the order of the plan; those of which nothing was done are left out.</summary>
    public ImmutableArray<RehearsedWave> Waves { get; init; } = [];

    /// <summary>The longest time from an accepted stop to RUNNING, of instances that ran again.</summary>
    public required WorstSpan LongestDown { get; init; }

    /// <summary>The longest time without any key of an instance that had one and is to have one.</summary>
    public required WorstSpan LongestKeyless { get; init; }

    /// <summary>The longest time without any key that the program declares on an instance that had one of them.</summary>
    public required WorstSpan LongestUndeclared { get; init; }

    /// <summary>Times that an instance lost its power.</summary>
    public required int PowerCycles { get; init; }

    /// <summary>Those of them that pulled the plug: HARD stops and ForceStop=true.</summary>
    public required int ForcedCycles { get; init; }

    /// <summary>Calls by action, sorted.</summary>
    public required ImmutableArray<RehearsedCalls> Calls { get; init; }

    /// <summary>How each region ended, as an apply reports it, without the ids of requests: no service has seen them.</summary>
    public required ImmutableArray<AppliedRegion> Regions
    {
        get;
        init => field = [.. value.Select(OutcomeGroup.WithoutRequests)];
    }

    /// <summary>Instances that it took down and that were not RUNNING a while after its end, sorted.</summary>
    public required ImmutableArray<InstanceId> LeftDown { get; init; }

    /// <summary>What another apply would do then; null where it could not be planned.</summary>
    public required NextApply? Next { get; init; }

    /// <summary>What ended the run before its end.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];
}

/// <summary>What one rollout had down at once.</summary>
/// <param name="Resources">Names of its resources.</param>
/// <param name="MostDown">Most instances of it that were down at once.</param>
/// <param name="MaxUnavailable">How many its policy allows.</param>
public sealed record RehearsedRollout(ImmutableArray<string> Resources, int MostDown, int MaxUnavailable);

/// <summary>When a wave was worked at.</summary>
/// <param name="Region">The title of its region.</param>
/// <param name="Resources">Names of the resources of its rollout.</param>
/// <param name="Number">Its number in the rollout.</param>
/// <param name="From">When the first of its machines went down, or got or lost a key where they were down already; from the begin of the run.</param>
/// <param name="To">When the last of them ran again, or the last key of one that was down already was moved.</param>
/// <param name="MostDown">Most of its machines that were down at once.</param>
public sealed record RehearsedWave(string Region, ImmutableArray<string> Resources, int Number, TimeSpan From, TimeSpan To, int MostDown)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Length => To - From;
}

/// <summary>The longest of some spans of time.</summary>
/// <param name="Length">How long; zero where there was none.</param>
/// <param name="Instance">Of which instance; null where there was none.</param>
public sealed record WorstSpan(TimeSpan Length, InstanceId? Instance)
{
    /// <summary>There was no such time.</summary>
    public static readonly WorstSpan None = new(TimeSpan.Zero, null);
}

/// <summary>Calls of one action.</summary>
/// <param name="Action">Its name in the API.</param>
/// <param name="Count">How many, refused ones included.</param>
/// <param name="Refused">Answered with an error code, or not at all.</param>
/// <param name="MostInASecond">Most of them within any second, in one region.</param>
/// <param name="Limit">How many the documents of the API allow in a second.</param>
public sealed record RehearsedCalls(string Action, int Count, int Refused, int MostInASecond, int Limit);

/// <summary>What another apply of the same program would do after a run.</summary>
/// <param name="Changes">Instances that it would change.</param>
/// <param name="Stops">Those that it would stop for that.</param>
/// <param name="Waiting">Instances that would wait.</param>
/// <param name="IsRefused">Whether its policy would refuse it.</param>
public sealed record NextApply(int Changes, int Stops, int Waiting, bool IsRefused);
