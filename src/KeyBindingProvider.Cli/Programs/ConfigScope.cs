using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>What <c>${...}</c> may refer to: config values, variables and a few facts about the program. Each name resolves to a node or to a reason.</summary>
internal sealed partial class ConfigScope(List<Problem> problems)
{
    private static readonly string[] FieldsOfConfig = ["type", "default", "value", "secret", "items", "description", "name", "secure"];

    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _overridden = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (YamlNode Node, string File)> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>What failed where: a text is read as often as it is referred to, and what is wrong in it is said once.</summary>
    private readonly HashSet<(string What, string Location, string Path)> _failed = [];

    /// <summary>Config values of one namespace, such as <c>keybinding:region</c>, by the name after the colon.</summary>
    public IEnumerable<(string Name, ConfigValue Value)> Namespace(string prefix) =>
        _values
            .Where(value => value.Key.StartsWith(prefix + ":", StringComparison.Ordinal))
            .Select(value => (value.Key[(prefix.Length + 1)..], value.Value));

    /// <summary>Name of the project, which may stand before the names of its own config values: <c>project:name</c>.</summary>
    public string Project { get; set; } = "";

    /// <summary>Reads the program's <c>config</c> block: values, or objects with type, default, value and secret.</summary>
    /// <param name="written">The name as it stands there.</param>
    /// <param name="node">The value.</param>
    /// <param name="path">The file.</param>
    public void Declare(string written, YamlNode node, string path)
    {
        var name = Own(written);
        var location = YamlText.Place(path, node.Start);
        if (!_declared.Add(name))
        {
            Add(
                ProblemCodes.Contradiction,
                $"'{name}' is declared twice, with and without the project's name.",
                $"config.{written}",
                location
            );
        }

        if (name.Split(':') is [var package, { } rest] && MeansOurs(package))
        {
            Add(
                ProblemCodes.UnknownProperty,
                $"there is no config value '{written}'. Did you mean '{ResourceKinds.Package}:{rest}'?",
                $"config.{written}",
                location
            );
        }
        if (
            node is not YamlMappingNode mapping
            || !mapping.Children.Keys.OfType<YamlScalarNode>().Any(key => key.Value is "type" or "default" or "value")
        )
        {
            _values[name] = new ConfigValue(node, null, "string", location, path);
            return;
        }

        foreach (var key in mapping.Names().Where(key => !FieldsOfConfig.Contains(key.Value)))
        {
            Add(
                ProblemCodes.UnknownProperty,
                $"the declaration of a config value has no '{key.Value}'.{NameHints.DidYouMean(key.Value ?? "", FieldsOfConfig)}",
                $"config.{written}.{key.Value}",
                YamlText.Place(path, key.Start)
            );
        }

        var type = (mapping.Find("type") as YamlScalarNode)?.Value ?? "string";
        var value = mapping.Find("value") ?? mapping.Find("default");
        var isSecret = (mapping.Find("secret") as YamlScalarNode)?.Value is "true" or "True" or "TRUE";
        _values[name] = new ConfigValue(value, null, type, location, path, isSecret);
    }

    /// <summary>A problem without the values that the program declares as secret; the longest first, since one may be part of another.</summary>
    public Problem Hide(Problem problem) =>
        _values
            .Values.Select(value => value.Secret)
            .Where(secret => !string.IsNullOrEmpty(secret))
            .OrderByDescending(secret => secret!.Length)
            .Aggregate(
                problem,
                (shown, secret) =>
                    shown with
                    {
                        Message = shown.Message.Replace(secret!, "[secret]", StringComparison.Ordinal),
                        Remedy = shown.Remedy.Replace(secret!, "[secret]", StringComparison.Ordinal),
                    }
            );

    /// <summary>A value from the command line takes the place of the program's.</summary>
    public void Override(string written, string text)
    {
        var name = Own(written);
        if (!_overridden.TryAdd(name, written))
        {
            Add(ProblemCodes.Contradiction, $"'{name}' is given twice.", "--config", "", "Write --config key=value, once for each.");
        }

        var declared = _values.GetValueOrDefault(name);
        _values[name] = new ConfigValue(null, text, declared?.Type ?? "string", "--config", "--config", declared?.IsSecret ?? false);
    }

    /// <summary>Notes the values of the command line that nothing in the program declares or refers to: once everything has been read.</summary>
    public void FindStrayOverrides()
    {
        foreach (var (name, written) in _overridden.Where(each => !_declared.Contains(each.Key) && !_used.Contains(each.Key)))
        {
            string[] known = [.. _declared.Union(_used).Except(_overridden.Keys.Except(_declared))];
            var hint =
                name.Split(':') is [var package, { } rest] && MeansOurs(package)
                    ? $" Did you mean '{ResourceKinds.Package}:{rest}'?"
                    : NameHints.DidYouMean(name, known);
            Add(
                ProblemCodes.UnknownProperty,
                $"the program has no config value '{written}'."
                    + (
                        hint.Length > 0 || known.Length == 0
                            ? hint
                            : $" Known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}."
                    ),
                "--config",
                ""
            );
        }
    }

    /// <summary>Reads the program's <c>variables</c>.</summary>
    public void DeclareVariable(string name, YamlNode node, string path) => _variables[name] = (node, path);

    /// <summary>Whether a package is ours, but for its spelling.</summary>
    public static bool MeansOurs(string package) =>
        package != ResourceKinds.Package && NameHints.Closest(package, [ResourceKinds.Package]) is not null;

    private string Own(string name) =>
        Project.Length > 0 && name.StartsWith(Project + ":", StringComparison.Ordinal) && Project != ResourceKinds.Package
            ? name[(Project.Length + 1)..]
            : name;

    private void Add(ProblemCode code, string message, string path, string location, string remedy = "") =>
        problems.Add(Problem.Error(code, message) with { Path = path, Location = location, Remedy = remedy });

    private InputValue.Unknown Fail(string message, string location, string propertyPath)
    {
        if (_failed.Add((message, location, propertyPath)))
        {
            problems.Add(Problem.Error(ProblemCodes.Unresolvable, message + ".") with { Location = location, Path = propertyPath });
        }

        return new InputValue.Unknown { Location = location };
    }
}
