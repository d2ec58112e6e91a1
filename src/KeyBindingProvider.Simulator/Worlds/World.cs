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

    /// <summary>Instances in the order in which lists show them.</summary>
    public IReadOnlyList<WorldInstance> Instances => _instances;

    /// <summary>Key pairs in the order in which lists show them.</summary>
    public IReadOnlyList<WorldKeyPair> Keys => _keys;

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
    /// <exception cref="ArgumentException">The id is not valid or taken, or a key is unknown in its region.</exception>
    public World AddInstance(WorldInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Require(Ids.IsInstance(instance.Id), $"'{instance.Id}' is not an instance id (ins- and eight of 0-9a-z)");
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
    /// <exception cref="ArgumentException">There is no such instance, or a key is unknown in its region.</exception>
    public World Replace(WorldInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Require(_instanceIndex.TryGetValue(instance.Id, out var index), $"there is no instance '{instance.Id}'");
        CheckKeys(instance);
        _instances[index] = instance;
        return this;
    }

    private void CheckKeys(WorldInstance instance)
    {
        foreach (var key in instance.KeyIds)
        {
            Require(
                _keyIds.Contains((instance.Region, key)),
                $"instance '{instance.Id}' has key '{key}', which is not a key pair of {instance.Region}"
            );
        }

        Require(
            instance.KeyIds.Distinct(StringComparer.Ordinal).Count() == instance.KeyIds.Count,
            $"instance '{instance.Id}' has a key twice"
        );
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
