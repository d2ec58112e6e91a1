using System.Globalization;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>
/// Turns YAML nodes into input values, resolving references on the way. References may multiply a small file as aliases may: values, levels and letters are
/// counted, and at the first bound that is met everything else is unknown.
/// </summary>
internal sealed class NodeReader(string path, ConfigScope scope, List<Problem> problems)
{
    private const int Deepest = 2 * YamlBounds.Deepest;

    /// <summary>Letters of texts with references that are looked through, each as often as it is referred to.</summary>
    private const int MostSearched = 4 * YamlText.Largest;
    private string _path = path;
    private int _values;
    private int _depth;
    private int _references;
    private long _letters;
    private long _searched;
    private bool _isExhausted;

    /// <summary>The value of a node.</summary>
    public InputValue Read(YamlNode node, string propertyPath)
    {
        var location = YamlText.Place(_path, node.Start);
        if (_isExhausted || !IsWithin(location))
        {
            return new InputValue.Unknown { Location = location };
        }

        _depth++;
        var value = ReadNode(node, location, propertyPath);
        _depth--;
        return value;
    }

    /// <summary>The value of a node of another file of the program.</summary>
    public InputValue Read(YamlNode node, string file, string propertyPath)
    {
        var before = _path;
        _path = file;
        var value = Read(node, propertyPath);
        _path = before;
        return value;
    }

    /// <summary>Whether so many letters more may be put into a text.</summary>
    public bool Spend(int letters, string location) =>
        !_isExhausted
        && (
            (_letters += letters) <= YamlText.Largest
            || Exhaust($"The program's texts expand to more than {YamlText.Largest} characters.", location)
        );

    /// <summary>Whether one reference more may be followed, whatever it comes to.</summary>
    public bool Follow(string location) =>
        !_isExhausted
        && (
            ++_references <= YamlBounds.MostValues
            || Exhaust($"The program follows more than {YamlBounds.MostValues} references.", location)
        );

    private bool Search(int letters, string location) =>
        (_searched += letters) <= MostSearched
        || Exhaust($"The program's references lead through more than {MostSearched} characters.", location);

    private bool IsWithin(string location) =>
        ++_values > YamlBounds.MostValues
            ? Exhaust($"The program expands to more than {YamlBounds.MostValues} values.", location)
            : _depth < Deepest || Exhaust($"References lead more than {Deepest} deep.", location);

    private bool Exhaust(string message, string location)
    {
        _isExhausted = true;
        problems.Add(Problem.Error(ProblemCodes.Syntax, message) with { Location = location });
        return false;
    }

    private InputValue ReadNode(YamlNode node, string location, string propertyPath)
    {
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
                            Location = YamlText.Place(_path, function.Start),
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
    public InputValue ReadText(string name, string text, string location, string propertyPath)
    {
        var source = $"--config {name}";
        var (problem, documents) = YamlText.Parse(text, source);
        if (problem is null && documents.Count > 1)
        {
            problem = Problem.Error(ProblemCodes.Syntax, "A config value is one YAML value, and this is more.") with { Location = source };
        }

        if (problem is not null)
        {
            problems.Add(problem);
            return new InputValue.Unknown { Location = location };
        }

        return documents is [var document]
            ? Read(document.RootNode, source, propertyPath) with
            {
                Location = location,
            }
            : new InputValue.Null();
    }

    private InputEntry Entry(KeyValuePair<YamlNode, YamlNode> child, string propertyPath)
    {
        var name = (child.Key as YamlScalarNode)?.Value ?? "";
        return new InputEntry(name, Read(child.Value, $"{propertyPath}.{name}"), YamlText.Place(_path, child.Key.Start));
    }

    private InputValue ReadScalar(YamlScalarNode scalar, string location, string propertyPath)
    {
        var text = scalar.Value ?? "";
        if (text.Contains("${", StringComparison.Ordinal))
        {
            return Search(text.Length, location)
                ? scope.Interpolate(text, location, propertyPath, this)
                : new InputValue.Unknown { Location = location };
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
