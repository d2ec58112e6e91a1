using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Keys for emergencies, which nobody may lose by a change: whatever would take one away refuses the plan (rule <c>pinned-keys</c>).</summary>
public static class PinnedKeys
{
    /// <summary>Those that a region does not have: no key pair, and no machine that shows one.</summary>
    /// <param name="pinned">The pinned keys.</param>
    /// <param name="fleet">A look at the region that has asked for them.</param>
    public static KeySet NotFound(KeySet pinned, FleetSnapshot fleet)
    {
        var absent = KeySet.Of(pinned.Where(key => !fleet.Exists(key)));
        return fleet.Instances.Values.Aggregate(absent, (left, instance) => left.IsEmpty ? left : left.Except(instance.Keys));
    }

    /// <summary>A warning for each pinned key that none of the regions has in which its provider is used: a key pair is of one region.</summary>
    /// <param name="pinned">The pinned keys.</param>
    /// <param name="fleets">Looks at these regions that have asked for them.</param>
    /// <param name="path">Property path of the provider's <c>pinnedKeys</c>.</param>
    public static IEnumerable<Problem> Nowhere(KeySet pinned, IReadOnlyCollection<FleetSnapshot> fleets, string path)
    {
        var regions = string.Join(", ", fleets.Select(fleet => fleet.Region).Distinct());
        return fleets
            .Aggregate(pinned, NotFound)
            .Select(key =>
                Problem.Warning(ProblemCodes.PinnedKeyNotFound, $"pinnedKeys names {key}, which does not exist in {regions}.") with
                {
                    Path = path,
                }
            );
    }

    /// <summary>
    /// One problem for each revocation of a pinned key, bound or not: it would take it off whatever comes. One for each other pinned key that instances would lose, with all of them.
    /// </summary>
    internal static IEnumerable<Problem> Find(ResourceIntent[] intents, RequiredChanges needs, KeySet pinned)
    {
        if (pinned.IsEmpty)
        {
            yield break;
        }

        var revoked = KeySet.Empty;
        foreach (var intent in intents)
        {
            var keys = intent.RevokedKeys.Intersect(pinned);
            if (!keys.IsEmpty)
            {
                revoked = revoked.Union(keys);
                InstanceId[] bound =
                [
                    .. needs
                        .Changes.Where(need => need.Terms.Resources.Contains(intent.Name) && !need.Terms.Remove.Intersect(keys).IsEmpty)
                        .Select(need => need.Id),
                ];
                var off =
                    bound.Length > 0
                        ? $", and would take {Grammar.Pick(keys.Count, "it", "them")} off {Grammar.Instances(bound.Length)}: {InstanceList.Of(bound)}"
                        : "";
                yield return Problem.Error(
                    ProblemCodes.PinnedKey,
                    $"'{intent.Name}' revokes {keys}, which {Grammar.Pick(keys.Count, "is", "are")} pinned{off}."
                ) with
                {
                    Instances = bound,
                    Path = $"resources.{intent.Name}.properties.keyIds",
                };
            }
        }

        foreach (var key in pinned.Except(revoked))
        {
            RequiredChange[] losing = [.. needs.Changes.Where(need => need.Terms.Remove.Contains(key))];
            if (losing.Length > 0)
            {
                InstanceId[] ids = [.. losing.Select(need => need.Id)];
                string[] names = [.. losing.SelectMany(need => need.Terms.Resources).Distinct().Order(StringComparer.Ordinal)];
                yield return Problem.Error(
                    ProblemCodes.PinnedKey,
                    $"{key} is pinned, and {string.Join(", ", names.Select(name => $"'{name}'"))} would take it off {Grammar.Instances(ids.Length)}: {InstanceList.Of(ids)}."
                ) with
                {
                    Instances = ids,
                    Path = $"resources.{names[0]}",
                };
            }
        }
    }
}
