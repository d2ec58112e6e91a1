using System.Globalization;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>Turns YAML nodes into input values, resolving references on the way. Aliases may multiply a small file: nodes are counted.</summary>
internal sealed class NodeReader(string path, ConfigScope scope, List<Problem> problems)
{
    private const int MostNodes = 500_000;
    private int _nodes;

    /// <summary>The value of a node.</summary>
    public InputValue Read(YamlNode node, string propertyPath)
    {
        var location = YamlLimits.Place(path, node.Start);
        if (++_nodes > MostNodes)
        {
            if (_nodes == MostNodes + 1)
            {
                problems.Add(
                    Problem.Error(ProblemCodes.Syntax, $"The program expands to more than {MostNodes} values.") with
                    {
                        Location = location,
                    }
                );
            }

            return new InputValue.Unknown { Location = location };
        }

        switch (node)
        {
            case YamlScalarNode scalar:
                return ReadScalar(scalar, location, propertyPath);
            case YamlSequenceNode sequence:
                return new InputValue.List([.. sequence.Children.Select((item, index) => Read(item, $"{propertyPath}[{index}]"))])
                {
                    Location = location,
                };
            case YamlMappingNode mapping:
                if (
                    mapping
                        .Children.Keys.OfType<YamlScalarNode>()
                        .FirstOrDefault(key => key.Value?.StartsWith("fn::", StringComparison.Ordinal) ?? false) is
                    { } function
                )
                {
                    problems.Add(
                        Problem.Error(
                            ProblemCodes.Unresolvable,
                            $"{function.Value} cannot be evaluated here: functions run only under pulumi."
                        ) with
                        {
                            Location = YamlLimits.Place(path, function.Start),
                            Path = propertyPath,
                        }
                    );
                    return new InputValue.Unknown { Location = location };
                }

                return new InputValue.Map([.. mapping.Children.Select(child => Entry(child, propertyPath))]) { Location = location };
            default:
                return new InputValue.Unknown { Location = location };
        }
    }

    /// <summary>The value of a text from the command line, read as YAML because its type is not string.</summary>
    public InputValue ReadText(string text, string location, string propertyPath)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text.Length > 65536 ? "" : text));
            return stream.Documents is [var document]
                ? Read(document.RootNode, propertyPath) with
                {
                    Location = location,
                }
                : new InputValue.Null();
        }
        catch (YamlException exception)
        {
            problems.Add(Problem.Error(ProblemCodes.InvalidValue, $"--config: {exception.Message}") with { Path = propertyPath });
            return new InputValue.Unknown { Location = location };
        }
    }

    private InputEntry Entry(KeyValuePair<YamlNode, YamlNode> child, string propertyPath)
    {
        var name = (child.Key as YamlScalarNode)?.Value ?? "";
        return new InputEntry(name, Read(child.Value, $"{propertyPath}.{name}"), YamlLimits.Place(path, child.Key.Start));
    }

    private InputValue ReadScalar(YamlScalarNode scalar, string location, string propertyPath)
    {
        var text = scalar.Value ?? "";
        if (text.Contains("${", StringComparison.Ordinal))
        {
            return scope.Interpolate(text, location, propertyPath, this);
        }

        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return new InputValue.Text(text) { Location = location };
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => new InputValue.Null { Location = location },
            "true" or "True" or "TRUE" => new InputValue.Flag(true) { Location = location },
            "false" or "False" or "FALSE" => new InputValue.Flag(false) { Location = location },
            _ when IsNumber(text, out var number) => new InputValue.Number(number) { Location = location },
            _ => new InputValue.Text(text) { Location = location },
        };
    }

    private static bool IsNumber(string text, out double number)
    {
        number = 0;
        return (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }
}
