using System.Collections.Immutable;
using CsCheck;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Random regions and programs: a third of the machines with keys of their own, every state, every kind, every policy.</summary>
internal static class RandomPlans
{
    private const int KeyCount = 6;

    private static readonly Gen<PowerState> State = Gen.Frequency(
        (10, Gen.Const(PowerState.Running)),
        (8, Gen.Const(PowerState.Stopped)),
        (
            1,
            Gen.OneOf(
                Gen.Const(PowerState.Starting),
                Gen.Const(PowerState.Rescue),
                Gen.Const(PowerState.Terminating),
                Gen.Const(PowerState.Shutdown),
                Gen.Const(PowerState.LaunchFailed),
                Gen.Const(new PowerState("FREEZING"))
            )
        )
    );

    private static readonly Gen<InstanceSnapshot> Instance = Gen.Select(
            State,
            KeysOf(KeyCount),
            Gen.Int[0, 40],
            Gen.Int[0, 2],
            Gen.Int[1, 400]
        )
        .Select(
            (state, keys, oddity, zone, personal) =>
                new InstanceSnapshot
                {
                    Id = InstanceId.FromService(""),
                    State = state,
                    Keys = personal > 270 ? keys.Union(Keys(100 + personal)) : keys,
                    Zone = $"zone-{zone}",
                    IsWindows = oddity == 0,
                    IsStopCharging = oddity == 1 && state == PowerState.Stopped,
                    IsIsolated = oddity == 2,
                    LatestOperation = oddity == 3 ? new LatestOperation("StopInstances", "OPERATING", "r", "") : LatestOperation.None,
                }
        );

    private static readonly Gen<ChangePolicy> Policy = Gen.Select(
        Gen.Select(Gen.Int[0, 4], Gen.Int[1, 130], Gen.Bool, Gen.Int[0, 2]),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 12], Gen.Int[0, 3]),
        (a, b) =>
            new ChangePolicy
            {
                StopPolicy = (StopPolicy)a.Item1,
                MaxUnavailable = [a.Item3 ? MaxUnavailable.Percent(Math.Min(a.Item2, 100)) : MaxUnavailable.Count(a.Item2)],
                FailureBudget = a.Item4,
                AllowKeyless = b.Item1,
                OnBlocked = b.Item2 ? OnBlocked.Skip : OnBlocked.Refuse,
                MaxStops = b.Item3 == 0 ? 5 : null,
                Canary = b.Item4,
            }
    );

    /// <summary>Any program, contradictions and all.</summary>
    public static readonly Gen<PlanRequest> Any = Gen.Frequency((24, Gen.Int[0, 14]), (1, Gen.Int[90, 260]))
        .SelectMany(size =>
            Gen.Select(
                Instance.Array[size],
                IntentOf(size + 2).Array[1, 5],
                Gen.Bool,
                (instances, intents, proven) =>
                    new PlanRequest(
                        Region,
                        [.. intents.Select((intent, i) => intent with { Name = $"r{i}", DependsOn = [.. intent.DependsOn] })],
                        FleetOf(instances.Select((instance, i) => instance with { Id = Ins(i) })),
                        proven
                    )
            )
        );

    /// <summary>Programs that do not contradict themselves: what would is left out.</summary>
    public static readonly Gen<PlanRequest> Consistent = Any.Select(request =>
    {
        var kept = new List<ResourceIntent>();
        foreach (var intent in request.Intents)
        {
            if (!Contradictions.Find([.. kept, intent]).Any(problem => problem.Severity == Severity.Error))
            {
                kept.Add(intent);
            }
        }

        return request with
        {
            Intents = kept,
        };
    });

    private static Gen<KeySet> KeysOf(int count) =>
        Gen.Int[0, (1 << count) - 1]
            .Select(mask => KeySet.Of(Enumerable.Range(0, count).Where(bit => ((mask >> bit) & 1) == 1).Select(bit => Key(bit + 1))));

    private static Gen<ImmutableSortedSet<InstanceId>> InstancesOf(int size) =>
        Gen.Select(
            Gen.Bool.Array[size],
            Gen.Bool,
            (chosen, all) => Enumerable.Range(0, size).Where(i => chosen[i] || all).Select(Ins).ToImmutableSortedSet()
        );

    private static Gen<ImmutableSortedDictionary<InstanceId, KeySet>> PairsOf(int size) =>
        KeysOf(KeyCount)
            .Array[size]
            .Select(keys =>
                keys.Select((set, i) => (set, i))
                    .Where(entry => entry.i % 3 == 0 && !entry.set.IsEmpty)
                    .ToImmutableSortedDictionary(entry => Ins(entry.i), entry => entry.set)
            );

    private static Gen<ResourceIntent> IntentOf(int size) =>
        Gen.Select(
            Gen.Select(Gen.Int[0, 3], InstancesOf(size), KeysOf(KeyCount), Policy),
            Gen.Select(PairsOf(size), PairsOf(size), Gen.Int[0, 9].Array[0, 2]),
            (a, b) => Intent(a.Item1, a.Item2, a.Item3, a.Item4, b.Item1, b.Item2, [.. b.Item3.Select(n => $"r{n}")])
        );

    private static ResourceIntent Intent(
        int kind,
        ImmutableSortedSet<InstanceId> instances,
        KeySet keys,
        ChangePolicy policy,
        ImmutableSortedDictionary<InstanceId, KeySet> given,
        ImmutableSortedDictionary<InstanceId, KeySet> claimed,
        ImmutableArray<string> dependsOn
    ) =>
        kind switch
        {
            0 => Association(instances, keys, policy) with { Owned = given, Claims = claimed, DependsOn = dependsOn },
            1 => Exclusive(instances, keys, policy) with { Released = given, Claims = claimed, DependsOn = dependsOn },
            2 => Association([], KeySet.Empty, policy) with { Owned = given, DependsOn = dependsOn },
            _ => Revocation(keys, policy) with { ExceptInstanceIds = [.. instances.Where((_, i) => i % 4 == 0)], DependsOn = dependsOn },
        };
}
