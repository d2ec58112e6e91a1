using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>Checks the names that a program gives to its parts: what nobody knows is an error with what was probably meant, for it would be dropped.</summary>
internal sealed class ProgramNames(string path, List<Problem> problems)
{
    private const string Type = "type";
    private const string Get = "get";

    /// <summary>Parts of a project file and of a program.</summary>
    private static readonly string[] Top =
    [
        "name",
        "runtime",
        "description",
        "config",
        "configuration",
        "variables",
        "resources",
        "outputs",
        "components",
        "plugins",
        "packages",
        "options",
        "pulumi",
        "author",
        "website",
        "license",
        "main",
        "stackConfigDir",
        "backend",
        "template",
        "requiredPulumiVersion",
    ];

    private static readonly string[] Blocks = ["config", "configuration", "variables", "resources"];
    private static readonly string[] OfResource = [Type, "name", "defaultProvider", "properties", "options", Get];

    /// <summary>Checks the names at the top. Those that begin with <c>x-</c> or a dot are kept free for anchors.</summary>
    public void CheckTop(YamlMappingNode root)
    {
        foreach (var key in root.Names())
        {
            var name = key.Value ?? "";
            if (!Top.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal) && !name.StartsWith('.'))
            {
                Add(ProblemCodes.UnknownProperty, $"a program has no '{name}'.{Hint(name, Top)}", name, key.Start);
            }
        }

        foreach (var block in Blocks)
        {
            if (root.Find(block) is { } node and not (YamlMappingNode or YamlScalarNode { Value: null or "" or "~" or "null" }))
            {
                Add(ProblemCodes.InvalidValue, "must be a mapping by name.", block, node.Start);
            }
        }

        if (root.Find("main") is { } main)
        {
            Add(
                ProblemCodes.UnsupportedOption,
                "'main' leads to another folder, and is not followed here.",
                "main",
                main.Start,
                "Name the program there with -f."
            );
        }
    }

    /// <summary>Checks the names in a resource of ours. Answers whether its type was probably written in another way.</summary>
    public bool CheckResource(string resource, YamlMappingNode mapping)
    {
        var isType = false;
        foreach (var key in mapping.Names())
        {
            var name = key.Value ?? "";
            if (name == Get)
            {
                Add(
                    ProblemCodes.UnsupportedOption,
                    "'get' reads a resource from an engine's state, and there is none here.",
                    $"resources.{resource}.{name}",
                    key.Start
                );
            }
            else if (!OfResource.Contains(name))
            {
                isType |= NameHints.Closest(name, OfResource) == Type;
                Add(
                    ProblemCodes.UnknownProperty,
                    $"a resource has no '{name}'.{Hint(name, OfResource)}",
                    $"resources.{resource}.{name}",
                    key.Start
                );
            }
        }

        return isType;
    }

    private static string Hint(string name, string[] known) =>
        NameHints.DidYouMean(name, known) is { Length: > 0 } hint ? hint : $" Known here: {string.Join(", ", known)}.";

    private void Add(ProblemCode code, string message, string where, Mark mark, string remedy = "") =>
        problems.Add(Problem.Error(code, message) with { Path = where, Location = YamlText.Place(path, mark), Remedy = remedy });
}
