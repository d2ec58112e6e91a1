using KeyBindingProvider.Core;
using KeyBindingProvider.Simulator;
using SimBind = KeyBindingProvider.Simulator.BindReading;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>
/// One random case: a fleet, what is wanted of it, a policy, one reading of every open point of the API, and what goes wrong. Everything comes from
/// the seed, so that a seed is a reproduction.
/// </summary>
internal sealed record FleetCase
{
    public const string Region = World.DefaultRegion;

    public required ulong Seed { get; init; }
    public required World World { get; init; }
    public required SimulatorOptions Options { get; init; }
    public required IReadOnlyList<ResourceIntent> Intents { get; init; }
    public required IReadOnlyList<FaultRule> Faults { get; init; }

    /// <summary>Cancels before the nth call of this run, or never.</summary>
    public int? CancelAtCall { get; init; }

    /// <summary>Cancels a second time so many calls later, or never.</summary>
    public int? CancelAgainAfter { get; init; }

    /// <summary>People act at the console during the run.</summary>
    public bool HasForeignActs => Faults.Any(fault => fault.Effect is FaultEffect.ActByHand);

    /// <summary>A reading or a fault that may defeat every try to change or start an instance.</summary>
    public bool MayNeverConverge =>
        Options.SoftStopHangs > 0
        || Options.SoftStopReverts > 0
        || Options.SoftStopLate > 0
        || Options.OperationFailures > 0
        || Options.MaxKeysPerInstance is not null
        || Options.StopChargingAnyway;

    public override string ToString() =>
        $"seed {Seed}: {World.Instances.Count} instances, {Intents[0].Policy.StopPolicy}, {string.Join(" + ", Intents.Select(intent => intent.GetType().Name))}, "
        + $"bind {Options.Bind}, bound {Options.BoundKey}, unbound {Options.UnboundKey}, batch {Options.RefusedBatch}, force {Options.ForceStop}, "
        + $"running {Options.RunningWithoutForce}, changes {Options.KeyChanges}, max keys {Options.MaxKeysPerInstance}, "
        + $"hang/revert/late {Options.SoftStopHangs}/{Options.SoftStopReverts}/{Options.SoftStopLate}, failures {Options.OperationFailures}, cancel {CancelAtCall}+{CancelAgainAfter}, "
        + $"faults [{string.Join("; ", Faults.Select(fault => $"{fault.Action}#{fault.Nth} {fault.Effect}"))}]";

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
                        ? new Dictionary<string, int> { [Pick(random, "RESCUE_MODE", "TERMINATING", "REBOOTING")] = 1 }
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
        var options = RandomOptions(random, (long)(seed & long.MaxValue));
        options = isMeddled ? options with { RefusedBatch = RefusedBatch.HealthyPartProceeds, MaxKeysPerInstance = null } : options;
        var intents = isMeddled ? OffBoarding(random, world) : RandomIntents(random, world);
        return new FleetCase
        {
            Seed = seed,
            World = world,
            Options = options,
            Intents = intents,
            Faults = isMeddled
                ? [.. Sabotage(random, world, intents, always: true)]
                : [.. RandomFaults(random, world), .. Sabotage(random, world, intents, always: false)],
            CancelAtCall = random.Next(8) == 0 ? random.Next(3, 60) : null,
            CancelAgainAfter = random.Next(2) == 0 ? random.Next(0, 8) : null,
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

    private static SimulatorOptions RandomOptions(Random random, long seed)
    {
        var bind = Pick(random, SimBind.Adds, SimBind.Replaces);
        return new SimulatorOptions
        {
            Seed = seed,
            Bind = bind,
            // The one pair of readings that contradicts itself.
            BoundKey = bind == SimBind.Replaces ? RepeatedPair.Fine : Pick(random, Enum.GetValues<RepeatedPair>()),
            BoundKeyCode = Pick(random, "InvalidParameterValue.KeyPairNotSupported", "InvalidParameterValue"),
            UnboundKey = Pick(random, Enum.GetValues<RepeatedPair>()),
            RefusedBatch = Pick(random, Enum.GetValues<RefusedBatch>()),
            ForceStop = Pick(random, Enum.GetValues<ForceStopReading>()),
            RestartRequestId = Pick(random, Enum.GetValues<RestartRequestId>()),
            RunningWithoutForce = Pick(random, Enum.GetValues<RunningWithoutForce>()),
            HardWhileStopping = Pick(random, Enum.GetValues<HardWhileStopping>()),
            KeyChanges = Pick(random, Enum.GetValues<KeyChangeMode>()),
            Busy = Pick(random, Enum.GetValues<BusyCode>()),
            MaxKeysPerInstance = random.Next(8) == 0 ? random.Next(1, 3) : null,
            SoftStopHangs = random.Next(10) == 0 ? 0.2 : 0,
            SoftStopReverts = random.Next(10) == 0 ? 0.2 : 0,
            SoftStopLate = random.Next(10) == 0 ? 0.2 : 0,
            OperationFailures = random.Next(8) == 0 ? 0.1 : 0,
            StopChargingAnyway = random.Next(25) == 0,
            PageShifts = random.Next(5) == 0 ? 1 : 0,
            Language = MessageLanguage.FollowRequest,
        };
    }

    private static ResourceIntent[] OffBoarding(Random random, World world) =>
        [
            new KeyRevocationIntent
            {
                Name = "revocation",
                Region = Region,
                Policy = RandomPolicy(random) with { MaxUnavailable = [MaxUnavailable.Percent(100)], Canary = 0, FailureBudget = 5 },
                KeyIds = KeySet.Of(KeyId.FromService(world.Keys.MinBy(pair => pair.Id, StringComparer.Ordinal)!.Id)),
            },
        ];

    private static ResourceIntent[] RandomIntents(Random random, World world)
    {
        var keys = world.Keys.Select(key => KeyId.FromService(key.Id)).Order().ToArray();
        var instances = world.Instances.Select(instance => InstanceId.FromService(instance.Id)).Order().ToArray();
        var policy = RandomPolicy(random);
        var chosen = Sample(random, instances, random.Next(1, instances.Length + 1));
        var some = KeySet.Of(Sample(random, keys, random.Next(1, Math.Min(3, keys.Length) + 1)));
        var intents = new List<ResourceIntent>();
        switch (random.Next(4))
        {
            case 0:
                intents.Add(
                    new InstanceKeysExclusiveIntent
                    {
                        Name = "exclusive",
                        Region = Region,
                        Policy = policy,
                        InstanceIds = [.. chosen],
                        KeyIds = some,
                    }
                );
                break;
            case 1:
                intents.Add(Revocation(random, policy, keys, instances, KeySet.Empty));
                break;
            case 2:
                intents.Add(
                    new KeyPairAssociationIntent
                    {
                        Name = "association",
                        Region = Region,
                        Policy = policy,
                        InstanceIds = [.. chosen],
                        KeyIds = some,
                    }
                );
                break;
            default:
                intents.Add(
                    new KeyPairAssociationIntent
                    {
                        Name = "association",
                        Region = Region,
                        Policy = policy,
                        InstanceIds = [.. chosen],
                        KeyIds = some,
                    }
                );
                intents.Add(Revocation(random, policy, keys, instances, some));
                break;
        }

        return [.. intents];
    }

    private static KeyRevocationIntent Revocation(Random random, ChangePolicy policy, KeyId[] keys, InstanceId[] instances, KeySet except)
    {
        var revoked = (random.Next(2) == 0 ? KeySet.Of(keys[0]) : KeySet.Of(Sample(random, keys, random.Next(1, 3)))).Except(except);
        return new KeyRevocationIntent
        {
            Name = "revocation",
            Region = Region,
            Policy = policy,
            KeyIds = revoked.IsEmpty ? KeySet.Of(keys.First(key => !except.Contains(key))) : revoked,
            ExceptInstanceIds = random.Next(3) == 0 ? [.. Sample(random, instances, 1)] : [],
        };
    }

    private static ChangePolicy RandomPolicy(Random random) =>
        new()
        {
            StopPolicy = Pick(
                random,
                StopPolicy.StoppedOnly,
                StopPolicy.Graceful,
                StopPolicy.Graceful,
                StopPolicy.GracefulThenForce,
                StopPolicy.Force
            ),
            MaxUnavailable =
            [
                random.Next(2) == 0 ? MaxUnavailable.Count(random.Next(1, 12)) : MaxUnavailable.Percent(random.Next(10, 101)),
            ],
            FailureBudget = random.Next(2) == 0 ? 0 : random.Next(1, 20),
            Canary = random.Next(2),
            StopTimeoutSeconds = random.Next(60, 301),
            AllowKeyless = random.Next(5) == 0,
            OnBlocked = OnBlocked.Skip,
        };

    private static FaultRule[] RandomFaults(Random random, World world)
    {
        var faults = new List<FaultRule>();
        var count = random.Next(3) == 0 ? 0 : random.Next(0, 4);
        for (var i = 0; i < count; i++)
        {
            var action = Pick(
                random,
                "StopInstances",
                "StartInstances",
                "AssociateInstancesKeyPairs",
                "DisassociateInstancesKeyPairs",
                "DescribeInstances",
                "DescribeInstances"
            );
            var isWrite = action != "DescribeInstances";
            FaultEffect effect = random.Next(isWrite ? 9 : 4) switch
            {
                0 => new FaultEffect.RefuseWith(
                    Pick(
                        random,
                        "RequestLimitExceeded",
                        "InternalServerError",
                        isWrite ? "MutexOperation.TaskRunning" : "RequestLimitExceeded.UinLimitExceeded"
                    )
                ),
                1 => new FaultEffect.AnswerHttp(503),
                2 => new FaultEffect.ResetBeforeEffect(),
                3 => new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(random.Next(1, 5))),
                4 => new FaultEffect.ResetAfterEffect(),
                5 => new FaultEffect.AnswerHttp(502, WithEffect: true),
                6 => new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(random.Next(1, 15))),
                7 => new FaultEffect.FailOperation(),
                _ => ForeignAct(random, world),
            };
            faults.Add(FaultRule.On(action, random.Next(1, isWrite ? 4 : 20), effect));
        }

        return [.. faults];
    }

    /// <summary>Somebody meddles exactly where it hurts: with an instance that is about to change, when its window is open.</summary>
    private static IEnumerable<FaultRule> Sabotage(Random random, World world, ResourceIntent[] intents, bool always)
    {
        var affected = world
            .Instances.Where(instance => instance.KeyIds.Count > 0 && intents.Any(intent => Touches(intent, instance)))
            .ToArray();
        if (affected.Length == 0 || (!always && random.Next(3) != 0))
        {
            yield break;
        }

        var victim = affected[random.Next(affected.Length)];
        var key = victim.KeyIds[random.Next(victim.KeyIds.Count)];
        yield return random.Next(2) == 0
            ? FaultRule.On("StopInstances", random.Next(1, 3), new FaultEffect.ActByHand(HandAct.Unbind, victim.Id, key))
            : FaultRule.On(
                Pick(random, "DisassociateInstancesKeyPairs", "DisassociateInstancesKeyPairs", "AssociateInstancesKeyPairs"),
                random.Next(1, 4),
                new FaultEffect.ActByHand(HandAct.Start, victim.Id)
            );
    }

    private static bool Touches(ResourceIntent intent, WorldInstance instance) =>
        intent switch
        {
            KeyPairAssociationIntent association => association.InstanceIds.Contains(InstanceId.FromService(instance.Id)),
            InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Contains(InstanceId.FromService(instance.Id)),
            KeyRevocationIntent revocation => instance.KeyIds.Any(key => revocation.KeyIds.Contains(KeyId.FromService(key))),
            _ => false,
        };

    private static FaultEffect.ActByHand ForeignAct(Random random, World world)
    {
        var instance = world.Instances[random.Next(world.Instances.Count)].Id;
        var key = world.Keys[random.Next(world.Keys.Count)].Id;
        return random.Next(4) switch
        {
            0 => new FaultEffect.ActByHand(HandAct.Bind, instance, key),
            1 => new FaultEffect.ActByHand(HandAct.Unbind, instance, key),
            2 => new FaultEffect.ActByHand(HandAct.Start, instance),
            _ => new FaultEffect.ActByHand(HandAct.Stop, instance),
        };
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private static T[] Sample<T>(Random random, T[] values, int count)
    {
        var copy = (T[])values.Clone();
        random.Shuffle(copy);
        return copy[..Math.Min(count, copy.Length)];
    }
}
