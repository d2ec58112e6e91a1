using System.Text;
using KeyBindingProvider.Core.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>The one loader of untrusted YAML: what is too large, too deep, circular or not YAML at all is a located problem, never a crash.</summary>
internal static class YamlText
{
    /// <summary>Bytes of a file, and characters of a value on the command line.</summary>
    public const int Largest = 8 << 20;

    /// <summary>The root of a program, or the problem that keeps it from being read.</summary>
    public static (YamlMappingNode? Root, Problem? Problem) Load(string path)
    {
        string text;
        try
        {
            if (Directory.Exists(path))
            {
                return (null, Unreadable($"{path} is a folder, not a program."));
            }

            if (!File.Exists(path))
            {
                return (null, Unreadable($"There is no file {path}."));
            }

            if (BoundedFile.Read(path, Largest) is not { } read)
            {
                return (
                    null,
                    Unreadable($"{path} has more than {Largest} bytes, the most that is read.") with
                    {
                        Remedy = "Split the program.",
                    }
                );
            }

            using var reader = new StreamReader(new MemoryStream(read), Encoding.UTF8);
            text = reader.ReadToEnd();
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, Unreadable($"{path} cannot be read: {exception.Message}"));
        }

        return RootOf(text, path);
    }

    /// <summary>The root of a program that stands in a text, or the problem that keeps it from being read.</summary>
    public static (YamlMappingNode? Root, Problem? Problem) RootOf(string text, string source) =>
        Parse(text, source) switch
        {
            ({ } problem, _) => (null, problem),
            (_, [{ RootNode: YamlMappingNode root }]) => (root, null),
            (_, []) => (null, At(source, Mark.Empty, "The program is empty.")),
            (_, [var only]) => (null, At(source, only.RootNode.Start, "The program must be a mapping with name, runtime and resources.")),
            (_, [_, var second, ..]) => (null, At(source, second.RootNode.Start, "A program is one YAML document; this is a second one.")),
        };

    /// <summary>Documents of a text, or the problem at its place in <paramref name="source"/>.</summary>
    public static (Problem? Problem, IList<YamlDocument> Documents) Parse(string text, string source)
    {
        if (text.Length > Largest)
        {
            return (At(source, Mark.Empty, $"The text has more than {Largest} characters."), []);
        }

        try
        {
            YamlBounds.Check(text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return (null, stream.Documents);
        }
        catch (YamlException exception)
        {
            return (At(source, exception.Start, exception.Message), []);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // Whatever else the library trips over.
            return (At(source, Mark.Empty, "This is no YAML that can be read."), []);
        }
    }

    /// <summary>Where a node stands, with the path as it was typed: <c>infra/Pulumi.yaml:12:7</c>.</summary>
    public static string Place(string path, Mark mark) => $"{path}:{mark.Line}:{mark.Column}";

    private static Problem Unreadable(string message) => Problem.Error(ProblemCodes.NoProgram, message);

    private static Problem At(string source, Mark mark, string message) =>
        Problem.Error(ProblemCodes.Syntax, message) with
        {
            Location = Place(source, mark),
        };
}

/// <summary>Look-ups in a mapping.</summary>
internal static class YamlMappings
{
    /// <summary>The value of a key, or null.</summary>
    public static YamlNode? Find(this YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    /// <summary>Its keys, all of which are texts: <see cref="YamlBounds"/> sees to it.</summary>
    public static IEnumerable<YamlScalarNode> Names(this YamlMappingNode mapping) => mapping.Children.Keys.OfType<YamlScalarNode>();
}
