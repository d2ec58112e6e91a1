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
internal sealed partial class ProgramReader
{
    private readonly string _path;
    private readonly List<Problem> _problems = [];
    private readonly ConfigScope _scope;
    private readonly NodeReader _reader;
    private readonly Dictionary<string, ProviderInput> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ResourceNode> _ours = new(StringComparer.Ordinal);
    private readonly ProgramNames _names;
    private readonly Dictionary<string, string[]> _dependsOn = new(StringComparer.Ordinal);
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>By the provider itself: two that say the same stand in two places.</summary>
    private readonly Dictionary<ProviderInput, PropertyPlace> _pinnedAt = new(ReferenceEqualityComparer.Instance);
    private ProviderInput _default = ProviderInput.None;

    private ProgramReader(string path)
    {
        _path = path;
        _scope = new ConfigScope(_problems);
        _names = new ProgramNames(path, _problems);
        _reader = new NodeReader(path, _scope, _problems);
    }

    /// <summary>The program, or null and every problem that was found.</summary>
    /// <param name="path">The file.</param>
    /// <param name="config">Values from the command line, by key.</param>
    public static (BindingProgram? Program, IReadOnlyList<Problem> Problems) Read(
        string path,
        IReadOnlyDictionary<string, string> config
    ) => Read(ProgramFiles.Load(path), config);

    /// <summary>The same of a program that <see cref="ProgramText"/> has written.</summary>
    /// <param name="text">The program.</param>
    /// <param name="source">Where it comes from, for problems.</param>
    public static (BindingProgram? Program, IReadOnlyList<Problem> Problems) ReadText(string text, string source) =>
        Read(ProgramFiles.Of(text, source), ImmutableDictionary<string, string>.Empty);

    private static (BindingProgram? Program, IReadOnlyList<Problem> Problems) Read(
        (ProgramFiles? Files, Problem? Problem) loaded,
        IReadOnlyDictionary<string, string> config
    )
    {
        if (loaded.Files is not { } files)
        {
            return (null, [loaded.Problem!]);
        }

        var reader = new ProgramReader(files.ProgramPath);
        var program = reader.Read(files, config);
        Problem[] problems = [.. reader._problems.Select(reader._scope.Hide)];
        return problems.Any(found => found.Severity == Severity.Error) ? (null, problems) : (program, problems);
    }

    private BindingProgram Read(ProgramFiles files, IReadOnlyDictionary<string, string> config)
    {
        var root = files.Program;
        var name = (Scalar(files.Project, "name") ?? Scalar(root, "name"))?.Value;
        _scope.Project = name ?? "";
        foreach (var (file, mapping) in files.All)
        {
            new ProgramNames(file, _problems).CheckTop(mapping);
            foreach (var block in new[] { "config", "configuration" })
            {
                foreach (var (key, node, _) in Children(mapping, block, file))
                {
                    _scope.Declare(key, node, file);
                }
            }
        }

        foreach (var (key, value) in config)
        {
            _scope.Override(key, value);
        }

        foreach (var (key, node, _) in Children(root, "variables", _path))
        {
            _scope.DeclareVariable(key, node, _path);
        }

        var defaults = _scope.Namespace(ResourceKinds.Package).Select(entry => DefaultEntry(entry.Name, entry.Value)).ToArray();
        _default = ReadProvider(
            new InputValue.Map([.. defaults]) { Location = defaults.FirstOrDefault()?.Location ?? "" },
            $"config.{ResourceKinds.Package}"
        );
        foreach (var (resource, node, place) in Children(root, "resources", _path))
        {
            Classify(resource, node, place);
        }

        var resources = ImmutableArray.CreateBuilder<DeclaredResource>();
        foreach (var (key, resource) in _ours)
        {
            resources.Add(ReadResource(key, resource));
        }

        _scope.FindStrayOverrides();

        if (_ours.Count == 0 && _problems.Count == 0)
        {
            Add(
                ProblemCodes.NothingDeclared,
                "The program declares no resource of type keybinding:….",
                "resources",
                YamlText.Place(_path, root.Start)
            );
        }

        FindCircles();
        return new BindingProgram(name ?? Path.GetFileNameWithoutExtension(_path), resources.ToImmutable());
    }

    private InputEntry DefaultEntry(string name, ConfigValue value)
    {
        var key = $"{ResourceKinds.Package}:{name}";
        return new InputEntry(name, _scope.Resolve(key, value.Location, $"config.{key}", _reader), value.Location);
    }

    private ProviderInput ReadProvider(InputValue properties, string path)
    {
        var input = ProviderCheck.Check(properties, path, Spelling.Camel);
        _problems.AddRange(input.Problems);
        var pinned = PropertyNames.PinnedKeys.Camel;
        _pinnedAt[input.Value] = new PropertyPlace(
            $"{path}.{pinned}",
            (properties as InputValue.Map)?.Entries.FirstOrDefault(entry => entry.Name == pinned)?.Location ?? ""
        );
        return input.Value;
    }

    private DeclaredResource ReadResource(string name, ResourceNode resource)
    {
        var mapping = resource.Node;
        _names.CheckResource(name, mapping);
        if (mapping.Find(DefaultProvider) is { } flag)
        {
            Add(
                ProblemCodes.UnknownProperty,
                $"only a provider has '{DefaultProvider}'.",
                $"resources.{name}.{DefaultProvider}",
                YamlText.Place(_path, flag.Start)
            );
        }

        var options = new ResourceOptions(_path, name, mapping, _problems);
        var provider = ProviderOf(name, options);
        var dependsOn = options
            .DependsOn.Where(reference => IsOurs(reference, $"resources.{name}.options.dependsOn"))
            .Select(reference => reference.Name)
            .Distinct()
            .ToArray();
        _dependsOn[name] = dependsOn;
        var input = ResourceCheck.Check(
            name,
            resource.Kind,
            Properties(mapping, name),
            $"resources.{name}.properties",
            Spelling.Camel,
            provider.ChangePolicy
        );
        _problems.AddRange(input.Problems);
        return new DeclaredResource(input.Value, provider, [.. dependsOn], resource.Place) { PinnedAt = _pinnedAt[provider] };
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
        foreach (var name in Circles.Members(_dependsOn))
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

    private InputValue Properties(YamlMappingNode mapping, string name) =>
        mapping.Children.TryGetValue(new YamlScalarNode("properties"), out var node)
            ? _reader.Read(node, $"resources.{name}.properties")
            : new InputValue.Map([]) { Location = YamlText.Place(_path, mapping.Start) };

    private static IEnumerable<(string Name, YamlNode Node, string Place)> Children(YamlMappingNode root, string block, string file) =>
        root.Find(block) is YamlMappingNode mapping
            ? mapping
                .Children.Where(child => child.Key is YamlScalarNode)
                .Select(child => (((YamlScalarNode)child.Key).Value ?? "", child.Value, YamlText.Place(file, child.Key.Start)))
            : [];

    private static YamlScalarNode? Scalar(YamlMappingNode mapping, string name) => mapping.Find(name) as YamlScalarNode;

    private void Add(ProblemCode code, string message, string path, string location, string remedy = "") =>
        _problems.Add(Problem.Error(code, message) with { Path = path, Location = location, Remedy = remedy });

    private sealed record ResourceNode(ResourceKind Kind, YamlMappingNode Node, string Place);
}
