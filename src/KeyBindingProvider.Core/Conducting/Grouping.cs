using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>An instance with a write that it wishes now.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Wish">The write.</param>
/// <param name="Limit">The largest group that it may stand in.</param>
/// <param name="MayBeCut">Whether its keys may be unbound in several calls: nothing is down for it.</param>
public sealed record Wishing(InstanceId Id, Wish.Write Wish, int Limit, bool MayBeCut);

/// <summary>One call: the same write for all of its instances.</summary>
/// <param name="Wish">The write.</param>
/// <param name="Instances">At most 100, sorted.</param>
public sealed record CallGroup(Wish.Write Wish, IReadOnlyList<InstanceId> Instances);

/// <summary>Equal wishes become calls of at most 100 instances; who was in a refused batch stands in a smaller one.</summary>
public static class Grouping
{
    /// <summary>The calls, sorted, each instance in at most one.</summary>
    public static IReadOnlyList<CallGroup> Of(IReadOnlyCollection<Wishing> wishing)
    {
        var calls = new List<CallGroup>();
        var cut = wishing.Where(one => one is { MayBeCut: true, Wish: { Action: CallAction.Disassociate, Force: false } }).ToList();
        if (cut.Count > 1 && cut.Exists(one => one.Wish != cut[0].Wish))
        {
            calls.AddRange(Cut(cut));
        }
        else
        {
            cut.Clear();
        }

        var whole = cut.Count == 0 ? wishing : wishing.Except(cut);
        foreach (
            var group in whole
                .GroupBy(one => (one.Wish, one.Limit))
                .OrderBy(group => group.Key.Wish.Action)
                .ThenBy(group => group.Key.Wish.Keys)
                .ThenByDescending(group => group.Key.Limit)
        )
        {
            foreach (var chunk in group.Select(one => one.Id).Order().Chunk(Math.Min(group.Key.Limit, CvmLimits.InstancesPerCall)))
            {
                calls.Add(new CallGroup(group.Key.Wish, chunk));
            }
        }

        return calls;
    }

    /// <summary>Fewest exact rectangles over instances and keys; an instance that is in several waits for the first of them.</summary>
    private static IEnumerable<CallGroup> Cut(List<Wishing> wishing)
    {
        var limits = wishing.ToDictionary(one => one.Id, one => one.Limit);
        var taken = new HashSet<InstanceId>();
        foreach (var rectangle in RectangleCover.Of([.. wishing.Select(one => KeyValuePair.Create(one.Id, one.Wish.Keys))]))
        {
            if (rectangle.Instances.Any(taken.Contains))
            {
                continue;
            }

            taken.UnionWith(rectangle.Instances);
            var wish = new Wish.Write(CallAction.Disassociate, rectangle.Keys, Force: false);
            foreach (var chunk in rectangle.Instances.Chunk(rectangle.Instances.Min(id => limits[id])))
            {
                yield return new CallGroup(wish, chunk);
            }
        }
    }
}
