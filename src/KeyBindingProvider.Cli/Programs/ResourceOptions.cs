using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>A reference to a resource by name.</summary>
/// <param name="Name">Its logical name.</param>
/// <param name="Location">Where the reference stands.</param>
internal sealed record ResourceReference(string Name, string Location);

/// <summary>Options of a resource. Those that steer an engine's state are refused: there is none here, and silence would mislead.</summary>
internal sealed partial class ResourceOptions
{
    private const string Hooks = "hooks";

    private static readonly string[] NeedState = ["import", "ignoreChanges", "retainOnDelete"];

    /// <summary>They change nothing in a single pass that only ever adds or takes away what is declared.</summary>
    private static readonly string[] Harmless =
    [
        "protect",
        "parent",
        "version",
        "pluginDownloadURL",
        "aliases",
        "additionalSecretOutputs",
        "customTimeouts",
        "deleteBeforeReplace",
        "deletedWith",
        "replaceOnChanges",
        "providers",
        "hideDiffs",
        "replaceWith",
        "replacementTrigger",
    ];

    private static readonly string[] Known = ["dependsOn", "provider", Hooks, .. NeedState, .. Harmless];

    private readonly string _file;

    public ResourceOptions(string file, string name, YamlMappingNode resource, List<Problem> problems)
    {
        _file = file;
        if (resource.Find("options") is not { } node)
        {
            return;
        }

        if (node is not YamlMappingNode options)
        {
            problems.Add(
                Problem.Error(ProblemCodes.InvalidValue, "must be a mapping of options.") with
                {
                    Path = $"resources.{name}.options",
                    Location = YamlText.Place(file, node.Start),
                }
            );
            return;
        }

        foreach (
            var (key, value) in options
                .Children.Where(child => child.Key is YamlScalarNode)
                .Select(child => ((YamlScalarNode)child.Key, child.Value))
        )
        {
            var path = $"resources.{name}.options.{key.Value}";
            var location = YamlText.Place(file, key.Start);
            switch (key.Value)
            {
                case "dependsOn":
                    DependsOn = [.. References(value, path, problems)];
                    break;
                case "provider":
                    Provider = References(value, path, problems).FirstOrDefault();
                    break;
                case { } option when NeedState.Contains(option):
                    problems.Add(
                        Problem.Error(ProblemCodes.UnsupportedOption, $"'{option}' needs the state of an engine; there is none here.") with
                        {
                            Path = path,
                            Location = location,
                        }
                    );
                    break;
                case Hooks:
                    problems.Add(
                        Problem.Error(ProblemCodes.UnsupportedOption, "'hooks' are code of the program, which runs only under pulumi.") with
                        {
                            Path = path,
                            Location = location,
                        }
                    );
                    break;
                case { } option when !Harmless.Contains(option):
                    problems.Add(
                        Problem.Error(
                            ProblemCodes.UnknownProperty,
                            $"there is no resource option '{option}'.{NameHints.DidYouMean(option, Known)}"
                        ) with
                        {
                            Path = path,
                            Location = location,
                        }
                    );
                    break;
            }
        }
    }

    /// <summary>Resources that come first.</summary>
    public ImmutableArray<ResourceReference> DependsOn { get; } = [];

    /// <summary>An explicit provider.</summary>
    public ResourceReference? Provider { get; }

    private IEnumerable<ResourceReference> References(YamlNode node, string path, List<Problem> problems)
    {
        foreach (var item in node is YamlSequenceNode sequence ? sequence.Children : (IEnumerable<YamlNode>)[node])
        {
            var location = YamlText.Place(_file, item.Start);
            if (item is YamlScalarNode { Value: { } text } && Reference().Match(text) is { Success: true } match)
            {
                yield return new ResourceReference(match.Groups[1].Value, location);
            }
            else
            {
                problems.Add(
                    Problem.Error(ProblemCodes.InvalidValue, "must name a resource as ${name}.") with
                    {
                        Path = path,
                        Location = location,
                    }
                );
            }
        }
    }

    [GeneratedRegex(@"\A\$\{\s*([^{}.\s]+)\s*\}\z")]
    private static partial Regex Reference();
}
