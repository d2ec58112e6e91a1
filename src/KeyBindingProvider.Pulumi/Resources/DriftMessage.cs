using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>What a read found that was not so before. The engine's own display shows only what it can compare with inputs; other keys and vanished instances it cannot.</summary>
internal static class DriftMessage
{
    /// <summary>Lines, the first of which stands alone; null when nothing has moved.</summary>
    /// <param name="name">Name of the resource.</param>
    /// <param name="drift">What has moved.</param>
    /// <param name="who">Who did it, in lines; null where nobody asks.</param>
    public static string? Of(string name, ResourceDrift drift, string? who)
    {
        if (drift.IsNone)
        {
            return null;
        }

        string[] lines =
        [
            $"Drift on {name}:",
            .. Keys("lost", drift.Lost),
            .. Keys("has also got", drift.Gained),
            .. Keys("has other keys since the last look", drift.Others),
            .. drift.Absent.Select(id => $"  {id} does not exist any more"),
        ];
        return string.Join('\n', who is null ? lines : [.. lines, who]);
    }

    /// <summary>Instances with the same keys together.</summary>
    private static IEnumerable<string> Keys(string what, IReadOnlyDictionary<InstanceId, KeySet> map) =>
        map.GroupBy(entry => entry.Value, entry => entry.Key)
            .OrderBy(group => group.Key)
            .Select(group => $"  {InstanceList.Of(group)} {what}: {group.Key}");
}
