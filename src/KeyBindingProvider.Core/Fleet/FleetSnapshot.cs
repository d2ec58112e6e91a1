using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Fleet;

/// <summary>One immutable observation of a region: everything that the planner knows of the cloud.</summary>
/// <param name="Region">The region that was read.</param>
/// <param name="Instances">Every instance that was seen.</param>
/// <param name="KeyPairs">Every key pair that was asked for and exists.</param>
public sealed record FleetSnapshot(
    string Region,
    IReadOnlyDictionary<InstanceId, InstanceSnapshot> Instances,
    IReadOnlyDictionary<KeyId, KeyPairSnapshot> KeyPairs
)
{
    /// <summary>An observation in which there is nothing.</summary>
    public static FleetSnapshot Empty(string region) =>
        new(region, new Dictionary<InstanceId, InstanceSnapshot>(), new Dictionary<KeyId, KeyPairSnapshot>());

    /// <summary>What gives keys to later machines; null where nobody looked.</summary>
    public KeySources? Sources { get; init; }

    /// <summary>The instance as seen, or null when the service does not know it in this region.</summary>
    public InstanceSnapshot? Find(InstanceId id) => Instances.GetValueOrDefault(id);

    /// <summary>This observation with newer looks at some instances; null takes one out.</summary>
    public FleetSnapshot With(IEnumerable<(InstanceId Id, InstanceSnapshot? Instance)> looks)
    {
        var instances = new Dictionary<InstanceId, InstanceSnapshot>(Instances);
        foreach (var (id, instance) in looks)
        {
            if (instance is null)
            {
                instances.Remove(id);
            }
            else
            {
                instances[id] = instance;
            }
        }

        return this with
        {
            Instances = instances,
        };
    }

    /// <summary>Whether the key pair exists in this region.</summary>
    public bool Exists(KeyId id) => KeyPairs.ContainsKey(id);

    /// <summary>The key pair's name, or empty.</summary>
    public UntrustedText NameOf(KeyId id) => KeyPairs.GetValueOrDefault(id)?.Name ?? "";
}
