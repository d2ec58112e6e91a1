using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>
/// Reads the resources of our types from a Pulumi YAML program (rule <c>program-in-yaml</c>). Resources of other packages are passed over, unless
/// something of ours refers to them. Finds all problems in one go.
/// </summary>
internal sealed class ProgramReader
{
    private const string ProviderToken = "pulumi:providers:" + ResourceKinds.Package;

    private readonly string _path;
    private readonly List<Problem> _problems = [];
    private readonly ConfigScope _scope;
    private readonly NodeReader _reader;
    private readonly Dictionary<string, ProviderInput> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceNode> _ours = new(StringComparer.Ordinal);
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);
    private ProviderInput _default = ProviderInput.None;

    private ProgramReader(string path)
    {
        _path = path;
        _scope = new ConfigScope(path, _problems);
        _reader = new NodeReader(path, _scope, _problems);
    }

    /// <summary>The program, or null and every problem that was found.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">Values from the command line, by key.</param>
    public static (BindingProgram? Program, IReadOnlyList<Problem> Problems) Read(string path, IReadOnlyDictionary<string, string> config)
    {
        var (root, problem) = YamlLimits.Load(path);
        if (root is null)
        {
            return (null, [problem!]);
        }

        var reader = new ProgramReader(path);
        var program = reader.Read(root, config);
        return reader._problems.Exists(found => found.Severity == Severity.Error) ? (null, reader._problems) : (program, reader._problems);
    }

    private BindingProgram Read(YamlMappingNode root, IReadOnlyDictionary<string, string> config)
    {
        foreach (var (name, node, _) in Children(root, "config").Concat(Children(root, "configuration")))
        {
            _scope.Declare(name, node);
        }

        foreach (var (name, value) in config)
        {
            _scope.Override(name, value);
        }

        foreach (var (name, node, _) in Children(root, "variables"))
        {
            _scope.DeclareVariable(name, node);
        }

        var defaults = _scope.Namespace(ResourceKinds.Package).Select(entry => DefaultEntry(entry.Name, entry.Value)).ToArray();
        _default = ReadProvider(
            new InputValue.Map([.. defaults]) { Location = defaults.FirstOrDefault()?.Location ?? "" },
            $"config.{ResourceKinds.Package}"
        );
        foreach (var (name, node, place) in Children(root, "resources"))
        {
            Classify(name, node, place);
        }

        var resources = ImmutableArray.CreateBuilder<DeclaredResource>();
        foreach (var (name, resource) in _ours)
        {
            if (ReadResource(name, resource) is { } declared)
            {
                resources.Add(declared);
            }
        }

        if (_ours.Count == 0 && _problems.Count == 0)
        {
            Add(
                ProblemCodes.NothingDeclared,
                "The program declares no resource of type keybinding:….",
                "resources",
                YamlLimits.Place(_path, root.Start)
            );
        }

        FindCircles();
        return new BindingProgram(Scalar(root, "name")?.Value ?? Path.GetFileNameWithoutExtension(_path), resources.ToImmutable());
    }

    private InputEntry DefaultEntry(string name, ConfigValue value)
    {
        var key = $"{ResourceKinds.Package}:{name}";
        return new InputEntry(name, _scope.Resolve(key, value.Location, $"config.{key}", _reader), value.Location);
    }

    /// <summary>Tells ours, our providers and the others apart; providers are read first because resources need their policy.</summary>
    private void Classify(string name, YamlNode node, string place)
    {
        if (node is not YamlMappingNode mapping)
        {
            Add(
                ProblemCodes.InvalidValue,
                "must be a mapping with type and properties.",
                $"resources.{name}",
                YamlLimits.Place(_path, node.Start)
            );
            return;
        }

        var type = Scalar(mapping, "type");
        if (type is null)
        {
            Add(ProblemCodes.MissingProperty, "'type' is required.", $"resources.{name}", YamlLimits.Place(_path, mapping.Start));
        }
        else if (type.Value == ProviderToken)
        {
            var input = ReadProvider(Properties(mapping, name), $"resources.{name}.properties");
            _providers[name] = input;
            _default = Scalar(mapping, "defaultProvider")?.Value == "true" ? input : _default;
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
                YamlLimits.Place(_path, type.Start)
            );
        }
        else
        {
            _others.Add(name);
        }
    }

    private ProviderInput ReadProvider(InputValue properties, string path)
    {
        var input = ProviderCheck.Check(properties, path, Spelling.Camel);
        _problems.AddRange(input.Problems);
        return input.Value;
    }

    private DeclaredResource? ReadResource(string name, ResourceNode resource)
    {
        var mapping = resource.Node;
        foreach (var key in mapping.Children.Keys.OfType<YamlScalarNode>())
        {
            if (key.Value == "get")
            {
                Add(
                    ProblemCodes.UnsupportedOption,
                    "'get' reads a resource from an engine's state, and there is none here.",
                    $"resources.{name}.get",
                    YamlLimits.Place(_path, key.Start)
                );
            }
            else if (key.Value is not ("type" or "properties" or "options" or "defaultProvider" or "name"))
            {
                Add(
                    ProblemCodes.UnknownProperty,
                    $"a resource has no '{key.Value}'.",
                    $"resources.{name}.{key.Value}",
                    YamlLimits.Place(_path, key.Start)
                );
            }
        }

        var options = new ResourceOptions(_path, name, mapping, _problems);
        var provider = ProviderOf(name, options);
        var dependsOn = options
            .DependsOn.Where(reference => IsOurs(reference, $"resources.{name}.options.dependsOn"))
            .Select(reference => reference.Name);
        var input = ResourceCheck.Check(
            name,
            resource.Kind,
            Properties(mapping, name),
            $"resources.{name}.properties",
            Spelling.Camel,
            provider.ChangePolicy
        );
        _problems.AddRange(input.Problems);
        return new DeclaredResource(input.Value, provider, [.. dependsOn.Distinct()], resource.Place);
    }

    private ProviderInput ProviderOf(string name, ResourceOptions options)
    {
        if (options.Provider is not { } reference)
        {
            return _default;
        }

        if (_providers.TryGetValue(reference.Name, out var provider))
        {
            return provider;
        }

        Add(
            ProblemCodes.Unresolvable,
            $"'{reference.Name}' is not a provider of type {ProviderToken}.",
            $"resources.{name}.options.provider",
            reference.Location,
            "Name a provider resource of this program, or remove the option."
        );
        return _default;
    }

    private bool IsOurs(ResourceReference reference, string path)
    {
        if (_ours.ContainsKey(reference.Name))
        {
            return true;
        }

        Add(
            ProblemCodes.Unresolvable,
            _others.Contains(reference.Name)
                ? $"'{reference.Name}' is a resource of another package and does not exist without pulumi."
                : $"there is no resource '{reference.Name}'.{NameHints.DidYouMean(reference.Name, _ours.Keys)}",
            path,
            reference.Location,
            "Name a keybinding resource of this program, or remove the reference."
        );
        return false;
    }

    private void FindCircles()
    {
        var dependsOn = _ours.ToDictionary(
            resource => resource.Key,
            resource =>
                new ResourceOptions(_path, resource.Key, resource.Value.Node, [])
                    .DependsOn.Select(reference => reference.Name)
                    .Where(_ours.ContainsKey)
                    .ToArray(),
            StringComparer.Ordinal
        );
        foreach (var name in _ours.Keys.Where(start => Reaches(start, start, dependsOn, [])))
        {
            Add(
                ProblemCodes.Contradiction,
                "waits for itself, by way of what it depends on.",
                $"resources.{name}.options.dependsOn",
                _ours[name].Place,
                "Take one dependsOn out of the circle."
            );
        }
    }

    private static bool Reaches(string from, string goal, Dictionary<string, string[]> dependsOn, HashSet<string> seen) =>
        dependsOn[from].Any(next => next == goal || (seen.Add(next) && Reaches(next, goal, dependsOn, seen)));

    private InputValue Properties(YamlMappingNode mapping, string name) =>
        mapping.Children.TryGetValue(new YamlScalarNode("properties"), out var node)
            ? _reader.Read(node, $"resources.{name}.properties")
            : new InputValue.Map([]) { Location = YamlLimits.Place(_path, mapping.Start) };

    private IEnumerable<(string Name, YamlNode Node, string Place)> Children(YamlMappingNode root, string block) =>
        root.Children.TryGetValue(new YamlScalarNode(block), out var node) && node is YamlMappingNode mapping
            ? mapping
                .Children.Where(child => child.Key is YamlScalarNode)
                .Select(child => (((YamlScalarNode)child.Key).Value ?? "", child.Value, YamlLimits.Place(_path, child.Key.Start)))
            : [];

    private static YamlScalarNode? Scalar(YamlMappingNode mapping, string name) => mapping.Find(name) as YamlScalarNode;

    private void Add(ProblemCode code, string message, string path, string location, string remedy = "") =>
        _problems.Add(Problem.Error(code, message) with { Path = path, Location = location, Remedy = remedy });

    private sealed record ResourceNode(ResourceKind Kind, YamlMappingNode Node, string Place);
}
