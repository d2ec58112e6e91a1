using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace KeyBindingProvider.Cli.Tests;

/// <summary>
/// Outputs that a person has read and found good, kept as files. <c>UPDATE_GOLDEN=1 dotnet test</c> writes them anew; what changed is then for a
/// person to read in the diff.
/// </summary>
internal static partial class Golden
{
    /// <summary>Whether they are to be written anew.</summary>
    public static bool IsUpdate { get; } = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Compares with <c>Golden/name</c> beside the test.</summary>
    public static void IsFile(string name, string actual, [CallerFilePath] string caller = "")
    {
        actual = WithoutRequestIds(actual);
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (IsUpdate)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{name} does not exist; UPDATE_GOLDEN=1 writes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>Compares with the part of a document between <c>&lt;!-- name: begin … --&gt;</c> and <c>&lt;!-- name: end --&gt;</c>.</summary>
    public static void IsPartOf(string document, string name, string actual)
    {
        actual = WithoutRequestIds(actual);
        var text = Repository.Read(document);
        var begin = text.IndexOf($"<!-- {name}: begin", StringComparison.Ordinal);
        var end = text.IndexOf($"<!-- {name}: end -->", StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{document} has no part '{name}'.");
        begin = text.IndexOf("-->\n", begin, StringComparison.Ordinal) + 4;
        if (IsUpdate)
        {
            File.WriteAllText(Repository.PathOf(document), text[..begin] + actual + text[end..]);
            return;
        }

        Assert.Equal(text[begin..end], actual);
    }

    /// <summary>Ids of requests depend on how many calls came before.</summary>
    private static string WithoutRequestIds(string text) => RequestId().Replace(text, "28c1d1d4-0000-0000-0000-000000000000");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RequestId();
}
