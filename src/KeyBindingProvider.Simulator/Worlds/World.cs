namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>
/// The instances and key pairs that a simulation starts from. A world is only a description: a
/// <see cref="SimulatedCloud"/> makes its own living copy of it, so one world can start many simulations.
/// </summary>
public sealed class World
{
    /// <summary>The region of everything that names none.</summary>
    public const string DefaultRegion = "ap-guangzhou";

    private readonly Dictionary<string, int> _instanceIndex = [];
    private readonly List<WorldInstance> _instances = [];
    private readonly List<WorldKeyPair> _keys = [];
    private readonly HashSet<(string Region, string KeyId)> _keyIds = [];
    private readonly Dictionary<string, string> _systemByImage = new(StringComparer.Ordinal);
    private readonly List<WorldLaunchTemplate> _templates = [];
    private readonly List<WorldLaunchConfiguration> _configurations = [];
    private readonly List<WorldNodePool> _pools = [];

    /// <summary>Instances in the order in which lists show them.</summary>
    public IReadOnlyList<WorldInstance> Instances => _instances;

    /// <summary>Key pairs in the order in which lists show them.</summary>
    public IReadOnlyList<WorldKeyPair> Keys => _keys;

    /// <summary>Launch templates, in the order in which lists show them.</summary>
    public IReadOnlyList<WorldLaunchTemplate> LaunchTemplates => _templates;

    /// <summary>Launch configurations, in the order in which lists show them.</summary>
    public IReadOnlyList<WorldLaunchConfiguration> LaunchConfigurations => _configurations;

    /// <summary>Node pools, in the order in which lists show them.</summary>
    public IReadOnlyList<WorldNodePool> NodePools => _pools;

    /// <summary>Reads a world from YAML with <c>regions</c> at the top.</summary>
    /// <param name="yaml">The text.</param>
    /// <returns>The world.</returns>
    /// <exception cref="SimulatorFileException">With line and column of what is wrong.</exception>
    public static World FromYaml(string yaml) => SimulatorFile.Parse(yaml, allowSettings: false).World;

    /// <summary>Makes a world by numbers and a seed; equal specifications make equal worlds.</summary>
    /// <param name="spec">What to make.</param>
    /// <returns>The world.</returns>
    public static World Generate(WorldSpec spec) => WorldGenerator.Generate(spec);

    /// <summary>Adds a key pair.</summary>
    /// <param name="key">The key pair.</param>
    /// <returns>This world.</returns>
    /// <exception cref="ArgumentException">The id or name is not valid, or taken.</exception>
    public World AddKey(WorldKeyPair key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Require(Ids.IsKey(key.Id), $"'{key.Id}' is not a key pair id (skey- and eight of 0-9a-z)");
        Require(Ids.IsKeyName(key.Name), $"'{key.Name}' is not a key name (1 to 25 letters, digits or underscores)");
        Require(_keyIds.Add((key.Region, key.Id)), $"key pair '{key.Id}' is there twice in {key.Region}");
        _keys.Add(key);
        return this;
    }

    /// <summary>Adds an instance whose keys are there already.</summary>
    /// <param name="instance">The instance.</param>
    /// <returns>This world.</returns>
    /// <exception cref="ArgumentException">The id is not valid or taken, a key is unknown in its region, or the image is no image id or of another operating system.</exception>
    public World AddInstance(WorldInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Require(Ids.IsInstance(instance.Id), $"'{instance.Id}' is not an instance id (ins- and eight of 0-9a-z)");
        CheckImage(instance);
        CheckKeys(instance);
        Require(
            _instanceIndex.TryAdd(instance.Id, _instances.Count),
            $"instance '{instance.Id}' is there twice; instance ids are unique over all regions"
        );
        _instances.Add(instance);
        return this;
    }

    /// <summary>Puts a changed description in the place of an instance with the same id.</summary>
    /// <param name="instance">The new description.</param>
    /// <returns>This world.</returns>
    /// <exception cref="ArgumentException">There is no such instance, a key is unknown in its region, or the image is no image id or of another operating system.</exception>
    public World Replace(WorldInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Require(_instanceIndex.TryGetValue(instance.Id, out var index), $"there is no instance '{instance.Id}'");
        CheckImage(instance);
        CheckKeys(instance);
        _instances[index] = instance;
        return this;
    }

    /// <summary>Adds a launch template whose keys are there already.</summary>
    /// <param name="template">The template.</param>
    /// <returns>This world.</returns>
    /// <exception cref="ArgumentException">The id is not valid or taken, a key is unknown, versions are not numbered or described each, or there is no such default version.</exception>
    public World AddLaunchTemplate(WorldLaunchTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        CheckSource(template.Id, "lt-", _templates.Select(other => other.Id));
        foreach (var keys in template.Versions)
        {
            CheckKeys($"launch template '{template.Id}'", template.Region, keys ?? []);
        }

        Require(
            template.Numbers is not { } numbers
                || (
                    numbers.Count == template.Versions.Count
                    && numbers.Distinct().Count() == numbers.Count
                    && numbers.All(number => number > 0)
                ),
            $"launch template '{template.Id}' does not number each of its versions"
        );
        Require(
            (template.Descriptions?.Count ?? template.Versions.Count) == template.Versions.Count
                && (template.Images?.Count ?? template.Versions.Count) == template.Versions.Count,
            $"launch template '{template.Id}' does not say of each of its versions what it says of some"
        );
        foreach (var image in (template.Images ?? []).OfType<string>())
        {
            Require(Ids.IsImage(image), $"launch template '{template.Id}' has image '{image}', which is not img- and eight of 0-9a-z");
        }

        Require(
            Enumerable.Range(0, template.Versions.Count).Any(index => template.NumberAt(index) == template.DefaultVersion),
            $"launch template '{template.Id}' has no version {template.DefaultVersion}"
        );
        _templates.Add(template);
        return this;
    }

    /// <summary>Adds a launch configuration whose key is there already.</summary>
    /// <param name="configuration">The launch configuration.</param>
    /// <returns>This world.</returns>
    /// <exception cref="ArgumentException">The id is not valid or taken, the key is unknown, or there are several.</exception>
    public World AddLaunchConfiguration(WorldLaunchConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        CheckSource(configuration.Id, "asc-", _configurations.Select(other => other.Id));
        Require(configuration.KeyIds.Count <= 1, $"launch configuration '{configuration.Id}' has more than one key");
        CheckKeys($"launch configuration '{configuration.Id}'", configuration.Region, configuration.KeyIds);
        _configurations.Add(configuration);
        return this;
    }

    /// <summary>Adds a node pool whose launch configuration or keys are there already.</summary>
    /// <param name="pool">The node pool.</param>
    /// <returns>This world.</returns>
    /// <exception cref="ArgumentException">An id is not valid or taken, or what it is made of is unknown.</exception>
    public World AddNodePool(WorldNodePool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        CheckSource(pool.Id, "np-", _pools.Select(other => other.Id));
        Require(Ids.HasForm(pool.ClusterId, "cls-"), $"'{pool.ClusterId}' is not a cluster id (cls- and eight of 0-9a-z)");
        Require(
            pool.LaunchConfigurationId is not { } id || _configurations.Exists(other => other.Id == id && other.Region == pool.Region),
            $"node pool '{pool.Id}' has launch configuration '{pool.LaunchConfigurationId}', which is not there in {pool.Region}"
        );
        CheckKeys($"node pool '{pool.Id}'", pool.Region, pool.KeyIds);
        _pools.Add(pool);
        return this;
    }

    private static void CheckSource(string id, string prefix, IEnumerable<string> taken)
    {
        Require(Ids.HasForm(id, prefix), $"'{id}' is not {prefix} and eight of 0-9a-z");
        Require(!taken.Contains(id, StringComparer.Ordinal), $"'{id}' is there twice");
    }

    private void CheckImage(WorldInstance instance)
    {
        if (instance.ImageId is not { } image)
        {
            return;
        }

        var owner = $"instance '{instance.Id}' has image '{image}', which";
        Require(Ids.IsImage(image), $"{owner} is not an image id (img- and eight of 0-9a-z)");
        Require(
            _systemByImage.TryAdd(image, instance.OsName) || _systemByImage[image] == instance.OsName,
            $"{owner} is of another operating system with an instance before it: '{_systemByImage.GetValueOrDefault(image)}'"
        );
    }

    private void CheckKeys(WorldInstance instance) => CheckKeys($"instance '{instance.Id}'", instance.Region, instance.KeyIds);

    private void CheckKeys(string owner, string region, IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
        {
            Require(_keyIds.Contains((region, key)), $"{owner} has key '{key}', which is not a key pair of {region}");
        }

        Require(keys.Distinct(StringComparer.Ordinal).Count() == keys.Count, $"{owner} has a key twice");
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
