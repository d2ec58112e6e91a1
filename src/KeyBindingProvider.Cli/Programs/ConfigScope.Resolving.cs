using System.Globalization;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Cli.Programs;

/// <content>What references stand for.</content>
internal sealed partial class ConfigScope
{
    /// <summary>What a reference stands for; a problem is noted and Unknown answered when that cannot be said here.</summary>
    public InputValue Resolve(string written, string location, string propertyPath, NodeReader reader)
    {
        var reference = Own(written);
        _used.Add(reference);
        if (!reader.Follow(location))
        {
            return new InputValue.Unknown { Location = location };
        }

        if (_values.TryGetValue(reference, out var config))
        {
            return Within(reference, "config value", () => FromConfig(reference, config, location, propertyPath, reader));
        }

        if (_variables.TryGetValue(reference, out var variable))
        {
            return Within(reference, "variable", () => reader.Read(variable.Node, variable.File, propertyPath));
        }

        InputValue Within(string name, string kind, Func<InputValue> read)
        {
            if (!_open.Add(name))
            {
                return Fail($"{kind} '{name}' refers to itself", location, propertyPath);
            }

            var value = read();
            _open.Remove(name);
            return value;
        }

        // Before the words for it are looked for, which takes longer than all else.
        if (!_failed.Add((reference, location, propertyPath)))
        {
            return new InputValue.Unknown { Location = location };
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
                        case InputValue.Text part when reader.Spend(part.Value.Length, location):
                            return part.Value;
                        case InputValue.Text:
                            failed = true;
                            return "";
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
                : reader.ReadText(name, text, location, propertyPath);
        }

        return config.Node is null
            ? Fail($"config '{name}' has no value; pass --config {name}=…", location, propertyPath)
            : reader.Read(config.Node, config.File, propertyPath);
    }

    [GeneratedRegex(@"\A\$\{([^{}]+)\}\z")]
    private static partial Regex WholeReference();

    [GeneratedRegex(@"\$\$\{|\$\{([^{}]*)\}")]
    private static partial Regex Reference();
}
