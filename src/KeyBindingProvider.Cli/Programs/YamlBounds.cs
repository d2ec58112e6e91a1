using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>
/// Walks the flat stream of a document's events before anything recursive sees it: depth and number of values, with every alias counted as what it stands
/// for. What passes has no circle, and is as deep and as large as said here however it is walked.
/// </summary>
internal sealed class YamlBounds
{
    /// <summary>Levels of lists and mappings.</summary>
    public const int Deepest = 64;

    /// <summary>Values, aliases expanded.</summary>
    public const int MostValues = 500_000;

    private readonly Dictionary<string, Extent> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<Open> _open = new();

    /// <summary>Throws a <see cref="YamlException"/> at the first place that goes beyond a bound, or that is no YAML.</summary>
    public static void Check(string text)
    {
        var bounds = new YamlBounds();
        var parser = new Parser(new StringReader(text));
        while (MoveNext(parser))
        {
            bounds.See(parser.Current!);
        }
    }

    /// <summary>The parser has faults of its own: whatever it trips over is no YAML, after the last place that was.</summary>
    private static bool MoveNext(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception exception) when (exception is not (YamlException or OutOfMemoryException))
        {
            var (start, end) = parser.Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "What follows here is no YAML.", exception);
        }
    }

    private void See(ParsingEvent current)
    {
        switch (current)
        {
            case DocumentStart:
                _anchors.Clear();
                break;
            case AnchorAlias alias:
                Add(Target(alias), current);
                break;
            case Scalar scalar:
                RefuseTagOfName(scalar);
                Name(scalar, Extent.Of(1));
                Add(Extent.Of(1), current);
                break;
            case MappingStart or SequenceStart:
                Begin((NodeEvent)current);
                break;
            case MappingEnd or SequenceEnd:
                var closed = _open.Pop();
                if (closed.Start is MappingStart && !closed.IsAtKey)
                {
                    throw At(closed.Start, "In this mapping a name has no value.");
                }

                Name(closed.Start, closed.Extent);
                Add(closed.Extent, closed.Start);
                break;
        }
    }

    private void Begin(NodeEvent start)
    {
        if (_open.TryPeek(out var around) && around.IsAtKey)
        {
            throw At(start, "The name of a value must be a text.");
        }

        _open.Push(new Open(start));
        if (_open.Count > Deepest)
        {
            throw At(start, $"Nested more than {Deepest} deep.");
        }

        if (!start.Anchor.IsEmpty)
        {
            // An alias inside means this one, whatever had the name before.
            _anchors.Remove(start.Anchor.Value);
        }
    }

    /// <summary>With a tag it would be another name, and nothing would find it.</summary>
    private void RefuseTagOfName(Scalar scalar)
    {
        if (!scalar.Tag.IsEmpty && _open.TryPeek(out var around) && around.IsAtKey)
        {
            throw At(scalar, "The name of a value must have no tag.");
        }
    }

    private void Name(NodeEvent node, Extent extent)
    {
        if (!node.Anchor.IsEmpty)
        {
            _anchors[node.Anchor.Value] = extent;
        }
    }

    private Extent Target(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        if (_open.TryPeek(out var around) && around.IsAtKey)
        {
            throw At(alias, "The name of a value must be a text.");
        }

        return _anchors.TryGetValue(name, out var target) ? target
            : _open.Any(open => !open.Start.Anchor.IsEmpty && open.Start.Anchor.Value == name)
                ? throw At(alias, $"*{name} stands inside of what it repeats.")
            : throw At(alias, "An alias, and there is no anchor of its name before this. A text that begins with * needs quotes.");
    }

    private void Add(Extent extent, ParsingEvent at)
    {
        if (!_open.TryPeek(out var around))
        {
            return;
        }

        around.Take(extent);
        if (_open.Count + extent.Depth > Deepest)
        {
            throw At(at, $"Nested more than {Deepest} deep.");
        }

        if (around.Extent.Values > MostValues)
        {
            throw At(at, $"The text stands for more than {MostValues} values.");
        }
    }

    private static YamlException At(ParsingEvent place, string message) => new(place.Start, place.End, message);

    /// <summary>How much a node is, with its aliases expanded.</summary>
    private readonly record struct Extent(int Values, int Depth)
    {
        public static Extent Of(int values) => new(values, 0);
    }

    private sealed class Open(NodeEvent start)
    {
        private int _children;

        public NodeEvent Start { get; } = start;

        public Extent Extent { get; private set; } = new(1, 1);

        /// <summary>Whether the next child is the name of a value.</summary>
        public bool IsAtKey => Start is MappingStart && _children % 2 == 0;

        public void Take(Extent child)
        {
            _children++;
            Extent = new Extent(Extent.Values + child.Values, Math.Max(Extent.Depth, child.Depth + 1));
        }
    }
}
