using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// Which pairs a resource answers for (<c>engine-rules.md</c> 1): what it declares and what an earlier run of it left bound. A pair leaves
/// only when it was seen unbound, was released by <c>onDestroy: keep</c>, or another object of the run has claimed it.
/// </summary>
public static class Ownership
{
    /// <summary>Nobody else in this run has declared anything.</summary>
    public static readonly ImmutableSortedDictionary<InstanceId, KeySet> NoClaims = ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    /// <summary>What a create (no <paramref name="prior"/>) or an update asks for.</summary>
    /// <param name="desired">The inputs to come.</param>
    /// <param name="region">The region that they are about.</param>
    /// <param name="policy">The effective policy.</param>
    /// <param name="prior">The state before, or null.</param>
    /// <param name="claims">Pairs that other objects of this run have bound or declared: they are theirs now.</param>
    public static ResourceIntent ToApply(
        ResourceInput desired,
        string region,
        ChangePolicy policy,
        ResourceState? prior,
        ImmutableSortedDictionary<InstanceId, KeySet> claims
    )
    {
        var onDestroy = desired.OnDestroy ?? DefaultOnDestroy(desired.Kind);
        return (desired.ToIntent(region, ChangePolicyInput.None, []) with { Policy = policy }) switch
        {
            KeyPairAssociationIntent association => association with
            {
                Owned = OwnedBy(prior, id => onDestroy == OnDestroy.Unbind || desired.InstanceIds.Contains(id), claims),
            },
            InstanceKeysExclusiveIntent exclusive => exclusive with
            {
                Released = onDestroy == OnDestroy.Unbind ? OwnedBy(prior, id => !desired.InstanceIds.Contains(id), claims) : NoClaims,
            },
            var other => other,
        };
    }

    /// <summary>
    /// What a delete asks for: nothing declared, what is owned taken away unless it is to be kept. Nothing may be left waiting by it, so
    /// deferring and skipping count as refusing (<c>engine-rules.md</c> 2).
    /// </summary>
    public static ResourceIntent ToDelete(ResourceState prior, ChangePolicy policy, ImmutableSortedDictionary<InstanceId, KeySet> claims)
    {
        var strict = policy with
        {
            StopPolicy = policy.StopPolicy == StopPolicy.StoppedOnly ? StopPolicy.Refuse : policy.StopPolicy,
            OnBlocked = OnBlocked.Refuse,
        };
        var nothing = prior.Declared with { InstanceIds = [], KeyIds = KeySet.Empty, ExceptInstanceIds = [] };
        return ToApply(
            nothing with
            {
                OnDestroy = prior.Declared.OnDestroy ?? DefaultOnDestroy(prior.Declared.Kind),
            },
            prior.Region,
            strict,
            prior,
            claims
        );
    }

    /// <summary>What happens to bindings when nobody said: an association takes its own away, giving up an exclusive set locks nobody out.</summary>
    public static OnDestroy DefaultOnDestroy(ResourceKind kind) =>
        kind == ResourceKind.KeyPairAssociation ? OnDestroy.Unbind : OnDestroy.Keep;

    /// <summary>The pairs that a resource answers for, by instance.</summary>
    internal static IEnumerable<KeyValuePair<InstanceId, KeySet>> Of(ResourceIntent intent, FleetSnapshot fleet) =>
        intent switch
        {
            KeyPairAssociationIntent association => association
                .InstanceIds.Union(association.Owned.Keys)
                .Select(id =>
                    KeyValuePair.Create(
                        id,
                        (association.InstanceIds.Contains(id) ? association.KeyIds : KeySet.Empty).Union(
                            association.Owned.GetValueOrDefault(id, KeySet.Empty)
                        )
                    )
                ),
            InstanceKeysExclusiveIntent exclusive => exclusive
                .InstanceIds.Select(id => KeyValuePair.Create(id, fleet.Find(id)?.Keys ?? KeySet.Empty))
                .Concat(exclusive.Released),
            KeyRevocationIntent revocation => fleet
                .Instances.Keys.Where(id => !revocation.ExceptInstanceIds.Contains(id))
                .Select(id => KeyValuePair.Create(id, revocation.KeyIds)),
            _ => [],
        };

    private static ImmutableSortedDictionary<InstanceId, KeySet> OwnedBy(
        ResourceState? prior,
        Func<InstanceId, bool> isWanted,
        ImmutableSortedDictionary<InstanceId, KeySet> claims
    )
    {
        if (prior is null)
        {
            return NoClaims;
        }

        var owned = ImmutableSortedDictionary.CreateBuilder<InstanceId, KeySet>();
        foreach (var id in prior.Declared.InstanceIds.Union(prior.Outputs.Bindings.Keys).Where(isWanted))
        {
            var bound = prior.Outputs.Bindings.GetValueOrDefault(id, KeySet.Empty);
            var isDeclared = prior.Declared.InstanceIds.Contains(id);
            // An exclusive set lists whatever it saw: of that only its own keys are its to take away when the instance leaves.
            var keys =
                !isDeclared ? bound
                : prior.Declared.Kind == ResourceKind.InstanceKeysExclusive ? prior.Declared.KeyIds
                : bound.Union(prior.Declared.KeyIds);
            keys = keys.Except(claims.GetValueOrDefault(id, KeySet.Empty));
            if (!keys.IsEmpty)
            {
                owned[id] = keys;
            }
        }

        return owned.ToImmutable();
    }
}
