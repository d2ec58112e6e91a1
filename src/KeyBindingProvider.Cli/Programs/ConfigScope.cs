using System.Globalization;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>What <c>${...}</c> may refer to: config values, variables and a few facts about the program. Each name resolves to a node or to a reason.</summary>
internal sealed partial class ConfigScope(string path, List<Problem> problems)
{
    private readonly Dictionary<string, ConfigValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Config values of one namespace, such as <c>keybinding:region</c>, by the name after the colon.</summary>
    public IEnumerable<(string Name, ConfigValue Value)> Namespace(string prefix) =>
        _values
            .Where(value => value.Key.StartsWith(prefix + ":", StringComparison.Ordinal))
            .Select(value => (value.Key[(prefix.Length + 1)..], value.Value));

    /// <summary>Reads the program's <c>config</c> block: values, or objects with type, default, value and secret.</summary>
    public void Declare(string name, YamlNode node)
    {
        var location = YamlLimits.Place(path, node.Start);
        if (
            node is not YamlMappingNode mapping
            || !mapping.Children.Keys.OfType<YamlScalarNode>().Any(key => key.Value is "type" or "default" or "value")
        )
        {
            _values[name] = new ConfigValue(node, null, "string", location);
            return;
        }

        var type = (mapping.Find("type") as YamlScalarNode)?.Value ?? "string";
        var value = mapping.Find("value") ?? mapping.Find("default");
        _values[name] = new ConfigValue(value, null, type, location);
    }

    /// <summary>A value from the command line takes the place of the program's.</summary>
    public void Override(string name, string text)
    {
        var declared = _values.GetValueOrDefault(name);
        _values[name] = new ConfigValue(null, text, declared?.Type ?? "string", "--config");
    }

    /// <summary>Reads the program's <c>variables</c>.</summary>
    public void DeclareVariable(string name, YamlNode node) => _variables[name] = node;

    /// <summary>What a reference stands for; a problem is noted and Unknown answered when that cannot be said here.</summary>
    public InputValue Resolve(string reference, string location, string propertyPath, NodeReader reader)
    {
        if (_values.TryGetValue(reference, out var config))
        {
            return FromConfig(reference, config, location, propertyPath, reader);
        }

        if (_variables.TryGetValue(reference, out var variable))
        {
            if (!_open.Add(reference))
            {
                return Fail($"variable '{reference}' refers to itself", location, propertyPath);
            }

            var value = reader.Read(variable, propertyPath);
            _open.Remove(reference);
            return value;
        }

        var root = reference.Split('.', '[')[0];
        var why =
            _values.ContainsKey(root) || _variables.ContainsKey(root) ? "fields of config values and variables are not evaluated here"
            : root == "pulumi" ? "it is known only while pulumi runs the program"
            : NameHints.Closest(root, _values.Keys.Concat(_variables.Keys)) is { } closest
                ? $"there is no such config value, but there is ${{{closest}}}"
            : "outputs of resources exist only while pulumi runs the program; write the value, or make it a config value";
        return Fail($"${{{reference}}} cannot be evaluated: {why}", location, propertyPath);
    }

    /// <summary>Replaces references inside a text; <c>$${</c> stands for a literal <c>${</c>.</summary>
    public InputValue Interpolate(string text, string location, string propertyPath, NodeReader reader)
    {
        if (WholeReference().Match(text) is { Success: true } whole)
        {
            return Resolve(whole.Groups[1].Value.Trim(), location, propertyPath, reader);
        }

        var failed = false;
        var result = Reference()
            .Replace(
                text,
                match =>
                {
                    if (match.Value == "$${")
                    {
                        return "${";
                    }

                    switch (Resolve(match.Groups[1].Value.Trim(), location, propertyPath, reader))
                    {
                        case InputValue.Text part:
                            return part.Value;
                        case InputValue.Number number:
                            return number.Value.ToString(CultureInfo.InvariantCulture);
                        case InputValue.Flag flag:
                            return flag.Value ? "true" : "false";
                        case InputValue.Null:
                            return "";
                        case InputValue.Unknown:
                            failed = true;
                            return "";
                        case var other:
                            Fail(
                                $"${{{match.Groups[1].Value}}} is {other.TypeName} and cannot stand inside a text",
                                location,
                                propertyPath
                            );
                            failed = true;
                            return "";
                    }
                }
            );
        return failed ? new InputValue.Unknown { Location = location } : new InputValue.Text(result) { Location = location };
    }

    private InputValue FromConfig(string name, ConfigValue config, string location, string propertyPath, NodeReader reader)
    {
        if (config.IsSecure)
        {
            return Fail(
                $"config '{name}' is encrypted and can be read only by pulumi; pass it with --config or through the environment",
                location,
                propertyPath
            );
        }

        if (config.Override is { } text)
        {
            return config.Type == "string"
                ? new InputValue.Text(text) { Location = location }
                : reader.ReadText(text, location, propertyPath);
        }

        return config.Node is null
            ? Fail($"config '{name}' has no value; pass --config {name}=…", location, propertyPath)
            : reader.Read(config.Node, propertyPath);
    }

    private InputValue.Unknown Fail(string message, string location, string propertyPath)
    {
        problems.Add(Problem.Error(ProblemCodes.Unresolvable, message + ".") with { Location = location, Path = propertyPath });
        return new InputValue.Unknown { Location = location };
    }

    [GeneratedRegex(@"^\$\{([^{}]+)\}$")]
    private static partial Regex WholeReference();

    [GeneratedRegex(@"\$\$\{|\$\{([^{}]*)\}")]
    private static partial Regex Reference();
}

/// <summary>One config value.</summary>
/// <param name="Node">What the program gives it, or null.</param>
/// <param name="Override">What the command line gives it, or null.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Location">Where it is declared.</param>
internal sealed record ConfigValue(YamlNode? Node, string? Override, string Type, string Location)
{
    /// <summary>Encrypted by pulumi: <c>secure: …</c>.</summary>
    public bool IsSecure =>
        Override is null && Node is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode("secure"));
}
