using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>What an apply came to.</summary>
/// <param name="State">What is to be kept; null for nothing.</param>
/// <param name="Private">What the next plan is made from.</param>
/// <param name="Diagnostics">Errors and warnings.</param>
internal sealed record ApplyAnswer(CtyValue.Map? State, PrivateState Private, ImmutableArray<Diagnostic> Diagnostics)
{
    private const int MessagesPerReason = 20;

    /// <summary>Nothing is left of the object.</summary>
    public static ApplyAnswer Gone(params ImmutableArray<Diagnostic> diagnostics) => new(null, PrivateState.None, diagnostics);

    /// <summary>One diagnostic for each reason, with the instances and their messages inside.</summary>
    public static ImmutableArray<Diagnostic> Tell(ResourceResult result) =>
        [
            .. result
                .Errors.Concat(result.Warnings)
                .GroupBy(problem => (problem.Code, problem.Severity))
                .Select(group => Translation.Diagnostics.Of(Merge([.. group]))),
        ];

    private static Problem Merge(Problem[] problems)
    {
        if (problems.Length == 1)
        {
            return problems[0];
        }

        var lines = problems.Take(MessagesPerReason).Select(problem => "- " + problem.Message);
        var rest = problems.Length - MessagesPerReason;
        return problems[0] with
        {
            Message = string.Join('\n', rest > 0 ? lines.Append($"- and {rest} more") : lines) + "\n",
            Instances = [.. problems.SelectMany(problem => problem.Instances).Distinct().Order()],
        };
    }
}
