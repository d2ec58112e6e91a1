using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <content>Which resources are ours, which are our providers, and which only look like it.</content>
internal sealed partial class ProgramReader
{
    private const string ProviderToken = "pulumi:providers:" + ResourceKinds.Package;
    private const string DefaultProvider = "defaultProvider";

    private string? _defaultName;

    /// <summary>Tells ours, our providers and the others apart; providers are read first because resources need their policy.</summary>
    private void Classify(string name, YamlNode node, string place)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add(
                ProblemCodes.InvalidValue,
                "must be a mapping with type and properties.",
                $"resources.{name}",
                YamlText.Place(_path, node.Start)
            );
            return;
        }

        var type = Scalar(mapping, "type");
        if (type is null)
        {
            if (!_names.CheckResource(name, mapping))
            {
                Add(ProblemCodes.MissingProperty, "'type' is required.", $"resources.{name}", YamlText.Place(_path, mapping.Start));
            }
        }
        else if (type.Value == ProviderToken)
        {
            AddProvider(name, mapping);
        }
        else if (ResourceKinds.OfPulumiToken(type.Value ?? "") is { } kind)
        {
            _ours[name] = new ResourceNode(kind, mapping, place);
        }
        else if (type.Value?.StartsWith(ResourceKinds.Package + ":", StringComparison.Ordinal) ?? false)
        {
            var known = ResourceKinds.All.Select(each => $"{ResourceKinds.Package}:{each}").ToArray();
            var hint = NameHints.DidYouMean(type.Value, known);
            Add(
                ProblemCodes.InvalidValue,
                $"there is no resource type '{type.Value}'.{(hint.Length > 0 ? hint : $" Known: {string.Join(", ", known)}.")}",
                $"resources.{name}.type",
                YamlText.Place(_path, type.Start)
            );
        }
        else if (MeansOurs(type.Value ?? "") is { } meant)
        {
            Add(
                ProblemCodes.InvalidValue,
                $"there is no resource type '{type.Value}'. Did you mean '{meant}'?",
                $"resources.{name}.type",
                YamlText.Place(_path, type.Start)
            );
        }
        else
        {
            _others.Add(name);
        }
    }

    /// <summary>A type that is passed over as another package's, though its package is ours but for the spelling.</summary>
    private static string? MeansOurs(string type) =>
        type.Split(':') switch
        {
            ["pulumi", "providers", var package] when ConfigScope.MeansOurs(package) => ProviderToken,
            [var package, .., var kind] when ConfigScope.MeansOurs(package) => $"{ResourceKinds.Package}:{kind}",
            ["pulumi", var providers, ResourceKinds.Package] when NameHints.Closest(providers, ["providers"]) is not null => ProviderToken,
            _ => null,
        };

    private void AddProvider(string name, YamlMappingNode mapping)
    {
        _names.CheckResource(name, mapping);
        _ = new ResourceOptions(_path, name, mapping, _problems);
        var input = ReadProvider(Properties(mapping, name), $"resources.{name}.properties");
        _providers[name] = input;
        if (mapping.Find(DefaultProvider) is not { } flag)
        {
            return;
        }

        var path = $"resources.{name}.{DefaultProvider}";
        switch (_reader.Read(flag, path))
        {
            case InputValue.Flag { Value: false }:
                break;
            case InputValue.Flag when _defaultName is null:
                (_default, _defaultName) = (input, name);
                break;
            case InputValue.Flag:
                Add(
                    ProblemCodes.Contradiction,
                    $"'{_defaultName}' is the default provider already.",
                    path,
                    YamlText.Place(_path, flag.Start),
                    "Let one be the default, and name the other with the option provider."
                );
                break;
            default:
                Add(ProblemCodes.InvalidValue, "must be true or false.", path, YamlText.Place(_path, flag.Start));
                break;
        }
    }
}
