using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Resources;

/// <summary>The pairs that an earlier run of a resource left in its state, those aside that others of this run have claimed.</summary>
internal sealed class PriorPairs(ResourceState? prior, ImmutableSortedDictionary<InstanceId, KeySet> claims)
{
    /// <summary>Those on the wanted instances; without a pair an instance that a mark held down when it was last looked at.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> Where(Func<InstanceId, bool> isWanted)
    {
        if (prior is null)
        {
            return Ownership.NoClaims;
        }

        var (declared, listed) = (prior.Declared, prior.Outputs.Bindings);
        var owned = ImmutableSortedDictionary.CreateBuilder<InstanceId, KeySet>();
        // Down in a window that may be a dead run's: where its keys are gone already nothing else remembers it until its mark is old.
        var watched = prior
            .Observation.Fleet.Instances.Values.Where(instance => instance.IsHeldByAMark)
            .Select(instance => instance.Id)
            .ToHashSet();
        foreach (var id in declared.InstanceIds.Union(listed.Keys).Union(watched).Where(isWanted))
        {
            var bound = listed.GetValueOrDefault(id, KeySet.Empty);
            var keys = declared.InstanceIds.Contains(id) ? declared.Kind.OwnKeys(bound.Union(declared.KeyIds), declared.KeyIds) : bound;
            keys = keys.Except(claims.GetValueOrDefault(id, KeySet.Empty));
            if (!keys.IsEmpty || watched.Contains(id))
            {
                owned[id] = keys;
            }
        }

        return owned.ToImmutable();
    }
}
