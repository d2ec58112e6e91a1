using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>A YAML file with a world and, if wanted, switches, credentials, roles and faults.</summary>
public sealed class SimulatorFile
{
    private readonly IReadOnlyList<(string Name, string Value, YamlNode Node)> _options;
    private readonly Dictionary<string, SimulatedCredential> _credentials;
    private readonly List<SimulatedRole> _roles;

    private SimulatorFile(YamlFields top, bool allowSettings)
    {
        World = WorldYaml.Read(top);
        _options = [];
        _credentials = [];
        _roles = [];
        Faults = [];
        if (allowSettings)
        {
            _options = ReadOptions(top);
            _credentials = ReadCredentials(top);
            _roles = ReadRoles(top);
            Faults = [.. top.List("faults").Select(FaultYaml.Read)];
        }

        top.NothingElse();
    }

    /// <summary>The world.</summary>
    public World World { get; }

    /// <summary>Fault rules, in order.</summary>
    public IReadOnlyList<FaultRule> Faults { get; }

    /// <summary>Reads a file's text.</summary>
    /// <param name="yaml">The text.</param>
    /// <returns>The contents.</returns>
    /// <exception cref="SimulatorFileException">With line and column of what is wrong.</exception>
    public static SimulatorFile Parse(string yaml) => Parse(yaml, allowSettings: true);

    /// <summary>Reads a list of fault rules; JSON will do, too.</summary>
    /// <param name="yaml">The text: one rule or a list of rules.</param>
    /// <returns>The rules.</returns>
    /// <exception cref="SimulatorFileException">With line and column of what is wrong.</exception>
    public static IReadOnlyList<FaultRule> ParseFaults(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var root = BoundedYaml.Parse(yaml);
        return root is YamlSequenceNode list ? [.. list.Children.Select(FaultYaml.Read)] : [FaultYaml.Read(root)];
    }

    /// <summary>Lays the file's switches, credentials and roles over options.</summary>
    /// <param name="options">The options to start from.</param>
    /// <returns>New options.</returns>
    /// <exception cref="SimulatorFileException">A switch has a value that makes no sense.</exception>
    public SimulatorOptions ApplyTo(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (var (name, value, node) in _options)
        {
            try
            {
                options = OptionTable.Set(options, name, value);
            }
            catch (FormatException problem)
            {
                throw YamlFields.At(node, problem.Message);
            }
        }

        return options with
        {
            Credentials = _credentials.Count > 0 ? _credentials : options.Credentials,
            Roles = _roles.Count > 0 ? _roles : options.Roles,
        };
    }

    internal static SimulatorFile Parse(string yaml, bool allowSettings)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return new SimulatorFile(new YamlFields(BoundedYaml.Parse(yaml), "the file"), allowSettings);
    }

    private static List<(string, string, YamlNode)> ReadOptions(YamlFields top)
    {
        var read = new List<(string, string, YamlNode)>();
        if (top.Node("options") is not { } node)
        {
            return read;
        }

        var fields = new YamlFields(node, "'options'");
        foreach (var name in fields.Names)
        {
            read.Add((name, YamlFields.ScalarOf(fields.Place(name), name), fields.Place(name)));
        }

        return read;
    }

    private static Dictionary<string, SimulatedCredential> ReadCredentials(YamlFields top)
    {
        var read = new Dictionary<string, SimulatedCredential>(StringComparer.Ordinal);
        foreach (var node in top.List("credentials"))
        {
            var fields = new YamlFields(node, "a credential");
            var id = fields.RequiredText("secretId");
            if (!read.TryAdd(id, new SimulatedCredential(fields.RequiredText("secretKey"), fields.Text("token"))))
            {
                throw YamlFields.At(node, $"credential '{id}' is there twice");
            }

            fields.NothingElse();
        }

        return read;
    }

    private static List<SimulatedRole> ReadRoles(YamlFields top)
    {
        var read = new List<SimulatedRole>();
        foreach (var node in top.List("roles"))
        {
            var fields = new YamlFields(node, "a role");
            read.Add(new SimulatedRole(fields.RequiredText("arn"), fields.Text("externalId")));
            fields.NothingElse();
        }

        return read;
    }
}
