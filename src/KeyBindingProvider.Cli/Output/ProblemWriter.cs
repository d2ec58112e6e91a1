using KeyBindingProvider.Core;

namespace KeyBindingProvider.Cli.Output;

/// <summary>Shows problems to a person: all at once, errors first, each with its way out.</summary>
internal static class ProblemWriter
{
    public static void Write(TextWriter writer, IEnumerable<Problem> problems)
    {
        foreach (var problem in problems.OrderByDescending(problem => problem.Severity))
        {
            writer.WriteLine(ProblemText.Of(problem));
        }
    }
}
