using System.Text;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Output;

/// <summary>The file that <c>audit --html</c> writes.</summary>
internal static class AuditPage
{
    private const string Option = "--html";

    /// <summary>Throws a <see cref="ProblemException"/> where no audit must be written: what stands there is none, or cannot be read.</summary>
    public static void CheckPlace(string path)
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
            var start = new char[AuditHtml.Start.Length];
            if (reader.ReadBlock(start) < start.Length || !start.AsSpan().SequenceEqual(AuditHtml.Start))
            {
                throw Unwritable($"{path} exists and is no audit; it is not written over.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable($"{path} exists and cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes it: whole or not at all, readable for its owner alone.</summary>
    public static void Write(string path, AuditDocument document)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(AuditHtml.Render(document)));
        try
        {
            WholeFile.Write(path, stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable($"{path} cannot be written: {exception.Message}");
        }
    }

    private static ProblemException Unwritable(string why) =>
        new(Problem.Error(ProblemCodes.AuditFileUnwritable, why) with { Path = Option });
}
