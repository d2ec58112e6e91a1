using System.Globalization;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Output;

/// <summary>Shows problems to a person: all at once, errors first, in the order of the program, each with its way out.</summary>
internal static class ProblemWriter
{
    public static void Write(TextWriter writer, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems.OrderByDescending(problem => problem.Severity).ThenBy(LineAndColumn))
        {
            writer.WriteLine(ProblemText.Of(problem));
        }
    }

    /// <summary>What has no place comes last.</summary>
    private static (int Line, int Column) LineAndColumn(Problem problem) =>
        problem.Location.Split(':') is [.., var line, var column]
        && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var lineNumber)
        && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var columnNumber)
            ? (lineNumber, columnNumber)
            : (int.MaxValue, 0);
}
