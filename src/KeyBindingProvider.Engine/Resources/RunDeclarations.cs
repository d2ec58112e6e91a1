using System.Collections.Immutable;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>
/// What the resources of this run in this process and region want, as far as it is known: one object must not take away what another has just
/// bound (create before destroy, a pair moved between resources), and two that contradict each other should hear of it (rules <c>claims</c>, <c>contradictions</c>).
/// </summary>
internal sealed partial class RunDeclarations : IClaims
{
    private static readonly KeySet s_unknown = KeySet.Of(KeyId.FromService("a key that is not known yet"));
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceIntent> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceIntent> _claimed = new(StringComparer.Ordinal);
    private readonly Dictionary<InstanceId, HashSet<string>> _declaredOn = [];
    private readonly Dictionary<InstanceId, HashSet<string>> _claimedOn = [];

    private readonly Dictionary<InstanceId, Dictionary<string, KeySet>> _storedOn = [];

    /// <summary>Those who declare keys that are not known yet.</summary>
    private readonly HashSet<string> _bringsUnknown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);

    /// <summary>Registers what <paramref name="owner"/> declares; answers its contradictions and overlaps with what others declared.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="intent">What is known of it.</param>
    /// <param name="bringsUnknown">Whether it will bind keys that are not known yet.</param>
    public IReadOnlyList<Problem> Declare(string owner, ResourceIntent intent, bool bringsUnknown = false)
    {
        lock (_gate)
        {
            Put(_declared, _declaredOn, owner, intent);
            _failed.Remove(owner);
            _ = bringsUnknown ? _bringsUnknown.Add(owner) : _bringsUnknown.Remove(owner);
            IEnumerable<string> near = intent.Kind.IsOfRegion
                ? _declared.Keys
                : intent
                    .InstanceIds.SelectMany(id => _declaredOn[id])
                    .Concat(_declared.Where(other => other.Value.Kind.IsOfRegion).Select(other => other.Key))
                    .Distinct();
            return
            [
                .. near.Where(other => other != owner)
                    .Order(StringComparer.Ordinal)
                    .SelectMany(other => Contradictions.Find([intent, _declared[other]])),
            ];
        }
    }

    /// <summary>From now on the pairs of <paramref name="intent"/> are those of <paramref name="owner"/>.</summary>
    public void Claim(string owner, ResourceIntent intent)
    {
        lock (_gate)
        {
            Put(_claimed, _claimedOn, owner, intent);
        }
    }

    /// <summary><paramref name="owner"/> wants nothing any more.</summary>
    public void Forget(string owner)
    {
        lock (_gate)
        {
            Take(_declared, _declaredOn, owner);
            Take(_claimed, _claimedOn, owner);
            _bringsUnknown.Remove(owner);
        }
    }

    /// <summary>What <paramref name="owner"/> has declared will not come in this run.</summary>
    public void Fail(string owner)
    {
        lock (_gate)
        {
            _failed.Add(owner);
        }
    }

    /// <summary>Pairs on these instances that objects other than <paramref name="owner"/> have claimed.</summary>
    public ImmutableSortedDictionary<InstanceId, KeySet> ClaimsOn(IEnumerable<InstanceId> instances, string owner) =>
        instances
            .Select(id => (Id: id, Keys: ClaimedOn(id, owner)))
            .Where(claim => !claim.Keys.IsEmpty)
            .DistinctBy(claim => claim.Id)
            .ToImmutableSortedDictionary(claim => claim.Id, claim => claim.Keys);

    /// <inheritdoc/>
    public KeySet ClaimedOn(InstanceId instance, string owner)
    {
        lock (_gate)
        {
            return _claimedOn
                .GetValueOrDefault(instance, [])
                .Where(other => other != owner)
                .Aggregate(KeySet.Empty, (sum, other) => sum.Union(_claimed[other].DeclaredKeys));
        }
    }

    /// <summary>A new run begins; an attached process lives across several.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _declared.Clear();
            _claimed.Clear();
            _declaredOn.Clear();
            _claimedOn.Clear();
            _storedOn.Clear();
            _bringsUnknown.Clear();
            _failed.Clear();
        }
    }

    private static void Put(
        Dictionary<string, ResourceIntent> intents,
        Dictionary<InstanceId, HashSet<string>> on,
        string owner,
        ResourceIntent intent
    )
    {
        Take(intents, on, owner);
        intents[owner] = intent;
        foreach (var id in intent.InstanceIds)
        {
            (on.TryGetValue(id, out var owners) ? owners : on[id] = new(StringComparer.Ordinal)).Add(owner);
        }
    }

    private static void Take(Dictionary<string, ResourceIntent> intents, Dictionary<InstanceId, HashSet<string>> on, string owner)
    {
        if (intents.Remove(owner, out var before))
        {
            foreach (var id in before.InstanceIds)
            {
                on[id].Remove(owner);
            }
        }
    }
}
