namespace KeyBindingProvider.Core.Problems;

/// <summary>Carries problems out of a place that cannot return them. Its text is fit for a user.</summary>
public sealed class ProblemException(params IReadOnlyList<Problem> problems)
    : Exception(string.Join("\n", problems.Select(problem => problem.Message)))
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
