using System.Collections.Immutable;
using System.Runtime.InteropServices;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Groups (instance, keys) needs into calls that are exact rectangles. Pure; used by planner and executor alike.</summary>
public static class KeyGrouping
{
    /// <summary>Instances with equal key sets share calls of at most 100; sorted by key set, then id. Empty needs need no call.</summary>
    public static IEnumerable<KeyRectangle> ByEqualKeys(IEnumerable<KeyValuePair<InstanceId, KeySet>> needs)
    {
        var groups = new Dictionary<KeySet, List<InstanceId>>();
        foreach (var (id, keys) in needs)
        {
            if (keys.IsEmpty)
            {
                continue;
            }

            if (!groups.TryGetValue(keys, out var group))
            {
                groups[keys] = group = [];
            }

            group.Add(id);
        }

        foreach (var (keys, ids) in groups.OrderBy(group => group.Key))
        {
            Sort(ids);
            for (var at = 0; at < ids.Count; at += CvmLimits.InstancesPerCall)
            {
                ImmutableArray<InstanceId> chunk =
                [
                    .. CollectionsMarshal.AsSpan(ids).Slice(at, Math.Min(CvmLimits.InstancesPerCall, ids.Count - at)),
                ];
                foreach (var part in keys.Chunk(CvmLimits.KeysPerCall))
                {
                    yield return new KeyRectangle(chunk, part.Length == keys.Count ? keys : KeySet.Of(part));
                }
            }
        }
    }

    /// <summary>A plan asks in the order of the ids, and seeing that costs less than sorting them again.</summary>
    private static void Sort(List<InstanceId> ids)
    {
        for (var i = 1; i < ids.Count; i++)
        {
            if (ids[i - 1].CompareTo(ids[i]) > 0)
            {
                ids.Sort();
                return;
            }
        }
    }
}

/// <summary>Every instance with every key: what one bind or unbind can say.</summary>
/// <param name="Instances">At most 100.</param>
/// <param name="Keys">At most 100.</param>
public sealed record KeyRectangle(ImmutableArray<InstanceId> Instances, KeySet Keys);
