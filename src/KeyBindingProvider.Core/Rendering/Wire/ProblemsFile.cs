namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>Problems and nothing else.</summary>
internal sealed record ProblemsFile() : JsonFile("problems")
{
    public required IReadOnlyList<ProblemFields> Problems { get; init; }
}
