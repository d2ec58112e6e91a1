using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// Which pairs a resource answers for (rule <c>owned-pairs</c>): what it declares and what an earlier run of it left bound. A pair leaves
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
        var onDestroy = desired.OnDestroy ?? desired.Kind.DefaultOnDestroy;
        return desired.Kind.ToIntent(desired, region, policy, []).After(new PriorPairs(prior, claims), onDestroy) with
        {
            LeftDown = prior?.LeftDown ?? [],
        };
    }

    /// <summary>
    /// What a delete asks for: nothing declared, what is owned taken away unless it is to be kept. Nothing may be left waiting by it, so
    /// deferring and skipping count as refusing (rule <c>delete-is-strict</c>).
    /// </summary>
    public static ResourceIntent ToDelete(ResourceState prior, ChangePolicy policy, ImmutableSortedDictionary<InstanceId, KeySet> claims)
    {
        var strict = policy with
        {
            StopPolicy = policy.StopPolicy == StopPolicy.StoppedOnly ? StopPolicy.Refuse : policy.StopPolicy,
            OnBlocked = OnBlocked.Refuse,
        };
        var nothing = prior.Declared with
        {
            InstanceIds = [],
            KeyIds = KeySet.Empty,
            ExceptInstanceIds = [],
            Ends = null,
            HasEnded = false,
            FindSources = null,
            RewriteSources = null,
        };
        var onDestroy = prior.Declared.OnDestroy ?? prior.Declared.Kind.DefaultOnDestroy;
        var intent = ToApply(nothing with { OnDestroy = onDestroy }, prior.Region, strict, prior, claims);
        // Who gives a resource up without a change wants nothing started either.
        return onDestroy == OnDestroy.Keep ? intent with { LeftDown = [] } : intent;
    }
}
