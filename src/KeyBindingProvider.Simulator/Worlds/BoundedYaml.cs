using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>
/// The one loader of YAML here: size, depth and number of values have bounds, an alias counts as what it stands for, and what goes beyond is an error with its
/// place. The document's events are measured first; only what passed is loaded, which recurses.
/// </summary>
internal static class BoundedYaml
{
    public const int MostCharacters = 8 << 20;
    private const int MostLevels = 64;
    private const int MostValues = 500_000;

    /// <summary>The root of the one document of a text.</summary>
    public static YamlNode Parse(string yaml)
    {
        if (yaml.Length > MostCharacters)
        {
            throw new SimulatorFileException($"the text has more than {MostCharacters} characters", 0, 0);
        }

        var stream = new YamlStream();
        try
        {
            Measure(new Parser(new StringReader(yaml)));
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException problem)
        {
            var message = problem.InnerException?.Message ?? problem.Message;
            throw new SimulatorFileException(message, problem.Start.Line, problem.Start.Column);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            // Whatever else the library trips over.
            throw new SimulatorFileException("this is no YAML document that can be read", 0, 0);
        }

        return stream.Documents.Count == 1
            ? stream.Documents[0].RootNode
            : throw new SimulatorFileException($"one YAML document is wanted, not {stream.Documents.Count}", 0, 0);
    }

    /// <summary>The text of a file or a device, which has no length to ask for, up to the bound.</summary>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path);
        var text = new char[MostCharacters + 1];
        var length = await reader.ReadBlockAsync(text, cancellationToken);
        return length <= MostCharacters
            ? new string(text, 0, length)
            : throw new SimulatorFileException($"the file has more than {MostCharacters} characters", 0, 0);
    }

    private static void Measure(Parser parser)
    {
        var around = new Stack<Node>();
        var finished = new Dictionary<string, Node>(StringComparer.Ordinal);
        while (MoveNext(parser))
        {
            switch (parser.Current!)
            {
                case NodeEvent start and (MappingStart or SequenceStart):
                    RefuseAsName(start, around);
                    around.Push(new Node(start));
                    Bound(around.Count, 0, start);
                    _ = !start.Anchor.IsEmpty && finished.Remove(start.Anchor.Value);
                    break;
                case MappingEnd or SequenceEnd:
                    var ended = around.Pop();
                    if (ended.Start is MappingStart && ended.Children % 2 != 0)
                    {
                        throw At(ended.Start, "in this mapping a name has no value");
                    }

                    Finish(ended, around, finished);
                    break;
                case Scalar { Tag.IsEmpty: false } tagged when IsName(around):
                    throw At(tagged, "a name must have no tag");
                case Scalar scalar:
                    Finish(new Node(scalar) { Levels = 0 }, around, finished);
                    break;
                case AnchorAlias alias:
                    RefuseAsName(alias, around);
                    Put(
                        finished.GetValueOrDefault(alias.Value.Value)
                            ?? throw At(alias, $"*{alias.Value.Value} repeats nothing that ends before it"),
                        alias,
                        around
                    );
                    break;
            }
        }
    }

    /// <summary>The parser has faults of its own: whatever it trips over is no YAML, after the last place that was.</summary>
    private static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception fault) when (fault is not (YamlException or OutOfMemoryException))
        {
            var (start, end) = parser.Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "what follows here is no YAML");
        }
    }

    private static void Finish(Node node, Stack<Node> around, Dictionary<string, Node> finished)
    {
        if (!node.Start.Anchor.IsEmpty)
        {
            finished[node.Start.Anchor.Value] = node;
        }

        Put(node, node.Start, around);
    }

    private static void Put(Node node, ParsingEvent at, Stack<Node> around)
    {
        if (around.TryPeek(out var parent))
        {
            parent.Children++;
            parent.Values += node.Values;
            parent.Levels = Math.Max(parent.Levels, node.Levels + 1);
            Bound(around.Count + node.Levels, parent.Values, at);
        }
    }

    private static void Bound(int levels, int values, ParsingEvent at)
    {
        if (levels > MostLevels)
        {
            throw At(at, $"nested more than {MostLevels} deep");
        }

        if (values > MostValues)
        {
            throw At(at, $"the text stands for more than {MostValues} values");
        }
    }

    private static void RefuseAsName(ParsingEvent node, Stack<Node> around)
    {
        if (IsName(around))
        {
            throw At(node, "a name must be plain text");
        }
    }

    /// <summary>Whether what comes now is the name of a value.</summary>
    private static bool IsName(Stack<Node> around) =>
        around.TryPeek(out var parent) && parent.Start is MappingStart && parent.Children % 2 == 0;

    private static YamlException At(ParsingEvent place, string problem) => new(place.Start, place.End, problem);

    private sealed class Node(NodeEvent start)
    {
        public NodeEvent Start { get; } = start;

        public int Children { get; set; }

        public int Values { get; set; } = 1;

        public int Levels { get; set; } = 1;
    }
}
