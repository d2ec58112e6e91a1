using KeyBindingProvider.Simulator.Options;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>The <c>regions</c> of a simulator file.</summary>
internal static class WorldYaml
{
    private static readonly string[] s_restrictStates = ["NORMAL", "EXPIRED", "PROTECTIVELY_ISOLATED"];

    public static World Read(YamlFields top)
    {
        var world = new World();
        var regions = new YamlFields(top.Node("regions") ?? throw YamlFields.At(top.Place("regions"), "'regions' is missing"), "'regions'");
        foreach (var region in regions.Names)
        {
            ReadRegion(world, region, new YamlFields(regions.Place(region), $"region '{region}'"));
        }

        return world;
    }

    private static void ReadRegion(World world, string region, YamlFields fields)
    {
        var idByName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in fields.List("keys"))
        {
            var key = Key(region, new YamlFields(node, "a key pair"));
            Located(node, () => world.AddKey(key));
            if (!idByName.TryAdd(key.Name, key.Id))
            {
                throw YamlFields.At(node, $"key name '{key.Name}' is there twice in {region}");
            }
        }

        foreach (var node in fields.List("instances"))
        {
            var instance = Instance(region, new YamlFields(node, "an instance"), idByName);
            Located(node, () => world.AddInstance(instance));
        }

        ReadSources(world, region, fields, idByName);
        fields.NothingElse();
    }

    private static void ReadSources(World world, string region, YamlFields there, Dictionary<string, string> keyIdByName)
    {
        foreach (var node in there.List("launchTemplates"))
        {
            var fields = new YamlFields(node, "a launch template");
            var versions = fields.List("versions").Select(version => Version(new YamlFields(version, "a version"), keyIdByName)).ToArray();
            var template = new WorldLaunchTemplate
            {
                Id = fields.RequiredText("id"),
                Region = region,
                Name = fields.Text("name") ?? "",
                Versions = [.. versions.Select(version => version.Keys)],
                Descriptions = [.. versions.Select(version => version.Description)],
                Images = [.. versions.Select(version => version.Image)],
                DefaultVersion = fields.Number("default") ?? 1,
            };
            fields.NothingElse();
            Located(node, () => world.AddLaunchTemplate(template));
        }

        foreach (var node in there.List("launchConfigurations"))
        {
            var fields = new YamlFields(node, "a launch configuration");
            var configuration = new WorldLaunchConfiguration
            {
                Id = fields.RequiredText("id"),
                Region = region,
                Name = fields.Text("name") ?? "",
                Groups = fields.Map("groups"),
                KeyIds = Keys(fields, keyIdByName),
            };
            Located(node, () => world.AddLaunchConfiguration(configuration));
        }

        foreach (var node in there.List("nodePools"))
        {
            var fields = new YamlFields(node, "a node pool");
            var pool = new WorldNodePool
            {
                Id = fields.RequiredText("id"),
                ClusterId = fields.RequiredText("cluster"),
                Region = region,
                Name = fields.Text("name") ?? "",
                LaunchConfigurationId = fields.Text("launchConfiguration"),
                KeyIds = Keys(fields, keyIdByName),
            };
            Located(node, () => world.AddNodePool(pool));
        }
    }

    /// <summary>The keys of what has nothing else left to read.</summary>
    private static (string[] Keys, string Description, string? Image) Version(YamlFields fields, Dictionary<string, string> keyIdByName)
    {
        var (description, image) = (fields.Text("description") ?? "", fields.Text("image"));
        return (Keys(fields, keyIdByName), description, image);
    }

    private static string[] Keys(YamlFields fields, Dictionary<string, string> keyIdByName)
    {
        string[] keys = [.. fields.Texts("keys").Select(key => keyIdByName.GetValueOrDefault(key, key))];
        fields.NothingElse();
        return keys;
    }

    private static WorldKeyPair Key(string region, YamlFields fields)
    {
        var key = new WorldKeyPair
        {
            Id = fields.RequiredText("id"),
            Name = fields.RequiredText("name"),
            Region = region,
            Description = fields.Text("description") ?? "",
            Tags = fields.Map("tags"),
        };
        fields.NothingElse();
        return key;
    }

    private static WorldInstance Instance(string region, YamlFields fields, Dictionary<string, string> keyIdByName)
    {
        var blank = new WorldInstance { Id = fields.RequiredText("id") };
        var instance = blank with
        {
            Region = region,
            Zone = fields.Text("zone"),
            Name = fields.Text("name") ?? blank.Name,
            State = State(fields, "state") ?? blank.State,
            OsName = fields.Text("os") ?? blank.OsName,
            ImageId = fields.Text("image"),
            UserData = fields.Text("userData") ?? blank.UserData,
            KeyIds = [.. fields.Texts("keys").Select(key => keyIdByName.GetValueOrDefault(key, key))],
            EmptyKeys = fields.Choice<EmptyKeysShape>("emptyKeys") ?? blank.EmptyKeys,
            StopCharging = fields.Flag("stopCharging") ?? false,
            ChargeType = fields.Text("chargeType") ?? blank.ChargeType,
            RestrictState = OneOf(fields, "restrictState", s_restrictStates) ?? blank.RestrictState,
            Tags = fields.Map("tags"),
            LatestOperation = Latest(fields.Node("latestOperation")),
            SoftStop = fields.Choice<SoftStopManner>("softStop"),
            StartRefused = fields.Text("startRefused"),
            SettlesTo = State(fields, "settlesTo"),
            SettlesAfter = fields.Time("settlesAfter") ?? blank.SettlesAfter,
        };
        if (instance.StopCharging && instance.State != InstanceStates.Stopped)
        {
            throw YamlFields.At(fields.Place("stopCharging"), "'stopCharging' needs 'state: STOPPED'");
        }

        fields.NothingElse();
        return instance;
    }

    private static LatestOperation? Latest(YamlNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var fields = new YamlFields(node, "'latestOperation'");
        var latest = new LatestOperation(
            fields.RequiredText("action"),
            OneOf(fields, "state", ["SUCCESS", "OPERATING", "FAILED"]) ?? "SUCCESS",
            fields.RequiredText("requestId"),
            fields.Text("error")
        );
        fields.NothingElse();
        return latest;
    }

    private static string? State(YamlFields fields, string name) =>
        OneOf(fields, name, [.. InstanceStates.Documented, .. InstanceStates.NamedByCodes]);

    private static string? OneOf(YamlFields fields, string name, IReadOnlyList<string> values)
    {
        var text = fields.Text(name);
        return text is null || values.Contains(text)
            ? text
            : throw YamlFields.At(fields.Place(name), $"'{name}' must be one of {string.Join(", ", values)}, not '{text}'");
    }

    private static void Located(YamlNode node, Action act)
    {
        try
        {
            act();
        }
        catch (ArgumentException problem)
        {
            throw YamlFields.At(node, problem.Message);
        }
    }
}
