using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness.Shrinking;

/// <summary>Cases that are a little simpler than one: large steps first.</summary>
internal static class Smaller
{
    private static readonly ImmutableSortedDictionary<InstanceId, KeySet> s_noPairs = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;
    private static readonly int[] s_less = [1, 2, 3, 5];

    public static IEnumerable<FleetCase> Of(FleetCase large) =>
        WithoutUnusedKeys(large)
            .Concat(Without(large))
            .Concat(WithFewerResources(large))
            .Concat(WithFewerMachines(large))
            .Concat(WithPlainerOptions(large))
            .Concat(WithPlainerParts(large));

    /// <summary>Less that goes wrong.</summary>
    private static IEnumerable<FleetCase> Without(FleetCase large)
    {
        FleetCase[] all =
        [
            .. Parts(large.Faults).Select(faults => large with { Faults = faults }),
            .. Parts(large.Deaths).Select(deaths => large with { Deaths = deaths }),
            .. Parts(large.Meanwhile).Select(acts => large with { Meanwhile = acts }),
            large with
            {
                CancelAtCall = null,
                CancelAgainAfter = null,
            },
            large with
            {
                CancelAgainAfter = null,
            },
            large with
            {
                Clock = null,
            },
            large with
            {
                DiskFullAfter = null,
            },
            large with
            {
                AssumesRole = false,
            },
            large with
            {
                ProcessLimit = null,
            },
            large with
            {
                PlansReversed = false,
            },
            large with
            {
                Face = CaseFace.Document,
            },
            large with
            {
                Deaths = [.. large.Deaths.Select(death => death with { RestartAfter = null })],
            },
            large with
            {
                Quiet = TimeSpan.FromMinutes(large.Quiet < TimeSpan.FromMinutes(190) ? 20 : 190),
            },
        ];
        return all.Where(smaller => smaller != large && !IsSame(smaller, large));
    }

    private static bool IsSame(FleetCase one, FleetCase other) =>
        one with { Faults = other.Faults, Deaths = other.Deaths, Meanwhile = other.Meanwhile } == other
        && one.Faults.SequenceEqual(other.Faults)
        && one.Deaths.SequenceEqual(other.Deaths)
        && one.Meanwhile.SequenceEqual(other.Meanwhile);

    /// <summary>The halves of a list, then the list without each one of its entries.</summary>
    private static IEnumerable<T[]> Parts<T>(IReadOnlyList<T> list)
    {
        if (list.Count > 3)
        {
            yield return [.. list.Take(list.Count / 2)];
            yield return [.. list.Skip(list.Count / 2)];
        }

        for (var i = 0; i < list.Count; i++)
        {
            yield return [.. list.Where((_, at) => at != i)];
        }
    }

    private static IEnumerable<FleetCase> WithFewerResources(FleetCase large) =>
        Parts(large.Intents)
            .Where(intents => intents.Length > 0)
            .Select(intents =>
                large with
                {
                    Intents =
                    [
                        .. intents.Select(intent =>
                            intent with
                            {
                                DependsOn = [.. intent.DependsOn.Where(name => intents.Any(other => other.Name == name))],
                            }
                        ),
                    ],
                }
            )
            .SelectMany(Sooner);

    private static IEnumerable<FleetCase> WithFewerMachines(FleetCase large) =>
        Parts(large.World.Instances)
            .Select(instances => Of(large, instances))
            .Where(smaller => smaller.Intents.Count > 0)
            .SelectMany(Sooner);

    /// <summary>Whoever has less to do makes fewer calls: what was to happen at one of them may have to happen earlier.</summary>
    private static IEnumerable<FleetCase> Sooner(FleetCase smaller)
    {
        yield return smaller;
        foreach (var less in s_less.Where(less => smaller.Deaths.Count > 0 && smaller.Deaths[0].Call > less))
        {
            yield return smaller with
            {
                Deaths = [smaller.Deaths[0] with { Call = smaller.Deaths[0].Call - less }, .. smaller.Deaths.Skip(1)],
            };
        }
    }

    /// <summary>The case on these machines alone.</summary>
    private static FleetCase Of(FleetCase large, WorldInstance[] instances)
    {
        var ids = instances.Select(instance => InstanceId.FromService(instance.Id)).ToHashSet();
        return large with
        {
            World = WorldOf(large.World.Keys, instances),
            Intents = [.. large.Intents.Select(intent => Of(intent, ids)).OfType<ResourceIntent>()],
            Faults = [.. large.Faults.Where(fault => NamesOnly(fault.Effect, ids))],
            Meanwhile = [.. large.Meanwhile.Where(act => NamesOnly(act, ids))],
        };
    }

    private static World WorldOf(IEnumerable<WorldKeyPair> keys, IEnumerable<WorldInstance> instances)
    {
        var world = new World();
        foreach (var key in keys)
        {
            world.AddKey(key);
        }

        foreach (var instance in instances)
        {
            world.AddInstance(instance);
        }

        return world;
    }

    private static bool NamesOnly(FaultEffect effect, HashSet<InstanceId> ids) =>
        effect switch
        {
            FaultEffect.ActByHand { InstanceId: { } id } => ids.Contains(InstanceId.FromService(id)),
            FaultEffect.RefuseStarts { InstanceId: { } id } => ids.Contains(InstanceId.FromService(id)),
            _ => true,
        };

    private static ResourceIntent? Of(ResourceIntent intent, HashSet<InstanceId> ids) =>
        intent switch
        {
            KeyPairAssociationIntent association => association with
            {
                InstanceIds = association.InstanceIds.Intersect(ids),
                Owned = Of(association.Owned, ids),
                Claims = Of(association.Claims, ids),
            }
                is { InstanceIds.IsEmpty: false } smaller
                ? smaller
                : null,
            InstanceKeysExclusiveIntent exclusive => exclusive with
            {
                InstanceIds = exclusive.InstanceIds.Intersect(ids),
                Released = Of(exclusive.Released, ids),
                Claims = Of(exclusive.Claims, ids),
            }
                is { InstanceIds.IsEmpty: false } smaller
                ? smaller
                : null,
            KeyRevocationIntent revocation => revocation with { ExceptInstanceIds = revocation.ExceptInstanceIds.Intersect(ids) },
            _ => intent,
        };

    private static ImmutableSortedDictionary<InstanceId, KeySet> Of(
        ImmutableSortedDictionary<InstanceId, KeySet> pairs,
        HashSet<InstanceId> ids
    ) => pairs.RemoveRange(pairs.Keys.Where(id => !ids.Contains(id)));

    /// <summary>The readings that a simulator has without being told, all at once and one by one.</summary>
    private static IEnumerable<FleetCase> WithPlainerOptions(FleetCase large)
    {
        var plain = new SimulatorOptions { Seed = large.Options.Seed };
        if (CaseSource.Of(large.Options) == CaseSource.Of(plain))
        {
            yield break;
        }

        yield return large with
        {
            Options = plain,
        };
        foreach (
            var property in typeof(SimulatorOptions)
                .GetProperties()
                .Where(property => property.CanWrite && property.Name != nameof(plain.Seed))
        )
        {
            if (CaseSource.Of(property.GetValue(large.Options)) != CaseSource.Of(property.GetValue(plain)))
            {
                var plainer = large.Options with { };
                property.SetValue(plainer, property.GetValue(plain));
                yield return large with
                {
                    Options = plainer,
                };
            }
        }
    }

    /// <summary>Faults that strike once, resources without a past, policies and machines with nothing special about them.</summary>
    private static IEnumerable<FleetCase> WithPlainerParts(FleetCase large)
    {
        for (var i = 0; i < large.Faults.Count; i++)
        {
            if (large.Faults[i] is { Times: not 1 } often)
            {
                yield return large with
                {
                    Faults = [.. large.Faults.Select((fault, at) => at == i ? often with { Times = 1 } : fault)],
                };
            }
        }

        for (var i = 0; i < large.Intents.Count; i++)
        {
            foreach (var plainer in Plainer(large.Intents[i]))
            {
                yield return large with
                {
                    Intents = [.. large.Intents.Select((intent, at) => at == i ? plainer : intent)],
                };
            }
        }

        foreach (var instance in large.World.Instances)
        {
            var plainer = new WorldInstance
            {
                Id = instance.Id,
                State = instance.State,
                KeyIds = instance.KeyIds,
                Name = instance.Id,
            };
            if (CaseSource.Of(plainer) != CaseSource.Of(instance))
            {
                yield return large with
                {
                    World = WorldOf(large.World.Keys, large.World.Instances.Select(each => each == instance ? plainer : each)),
                };
            }
        }
    }

    /// <summary>Nobody has them and nobody speaks of them.</summary>
    private static IEnumerable<FleetCase> WithoutUnusedKeys(FleetCase large)
    {
        var used = CaseSource.Of(large.Intents) + CaseSource.Of(large.Faults) + CaseSource.Of(large.World.Instances);
        WorldKeyPair[] keys = [.. large.World.Keys.Where(key => used.Contains(key.Id, StringComparison.Ordinal))];
        if (keys.Length < large.World.Keys.Count)
        {
            yield return large with
            {
                World = WorldOf(keys, large.World.Instances),
            };
        }
    }

    private static IEnumerable<ResourceIntent> Plainer(ResourceIntent intent)
    {
        if (!intent.DependsOn.IsEmpty)
        {
            yield return intent with
            {
                DependsOn = [],
            };
        }

        ResourceIntent withoutPast = intent switch
        {
            KeyPairAssociationIntent association => association with { Owned = s_noPairs, Claims = s_noPairs },
            InstanceKeysExclusiveIntent exclusive => exclusive with { Released = s_noPairs, Claims = s_noPairs },
            KeyRevocationIntent revocation => revocation with { ExceptInstanceIds = [] },
            _ => intent,
        };
        var policy = intent.Policy;
        ResourceIntent[] all =
        [
            withoutPast,
            .. intent.KeyIds.Count > 1
                ? intent.KeyIds.Select(key => intent with { KeyIds = KeySet.Of(intent.KeyIds.Where(other => other != key)) })
                : [],
            intent with
            {
                Policy = policy with { FailureBudget = 0 },
            },
            intent with
            {
                Policy = policy with { Canary = 0 },
            },
            intent with
            {
                Policy = policy with { StopTimeoutSeconds = ChangePolicy.Default.StopTimeoutSeconds },
            },
            intent with
            {
                Policy = policy with { AllowKeyless = false },
            },
            intent with
            {
                Policy = policy with { MaxStops = null },
            },
            intent with
            {
                Policy = policy with { OnBlocked = OnBlocked.Skip },
            },
            intent with
            {
                Policy = policy with { MaxUnavailable = [MaxUnavailable.Percent(100)] },
            },
            intent with
            {
                Policy = policy with { StopPolicy = StopPolicy.Graceful },
            },
        ];
        foreach (var plainer in all.Where(plainer => CaseSource.Of(plainer) != CaseSource.Of(intent)))
        {
            yield return plainer;
        }
    }
}
