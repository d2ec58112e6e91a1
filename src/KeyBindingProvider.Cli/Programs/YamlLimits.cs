using KeyBindingProvider.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>Loads untrusted YAML within bounds: what is too large, too deep or not YAML at all is a located problem, never a crash.</summary>
internal static class YamlLimits
{
    private const long LargestFile = 8 << 20;
    private const int Deepest = 64;

    /// <summary>The document's root, or the problem that keeps it from being read.</summary>
    public static (YamlMappingNode? Root, Problem? Problem) Load(string path)
    {
        string text;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
            {
                return (
                    null,
                    Problem.Error(
                        ProblemCodes.NoProgram,
                        Directory.Exists(path) ? $"{path} is a folder, not a program." : $"There is no file {path}."
                    )
                );
            }

            if (file.Length > LargestFile)
            {
                return (
                    null,
                    Problem.Error(ProblemCodes.NoProgram, $"{path} has {file.Length} bytes; programs of up to {LargestFile} are read.") with
                    {
                        Remedy = "Split the program.",
                    }
                );
            }

            text = File.ReadAllText(path);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, Problem.Error(ProblemCodes.NoProgram, $"{path} cannot be read: {exception.Message}"));
        }

        try
        {
            CheckDepth(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents switch
            {
                [{ RootNode: YamlMappingNode root }] => (root, null),
                [] => (null, At(path, Mark.Empty, "The program is empty.")),
                [var only] => (null, At(path, only.RootNode.Start, "The program must be a mapping with name, runtime and resources.")),
                _ => (null, At(path, stream.Documents[1].RootNode.Start, "A program is one YAML document; this is a second one.")),
            };
        }
        catch (YamlException exception)
        {
            return (null, At(path, exception.Start, exception.Message));
        }
    }

    /// <summary>Where a node stands, with the path as it was typed: <c>infra/Pulumi.yaml:12:7</c>.</summary>
    public static string Place(string path, Mark mark) => $"{path}:{mark.Line}:{mark.Column}";

    /// <summary>Counts nesting on the flat stream of events, before anything recursive sees the document.</summary>
    private static void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth +=
                parser.Current is MappingStart or SequenceStart ? 1
                : parser.Current is MappingEnd or SequenceEnd ? -1
                : 0;
            if (depth > Deepest)
            {
                throw new YamlException(parser.Current!.Start, parser.Current.End, $"Nested more than {Deepest} deep.");
            }
        }
    }

    private static Problem At(string path, Mark mark, string message) =>
        Problem.Error(ProblemCodes.Syntax, message) with
        {
            Location = Place(path, mark),
        };
}

/// <summary>Look-ups in a mapping.</summary>
internal static class YamlMappings
{
    /// <summary>The value of a key, or null.</summary>
    public static YamlNode? Find(this YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
}
