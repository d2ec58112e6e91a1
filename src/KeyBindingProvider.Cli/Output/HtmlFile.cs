using System.Text;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cli.Output;

/// <summary>A page that <c>--html</c> writes: whole or not at all, readable for its owner alone, never over a file that is none of its kind.</summary>
/// <param name="Start">What every such file begins with.</param>
/// <param name="Noun">What it is called.</param>
/// <param name="Code">The problem of one that cannot be written.</param>
internal sealed record HtmlFile(string Start, string Noun, ProblemCode Code)
{
    /// <summary>The option that names it.</summary>
    public const string Option = "--html";

    /// <summary>Throws a <see cref="ProblemException"/> where none must be written: what stands there is none, or cannot be read.</summary>
    public void CheckPlace(string path)
    {
        if (Directory.Exists(path))
        {
            throw Unwritable($"{path} is a folder.");
        }

        if (Directory.GetParent(Path.GetFullPath(path)) is { Exists: false })
        {
            throw Unwritable($"{path} would lie in a folder that does not exist.");
        }

        if (!File.Exists(path))
        {
            return;
        }

        try
        {
            using var reader = new StreamReader(path, Encoding.UTF8);
            var start = new char[Start.Length];
            if (reader.ReadBlock(start) < start.Length || !start.AsSpan().SequenceEqual(Start))
            {
                throw Unwritable($"{path} exists and is no {Noun}; it is not written over.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable($"{path} exists and cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(string path, string page)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(page));
        try
        {
            WholeFile.Write(path, stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable($"{path} cannot be written: {exception.Message}");
        }
    }

    private ProblemException Unwritable(string why) => new(Problem.Error(Code, why) with { Path = Option });
}
