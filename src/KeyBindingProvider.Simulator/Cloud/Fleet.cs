using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>The living instances and key pairs of one region.</summary>
internal sealed class RegionFleet
{
    public List<SimulatedInstance> Instances { get; } = [];

    public Dictionary<string, SimulatedInstance> InstanceById { get; } = new(StringComparer.Ordinal);

    public List<WorldKeyPair> Keys { get; } = [];

    public Dictionary<string, WorldKeyPair> KeyById { get; } = new(StringComparer.Ordinal);

    public List<SimulatedTemplate> Templates { get; } = [];

    public List<SimulatedConfiguration> Configurations { get; } = [];

    public List<WorldNodePool> NodePools { get; } = [];

    /// <summary>The keys that a source gives to its next machine; null where there is no such source.</summary>
    public IReadOnlyList<string>? KeysOfNext(string sourceId) =>
        Templates.Find(template => template.Id == sourceId) is { } launched ? launched.Find(launched.Default)!.KeyIds ?? []
        : Configurations.Find(configuration => configuration.Id == sourceId) is { } scaled ? scaled.KeyIds
        : NodePools.Find(pool => pool.Id == sourceId) is not { } pool ? null
        : pool.LaunchConfigurationId is { } id ? KeysOfNext(id)
        : pool.KeyIds;
}

/// <summary>The living world, by region.</summary>
internal sealed class Fleet
{
    private readonly Dictionary<string, RegionFleet> _regions = new(StringComparer.Ordinal);

    public Fleet(World world)
    {
        foreach (var place in Places.All)
        {
            _regions[place.Region] = new RegionFleet();
        }

        foreach (var key in world.Keys)
        {
            var fleet = Add(key.Region);
            fleet.Keys.Add(key);
            fleet.KeyById.Add(key.Id, key);
        }

        foreach (var origin in world.Instances)
        {
            var fleet = Add(origin.Region);
            var instance = new SimulatedInstance(origin);
            fleet.Instances.Add(instance);
            fleet.InstanceById.Add(origin.Id, instance);
        }

        foreach (var template in world.LaunchTemplates)
        {
            Add(template.Region).Templates.Add(new SimulatedTemplate(template));
        }

        foreach (var configuration in world.LaunchConfigurations)
        {
            Add(configuration.Region).Configurations.Add(new SimulatedConfiguration(configuration));
        }

        foreach (var pool in world.NodePools)
        {
            Add(pool.Region).NodePools.Add(pool);
        }
    }

    /// <summary>The documented regions, then those that only the world has.</summary>
    public IEnumerable<string> RegionIds => _regions.Keys;

    public IEnumerable<RegionFleet> Regions => _regions.Values;

    public IEnumerable<SimulatedInstance> AllInstances => _regions.Values.SelectMany(static r => r.Instances);

    public IEnumerable<WorldKeyPair> AllKeys => _regions.Values.SelectMany(static r => r.Keys);

    public RegionFleet? Find(string region) => _regions.GetValueOrDefault(region);

    public (SimulatedInstance Instance, RegionFleet Region)? FindAnywhere(string instanceId)
    {
        foreach (var region in _regions.Values)
        {
            if (region.InstanceById.TryGetValue(instanceId, out var instance))
            {
                return (instance, region);
            }
        }

        return null;
    }

    private RegionFleet Add(string region)
    {
        if (!_regions.TryGetValue(region, out var fleet))
        {
            _regions[region] = fleet = new RegionFleet();
        }

        return fleet;
    }
}
