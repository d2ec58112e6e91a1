using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>What a plan comes to.</summary>
/// <param name="State">The planned object; null for the end of it.</param>
/// <param name="Private">What the apply must know.</param>
/// <param name="Diagnostics">Refusals and warnings.</param>
internal sealed record PreviewAnswer(CtyValue.Map? State, PrivateState Private, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Attributes whose change makes a new object of it.</summary>
    public ImmutableArray<string> RequiresReplace { get; init; } = [];

    /// <summary>Nothing is planned: the inputs are wrong.</summary>
    public static PreviewAnswer Invalid(PreviewCall call, ImmutableArray<Problem> problems) =>
        new(call.Prior ?? call.Proposed, PrivateState.None, [.. problems.Select(problem => Translation.Diagnostics.Of(problem))]);
}
