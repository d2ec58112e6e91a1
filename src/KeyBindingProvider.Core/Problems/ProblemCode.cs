namespace KeyBindingProvider.Core.Problems;

/// <summary>
/// A stable code for a failure that a user can see. The table below is the only one; <c>docs/errors.md</c> is generated from it
/// and a test fails when they differ.
/// </summary>
/// <param name="Id"><c>KB</c> and four digits: 1 input, 2 account and transport, 3 plan, 4 apply, 9 this program. For people: code asks for <paramref name="Area"/>.</param>
/// <param name="Area">What it is about.</param>
/// <param name="Title">What it means.</param>
/// <param name="Remedy">What to do in general.</param>
public sealed record ProblemCode(string Id, ProblemArea Area, string Title, string Remedy)
{
    /// <summary>How a run ends because of it; by its area unless the table says otherwise.</summary>
    public ProblemExit Exit { get; init; } =
        Area switch
        {
            ProblemArea.Plan => ProblemExit.Refused,
            ProblemArea.Apply => ProblemExit.Partial,
            _ => ProblemExit.Error,
        };

    /// <inheritdoc/>
    public override string ToString() => Id;
}
