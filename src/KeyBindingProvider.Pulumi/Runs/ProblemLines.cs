using System.Text;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>Problems as the engine shows them: it says "error" or "warning" itself.</summary>
internal static class ProblemLines
{
    /// <summary>Longer texts than this are no help, and have to travel in a header.</summary>
    public const int Longest = 6000;

    /// <summary><c>KB3001: message</c>, then the way out on a line of its own.</summary>
    public static string Of(Problem problem) => $"{Line(problem)}\n  -> {PlainText.Escape(problem.EffectiveRemedy)}";

    /// <summary>The first line alone.</summary>
    public static string Line(Problem problem)
    {
        var path = problem.Path.Length == 0 ? "" : $" {PlainText.Escape(problem.Path.TrimStart('.'))}";
        return $"{problem.Code}{path}: {PlainText.Escape(problem.Message.ReplaceLineEndings(" "))}";
    }

    /// <summary>All of them, as far as they fit; the rest is counted.</summary>
    public static string Of(IReadOnlyCollection<Problem> problems)
    {
        var text = new StringBuilder();
        var shown = 0;
        foreach (var problem in problems)
        {
            var lines = Of(problem);
            if (shown > 0 && text.Length + lines.Length > Longest)
            {
                text.Append($"\nand {problems.Count - shown} more");
                break;
            }

            text.Append(shown++ == 0 ? "" : "\n").Append(lines);
        }

        return text.ToString();
    }
}
