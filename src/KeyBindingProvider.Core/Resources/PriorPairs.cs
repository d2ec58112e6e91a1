using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Resources;

/// <summary>The pairs that an earlier run of a resource left in its state, those aside that others of this run have claimed.</summary>
internal sealed class PriorPairs(ResourceState? prior, ImmutableSortedDictionary<InstanceId, KeySet> claims)
{
    /// <summary>Those on the wanted instances.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Where(Func<InstanceId, bool> isWanted)
    {
        if (prior is null)
        {
            return Ownership.NoClaims;
        }

        var (declared, listed) = (prior.Declared, prior.Outputs.Bindings);
        var owned = ImmutableSortedDictionary.CreateBuilder<InstanceId, KeySet>();
        foreach (var id in declared.InstanceIds.Union(listed.Keys).Where(isWanted))
        {
            var bound = listed.GetValueOrDefault(id, KeySet.Empty);
            var keys = declared.InstanceIds.Contains(id) ? declared.Kind.OwnKeys(bound.Union(declared.KeyIds), declared.KeyIds) : bound;
            keys = keys.Except(claims.GetValueOrDefault(id, KeySet.Empty));
            if (!keys.IsEmpty)
            {
                owned[id] = keys;
            }
        }

        return owned.ToImmutable();
    }
}
