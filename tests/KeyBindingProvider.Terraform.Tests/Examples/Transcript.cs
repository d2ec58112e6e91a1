using System.Text;
using System.Text.RegularExpressions;

namespace KeyBindingProvider.Terraform.Tests.Examples;

/// <summary>One command of a document and what it prints, as the document shows it.</summary>
/// <param name="Line">Line of the command, from 1.</param>
/// <param name="Command">The command, for a shell.</param>
/// <param name="Output">Its output; a line of <c>…</c> stands for any lines, and <c>…</c> within a line for any text.</param>
internal sealed record TranscriptStep(int Line, string Command, string Output)
{
    /// <summary>Whether the command really printed what the document shows. White space at the ends does not count.</summary>
    public bool Matches(string printed) =>
        Regex.IsMatch(Plain(printed) + '\n', Pattern(), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(10));

    private static string Plain(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim();

    private string Pattern()
    {
        var pattern = new StringBuilder(@"\A");
        foreach (var line in Plain(Output).Split('\n'))
        {
            pattern.Append(line.Trim() == "…" ? @"(?:[^\n]*\n)*?" : string.Join("[^\n]*?", line.Split('…').Select(Regex.Escape)) + "\n");
        }

        return pattern.Append(@"\z").ToString();
    }
}

/// <summary>
/// The blocks of a document that are marked <c>console</c>: lines after <c>$ </c> are typed, the others are printed. A command that ends with a
/// backslash goes on in the next line.
/// </summary>
internal static class Transcript
{
    private const string Prompt = "$ ";

    public static IReadOnlyList<TranscriptStep> Read(string markdown)
    {
        var steps = new List<TranscriptStep>();
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at] != "```console")
            {
                continue;
            }

            for (at++; lines[at] != "```"; )
            {
                at = ReadStep(lines, at, steps);
            }
        }

        return steps;
    }

    private static int ReadStep(string[] lines, int at, List<TranscriptStep> steps)
    {
        var first = at;
        Assert.True(lines[at].StartsWith(Prompt, StringComparison.Ordinal), $"line {at + 1}: a console block begins with a command");
        var command = new StringBuilder(lines[at++][Prompt.Length..]);
        while (command.Length > 0 && command[^1] == '\\')
        {
            command.Length--;
            command.Append(lines[at++].TrimStart());
        }

        var output = new StringBuilder();
        while (lines[at] != "```" && !lines[at].StartsWith(Prompt, StringComparison.Ordinal))
        {
            output.Append(lines[at++]).Append('\n');
        }

        steps.Add(new TranscriptStep(first + 1, command.ToString(), output.ToString()));
        return at;
    }
}
