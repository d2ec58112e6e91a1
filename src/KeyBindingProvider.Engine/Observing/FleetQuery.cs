using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>What to read of a region.</summary>
/// <param name="Instances">Instances to read by id.</param>
/// <param name="Keys">Key pairs to read by id.</param>
/// <param name="WholeRegion">Read every instance of the region, and every instance that the service lists for the keys.</param>
public sealed record FleetQuery(IReadOnlyCollection<InstanceId> Instances, KeySet Keys, bool WholeRegion)
{
    /// <summary>Keys that are looked for in what starts machines; none unless somebody asks.</summary>
    public KeySet Sources { get; init; } = KeySet.Empty;

    /// <summary>Keys that are asked for along with <see cref="Keys"/>, only to know whether they exist.</summary>
    public KeySet Along { get; init; } = KeySet.Empty;

    /// <summary>Every instance of the region.</summary>
    public static readonly FleetQuery Everything = new([], KeySet.Empty, WholeRegion: true);

    /// <summary>Every instance and every key pair of the region, also those that open nothing.</summary>
    public static readonly FleetQuery EverythingAndItsKeys = Everything with { AllKeys = true };

    /// <summary>Whether every key pair of the region is read, bound or not.</summary>
    public bool AllKeys { get; init; }

    /// <summary>Whether every key that is seen is looked for in what starts machines.</summary>
    public bool AllSources { get; init; }

    /// <summary>What a plan of these intents needs.</summary>
    public static FleetQuery For(IReadOnlyCollection<ResourceIntent> intents)
    {
        var instances = new HashSet<InstanceId>();
        var keys = KeySet.Empty;
        foreach (var intent in intents)
        {
            instances.UnionWith(intent.InstanceIds);
            instances.UnionWith(intent.Leaving.Keys);
            instances.UnionWith(intent.LeftDown);
            keys = keys.Union(intent.NamedKeys);
        }

        return new FleetQuery(instances, keys, intents.Any(intent => intent.Kind.IsOfRegion && !intent.KeyIds.IsEmpty))
        {
            Sources = intents.Aggregate(KeySet.Empty, (sought, intent) => sought.Union(intent.SourceKeys)),
        };
    }
}
