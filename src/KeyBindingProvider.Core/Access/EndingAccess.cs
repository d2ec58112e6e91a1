using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Access;

/// <summary>What one resource of a program lets open until a moment (rule <c>access-ends</c>).</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Ends">When.</param>
/// <param name="Left">How long that is away by the clock of the service; negative once it has passed.</param>
/// <param name="Pairs">The pairs of it that are bound, by instance, sorted. A pair that another resource declares for longer is not among them: it does not end.</param>
public sealed record EndingAccess(string Resource, AccessEnd Ends, TimeSpan Left, ImmutableSortedDictionary<InstanceId, KeySet> Pairs)
{
    /// <summary>Whether it is over.</summary>
    public bool HasEnded => Left <= TimeSpan.Zero;

    /// <summary>How many pairs are bound.</summary>
    public int PairCount => Pairs.Values.Sum(keys => keys.Count);

    internal static ImmutableArray<EndingAccess> Of(AuditRequest request, IReadOnlyCollection<InstanceSnapshot> selected)
    {
        var instances = selected.ToDictionary(instance => instance.Id);
        var declared = request
            .Intents.SelectMany(intent => intent.Declared(), (intent, pair) => (intent, pair.Id, pair.Keys))
            .ToLookup(pair => pair.Id);
        return
        [
            .. request
                .Intents.Where(intent => intent is { Ends: not null, TimeLeft: not null })
                .Select(intent => new EndingAccess(
                    intent.Name,
                    intent.Ends!,
                    intent.TimeLeft!.Value,
                    PairsOf(intent).ToImmutableSortedDictionary(pair => pair.Id, pair => pair.Keys)
                ))
                // One that is over and has nothing left, or is about other machines, is none of the audit's.
                .Where(access => access.PairCount > 0)
                .OrderBy(access => access.Left)
                .ThenBy(access => access.Resource, StringComparer.Ordinal),
        ];

        IEnumerable<(InstanceId Id, KeySet Keys)> PairsOf(ResourceIntent intent)
        {
            foreach (var (id, keys) in intent.TimeLeft > TimeSpan.Zero ? intent.Declared() : intent.Removals(request.Fleet))
            {
                if (!instances.TryGetValue(id, out var instance))
                {
                    continue;
                }

                var ending = instance.Keys.Intersect(keys);
                ending = request.Filter.Keys.IsEmpty ? ending : ending.Intersect(request.Filter.Keys);
                foreach (var other in declared[id].Where(other => Outlasts(other.intent, intent)))
                {
                    ending = ending.Except(other.Keys);
                }

                if (!ending.IsEmpty)
                {
                    yield return (id, ending);
                }
            }
        }
    }

    /// <summary>What a resource declares now, it declares until its own end.</summary>
    private static bool Outlasts(ResourceIntent other, ResourceIntent intent) =>
        !ReferenceEquals(other, intent) && (other.Ends is null || other.Ends.NotAfter > intent.Ends!.NotAfter);
}
