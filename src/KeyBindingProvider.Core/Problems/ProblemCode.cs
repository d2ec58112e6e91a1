namespace KeyBindingProvider.Core.Problems;

/// <summary>
/// A stable code for a failure that a user can see. The table below is the only one; <c>docs/errors.md</c> is generated from it
/// and a test fails when they differ.
/// </summary>
/// <param name="Id"><c>KB</c> and four digits: 1 input, 2 account and transport, 3 plan, 4 apply.</param>
/// <param name="Title">What it means.</param>
/// <param name="Remedy">What to do in general.</param>
public sealed record ProblemCode(string Id, string Title, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() => Id;
}
