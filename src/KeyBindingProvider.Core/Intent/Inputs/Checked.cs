using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>What a check of inputs came to: the typed value with whatever was readable, and all problems.</summary>
/// <typeparam name="T">The typed value.</typeparam>
/// <param name="Value">What could be read; to be used only when <see cref="IsValid"/>.</param>
/// <param name="Problems">Every problem, in the order of the input.</param>
/// <param name="Unknowns">Paths of what is not known yet.</param>
public sealed record Checked<T>(T Value, ImmutableArray<Problem> Problems, ImmutableArray<string> Unknowns)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => Problems.All(problem => problem.Severity != Severity.Error);
}
