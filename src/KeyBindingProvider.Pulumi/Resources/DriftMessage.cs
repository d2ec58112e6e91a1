using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>
/// What a read found that was not so before. The engine's own display shows only what it can compare with inputs; other keys and vanished instances it cannot.
/// Other keys may be a stranger's or another stack's: nobody can tell, so nobody is blamed. What other resources of the run have declared is no news.
/// </summary>
internal static class DriftMessage
{
    /// <summary>Lines, the first of which stands alone; null when nothing has moved.</summary>
    /// <param name="before">As it was stored.</param>
    /// <param name="now">As it is.</param>
    /// <param name="others">Keys that other resources of the run have declared, or had bound.</param>
    public static string? Of(ResourceState before, ResourceState now, IReadOnlyDictionary<InstanceId, KeySet> others)
    {
        var known = now.Outputs.ForeignBindings.Keys.ToDictionary(
            id => id,
            id => before.Outputs.ForeignBindings.GetValueOrDefault(id, KeySet.Empty).Union(others.GetValueOrDefault(id, KeySet.Empty))
        );
        string[] lines =
        [
            .. Keys("lost", before.Outputs.Bindings, now.Outputs.Bindings),
            .. Keys("has also got", now.Outputs.Bindings, before.Outputs.Bindings),
            .. Keys("has other keys since the last look", now.Outputs.ForeignBindings, known),
            .. now.Observation.AbsentInstances.Except(before.Observation.AbsentInstances).Select(id => $"  {id} does not exist any more"),
        ];
        return lines.Length == 0 ? null : $"Drift on {now.Declared.Name}:\n{string.Join('\n', lines)}";
    }

    /// <summary>Keys of one map that the other lacks, instances with the same keys together.</summary>
    private static IEnumerable<string> Keys(
        string what,
        IReadOnlyDictionary<InstanceId, KeySet> map,
        IReadOnlyDictionary<InstanceId, KeySet> other
    ) =>
        map.Select(entry => (Id: entry.Key, Keys: entry.Value.Except(other.GetValueOrDefault(entry.Key, KeySet.Empty))))
            .Where(entry => !entry.Keys.IsEmpty)
            .GroupBy(entry => entry.Keys, entry => entry.Id)
            .OrderBy(group => group.Key)
            .Select(group => $"  {InstanceList.Of(group)} {what}: {group.Key}");
}
