using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Engine.Resources;

/// <content>Which keys others of the run have, and which they will bind.</content>
internal sealed partial class RunDeclarations
{
    /// <summary>What <paramref name="owner"/> had when it was last read.</summary>
    public void Know(string owner, ResourceState stored)
    {
        lock (_gate)
        {
            foreach (var id in stored.Declared.InstanceIds.Union(stored.Outputs.Bindings.Keys))
            {
                var keys = stored.Outputs.Bindings.GetValueOrDefault(id, KeySet.Empty);
                (_storedOn.TryGetValue(id, out var owners) ? owners : _storedOn[id] = new(StringComparer.Ordinal))[owner] =
                    stored.Declared.InstanceIds.Contains(id) ? keys.Union(stored.Declared.KeyIds) : keys;
            }
        }
    }

    /// <summary>Keys on this instance that other objects of the run declare, or had when they were last read.</summary>
    public KeySet OthersOn(InstanceId instance, string owner)
    {
        var coming = ComingOn(instance, owner);
        lock (_gate)
        {
            return _storedOn.TryGetValue(instance, out var owners)
                ? owners.Where(other => other.Key != owner).Aggregate(coming, (sum, other) => sum.Union(other.Value))
                : coming;
        }
    }

    /// <inheritdoc/>
    public KeySet ComingOn(InstanceId instance, string owner)
    {
        lock (_gate)
        {
            return Bringing(instance, owner)
                .Aggregate(
                    KeySet.Empty,
                    (sum, other) =>
                        sum.Union(_declared[other].DeclaredKeys).Union(_bringsUnknown.Contains(other) ? s_unknown : KeySet.Empty)
                );
        }
    }

    /// <summary>Names of the objects behind <see cref="ComingOn"/>, quoted, in order.</summary>
    public IReadOnlyList<string> WhoBringsKeys(InstanceId instance, string owner)
    {
        lock (_gate)
        {
            return [.. Bringing(instance, owner).Select(other => $"'{_declared[other].Name}'").Distinct().Order(StringComparer.Ordinal)];
        }
    }

    private IEnumerable<string> Bringing(InstanceId instance, string owner) =>
        _declaredOn
            .GetValueOrDefault(instance, [])
            .Where(other =>
                other != owner && !_failed.Contains(other) && (!_declared[other].DeclaredKeys.IsEmpty || _bringsUnknown.Contains(other))
            );
}
