using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>What to read of a region.</summary>
/// <param name="Instances">Instances to read by id.</param>
/// <param name="Keys">Key pairs to read by id.</param>
/// <param name="WholeRegion">Read every instance of the region, and every instance that the service lists for the keys.</param>
public sealed record FleetQuery(IReadOnlyCollection<InstanceId> Instances, KeySet Keys, bool WholeRegion)
{
    /// <summary>Every instance of the region.</summary>
    public static readonly FleetQuery Everything = new([], KeySet.Empty, WholeRegion: true);

    /// <summary>What a plan of these intents needs.</summary>
    public static FleetQuery For(IReadOnlyCollection<ResourceIntent> intents)
    {
        var instances = new HashSet<InstanceId>();
        var keys = KeySet.Empty;
        foreach (var intent in intents)
        {
            switch (intent)
            {
                case KeyPairAssociationIntent association:
                    instances.UnionWith(association.InstanceIds);
                    instances.UnionWith(association.Owned.Keys);
                    keys = keys.Union(association.KeyIds);
                    break;
                case InstanceKeysExclusiveIntent exclusive:
                    instances.UnionWith(exclusive.InstanceIds);
                    instances.UnionWith(exclusive.Released.Keys);
                    keys = keys.Union(exclusive.KeyIds);
                    break;
                case KeyRevocationIntent revocation:
                    keys = keys.Union(revocation.KeyIds);
                    break;
            }
        }

        return new FleetQuery(instances, keys, intents.Any(intent => intent is KeyRevocationIntent { KeyIds.IsEmpty: false }));
    }
}
