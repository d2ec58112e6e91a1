using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness.Cases;

/// <summary>
/// One random case: a fleet, what is wanted of it, policies, one reading of every open point of the API, and what goes wrong. Everything comes from
/// the seed, so that a seed is a reproduction.
/// </summary>
internal sealed record FleetCase
{
    public const string Region = World.DefaultRegion;

    private static readonly int s_starts = new RunBounds().Starts;

    public required ulong Seed { get; init; }
    public required World World { get; init; }
    public required SimulatorOptions Options { get; init; }
    public required IReadOnlyList<ResourceIntent> Intents { get; init; }
    public required IReadOnlyList<FaultRule> Faults { get; init; }

    /// <summary>Cancels before the nth call of this run, or never.</summary>
    public int? CancelAtCall { get; init; }

    /// <summary>Cancels a second time so many calls later, or never.</summary>
    public int? CancelAgainAfter { get; init; }

    /// <summary>How the resources are driven.</summary>
    public CaseFace Face { get; init; }

    /// <summary>Each resource is an operation of its own.</summary>
    public bool Concurrent => Face != CaseFace.Document;

    /// <summary>When processes die; the first one, then the one that was started after it.</summary>
    public IReadOnlyList<ProcessDeath> Deaths { get; init; } = [];

    /// <summary>The wall clock is set while the first process lives.</summary>
    public ClockStep? Clock { get; init; }

    /// <summary>From so many told events on whoever is told them throws, as a face does whose disk is full.</summary>
    public int? DiskFullAfter { get; init; }

    /// <summary>The processes work with credentials of a role, which end and are renewed.</summary>
    public bool AssumesRole { get; init; }

    /// <summary>The longest time between two looks at an operation.</summary>
    public TimeSpan LongestPause { get; init; } = new EngineOptions().LongestPause;

    /// <summary>From the end of the faulted run to the run without faults; long enough for all effects to show.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>What people do in that time, when everything is quiet.</summary>
    public IReadOnlyList<FaultEffect.ActByHand> Meanwhile { get; init; } = [];

    /// <summary>The provider's limit over all operations, or none.</summary>
    public int? ProcessLimit { get; init; }

    /// <summary>People act at the console during the run.</summary>
    public bool HasForeignActs => Faults.Any(fault => fault.Effect is FaultEffect.ActByHand);

    /// <summary>Some starts are refused for good, the rights end in the middle, or as many starts come to nothing as one window may send.</summary>
    public bool StartsMayBeRefused =>
        Faults.Any(fault =>
            fault.Effect is FaultEffect.RefuseStarts
            || fault is { Times: null, Effect: FaultEffect.RefuseWith, Action: "StartInstances" or "DescribeInstances" or "AssumeRole" }
        )
        || Faults.Where(fault => fault.Action == "StartInstances" && ComesToNothing(fault.Effect)).Sum(fault => fault.Times ?? s_starts)
            >= s_starts;

    private bool ComesToNothing(FaultEffect effect) =>
        effect
            is FaultEffect.FailOperation
                or FaultEffect.RefuseWith
                or FaultEffect.ResetBeforeEffect
                or FaultEffect.AnswerHttp { WithEffect: false }
        // A batch that lands behind the start of one of its machines by hand is refused for the others, too.
        || (effect is FaultEffect.LandAfterReset && Faults.Any(fault => fault.Effect is FaultEffect.ActByHand { Act: HandAct.Start }));

    /// <summary>Some machines do not come to STOPPED by a soft stop, or not in time.</summary>
    public bool HasAwkwardStops =>
        Options.SoftStopHangs > 0
        || Options.SoftStopReverts > 0
        || Options.SoftStopLate > 0
        || World.Instances.Any(instance => instance.SoftStop is not (null or SoftStopManner.Normal));

    /// <summary>Plans in both orders of the resources at the end.</summary>
    public bool PlansReversed { get; init; } = true;

    /// <summary>A reading or a fault that may defeat every try to change or start an instance.</summary>
    public bool MayNeverConverge =>
        HasAwkwardStops
        || Options.OperationFailures > 0
        || Options.MaxKeysPerInstance is not null
        || Options.StopChargingAnyway
        || Faults.Any(fault => fault.Effect is FaultEffect.RefuseStarts);

    public override string ToString() =>
        $"seed {Seed}: {World.Instances.Count} instances, "
        + string.Join(
            " + ",
            Intents.Select(intent =>
                $"{intent.Name}({intent.Policy.StopPolicy}, {string.Join('&', intent.Policy.MaxUnavailable)}, {intent.Policy.OnBlocked})"
            )
        )
        + $" {Face}, marker {string.Join('&', Intents.Select(intent => intent.Policy.RestartMarker).Distinct())}, process limit {ProcessLimit}, "
        + $"bind {Options.Bind}, bound {Options.BoundKey}, unbound {Options.UnboundKey}, batch {Options.RefusedBatch}, force {Options.ForceStop}, "
        + $"running {Options.RunningWithoutForce}, changes {Options.KeyChanges}, max keys {Options.MaxKeysPerInstance}, "
        + $"hang/revert/late {Options.SoftStopHangs}/{Options.SoftStopReverts}/{Options.SoftStopLate}, failures {Options.OperationFailures}, "
        + $"cancel {CancelAtCall}+{CancelAgainAfter}, deaths [{string.Join("; ", Deaths)}], {Clock}, disk full after {DiskFullAfter}, role {AssumesRole}, "
        + $"meanwhile [{string.Join("; ", Meanwhile)}], faults [{string.Join("; ", Faults.Select(fault => $"{fault.Action}#{fault.Nth} {fault.Effect}"))}]";

    public static FleetCase Of(ulong seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        var world = World.Generate(
            new WorldSpec
            {
                Seed = (long)(seed & long.MaxValue),
                Running = random.Next(3) == 0 ? random.Next(10, 22) : random.Next(1, 10),
                Stopped = random.Next(0, 6),
                StopCharging = random.Next(4) == 0 ? 1 : 0,
                Windows = random.Next(4) == 0 ? 1 : 0,
                Isolated = random.Next(6) == 0 ? 1 : 0,
                OtherStates =
                    random.Next(3) == 0
                        ? new Dictionary<string, int> { [random.Pick("RESCUE_MODE", "TERMINATING", "REBOOTING", "LAUNCH_FAILED")] = 1 }
                        : new(),
                SharedKeys = random.Next(2, 6),
                PersonalKeyShare = 0.4,
                KeylessShare = 0.1,
                SoleKeyShare = 0.15,
            }
        );
        // One case in six is an off-boarding in large windows with somebody meddling: where a refused batch matters most.
        var isMeddled = random.Next(6) == 0;
        ShareOneKey(random, world, always: isMeddled);
        var options = CaseReadings.Of(random, (long)(seed & long.MaxValue));
        options = isMeddled ? options with { RefusedBatch = RefusedBatch.HealthyPartProceeds, MaxKeysPerInstance = null } : options;
        var wishes = new CaseWishes(random, world);
        ResourceIntent[] intents = isMeddled ? [wishes.OffBoarding()] : [.. wishes.Intents()];
        var faults = new CaseFaults(random, world);
        var concurrent = intents.Length > 1 && random.Next(2) == 0;
        return new FleetCase
        {
            Seed = seed,
            World = world,
            Options = options,
            Intents = concurrent ? CaseWishes.ClaimedByOthers(intents) : intents,
            Faults = isMeddled
                ? [.. faults.Sabotage(intents, always: true)]
                : [.. faults.Any(), .. faults.Sabotage(intents, always: false)],
            CancelAtCall = random.Next(8) == 0 ? random.Next(3, 60) : null,
            CancelAgainAfter = random.Next(2) == 0 ? random.Next(0, 8) : null,
            Face = concurrent ? CaseFace.AtOnce : CaseFace.Document,
            ProcessLimit = random.Next(4) == 0 ? random.Next(1, 8) : null,
        };
    }

    /// <summary>In half of the fleets one key is nearly everywhere, as the key of a team is: batches are then large.</summary>
    private static void ShareOneKey(Random random, World world, bool always)
    {
        if (!always && random.Next(2) == 0)
        {
            return;
        }

        var key = world.Keys.MinBy(pair => pair.Id, StringComparer.Ordinal)!.Id;
        foreach (var instance in world.Instances.Where(instance => !instance.IsWindows && instance.KeyIds.Count > 0).ToArray())
        {
            if (!instance.KeyIds.Contains(key) && random.Next(5) != 0)
            {
                world.Replace(instance with { KeyIds = [.. instance.KeyIds, key] });
            }
        }
    }
}

/// <summary>Draws.</summary>
internal static class Draws
{
    public static T Pick<T>(this Random random, params T[] values) => values[random.Next(values.Length)];

    public static T[] Sample<T>(this Random random, T[] values, int count)
    {
        var copy = (T[])values.Clone();
        random.Shuffle(copy);
        return copy[..Math.Min(count, copy.Length)];
    }
}
