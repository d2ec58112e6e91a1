using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Groups (instance, keys) needs into calls that are exact rectangles. Pure; used by planner and executor alike.</summary>
public static class KeyGrouping
{
    /// <summary>Instances with equal key sets share calls of at most 100; sorted by key set, then id. Empty needs need no call.</summary>
    public static IEnumerable<KeyRectangle> ByEqualKeys(IEnumerable<KeyValuePair<InstanceId, KeySet>> needs)
    {
        var groups = needs.Where(need => !need.Value.IsEmpty).GroupBy(need => need.Value, need => need.Key).OrderBy(group => group.Key);
        foreach (var group in groups)
        {
            var ids = group.Order().ToArray();
            foreach (var chunk in ids.Chunk(CvmLimits.InstancesPerCall))
            {
                foreach (var keys in group.Key.Chunk(CvmLimits.KeysPerCall))
                {
                    yield return new KeyRectangle([.. chunk], keys.Length == group.Key.Count ? group.Key : KeySet.Of(keys));
                }
            }
        }
    }
}

/// <summary>Every instance with every key: what one bind or unbind can say.</summary>
/// <param name="Instances">At most 100.</param>
/// <param name="Keys">At most 100.</param>
public sealed record KeyRectangle(ImmutableArray<InstanceId> Instances, KeySet Keys);
