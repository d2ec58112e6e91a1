using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// A plan of an existing object, pure over what was stored when it was last read: no call, no clock, so that an engine may ask twice and is
/// answered the same (rule <c>pure-plan</c>).
/// </summary>
public sealed record StoredPlan
{
    /// <summary>Refusals, changes and what waits, for all that was observed.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Instances that it speaks of and that no read has seen yet.</summary>
    public required ImmutableSortedSet<InstanceId> Unobserved { get; init; }

    /// <summary>Declared keys that nobody has looked up yet; planned as if they exist.</summary>
    public required KeySet UnobservedKeys { get; init; }

    /// <summary>Whether everything that it speaks of has been looked at.</summary>
    public bool IsWhollyObserved => Unobserved.IsEmpty && UnobservedKeys.IsEmpty;

    /// <summary>Whether something must be done, or be asked of the service, or be refused. When not and the inputs are equal: no change.</summary>
    public required bool NeedsApply { get; init; }

    /// <summary>Plans <paramref name="desired"/> over what <paramref name="prior"/> has stored.</summary>
    /// <param name="desired">The inputs to come.</param>
    /// <param name="prior">The object as it was last read.</param>
    /// <param name="providerPolicy">The provider's policy.</param>
    /// <param name="expected">See <see cref="PlanRequest.Expected"/>.</param>
    /// <param name="pinned">See <see cref="PlanRequest.Pinned"/>; null for none.</param>
    public static StoredPlan Of(
        ResourceInput desired,
        ResourceState prior,
        ChangePolicyInput providerPolicy,
        IReadOnlyDictionary<InstanceId, KeySet>? expected = null,
        KeySet? pinned = null
    )
    {
        var seen = prior.Observation;
        ImmutableSortedSet<InstanceId> unobserved =
        [
            .. desired.Kind.NewlyCovered(desired, prior.Declared).Where(id => !seen.LookedFor(id)),
        ];
        // Also those that were bound to nothing new, and are now to be looked for in what starts machines.
        var sought = desired.ToIntent(prior.Region, providerPolicy, []).SourceKeys.Except(seen.Fleet.Sources?.Asked ?? KeySet.Empty);
        var unobservedKeys = KeySet.Of(desired.NamedKeys.Where(key => !seen.LookedFor(key))).Union(sought);
        var keyPairs = new Dictionary<KeyId, KeyPairSnapshot>(seen.Fleet.KeyPairs);
        foreach (var key in unobservedKeys)
        {
            keyPairs.TryAdd(key, new KeyPairSnapshot(key, "", AssociatedInstanceIds: []));
        }

        var intent = Ownership.ToApply(
            desired with
            {
                InstanceIds = desired.InstanceIds.Except(unobserved),
            },
            prior.Region,
            desired.ChangePolicy.Over(providerPolicy),
            prior,
            Ownership.NoClaims
        );
        var plan = Planner.Plan(
            new PlanRequest(prior.Region, [intent], seen.Fleet with { KeyPairs = keyPairs }, Expected: expected)
            {
                Pinned = pinned ?? KeySet.Empty,
            }
        );
        return new StoredPlan
        {
            Plan = plan,
            Unobserved = unobserved,
            UnobservedKeys = unobservedKeys,
            NeedsApply =
                plan.IsActionable
                || plan.IsRefused
                || !unobserved.IsEmpty
                || (desired.Kind.IsOfRegion && !unobservedKeys.IsEmpty)
                || prior.Outputs.PendingInstances.Values.Any(code => code is PendingCode.Unverified or PendingCode.StartFailed),
        };
    }
}
