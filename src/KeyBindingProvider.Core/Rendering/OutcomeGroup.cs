using System.Collections.Immutable;

namespace KeyBindingProvider.Core;

/// <summary>Instances that did not end as planned, for one and the same reason.</summary>
/// <param name="Kind">How they ended.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Problem">The first of their problems, or null.</param>
/// <param name="Outcomes">The instances, sorted.</param>
internal sealed record OutcomeGroup(OutcomeKind Kind, string Reason, Problem? Problem, ImmutableArray<InstanceOutcome> Outcomes)
{
    /// <summary>Groups of everything but the instances that are as they should be; the worst first.</summary>
    public static ImmutableArray<OutcomeGroup> Of(ApplyReport report) =>
        [
            .. report
                .Outcomes.Where(outcome => outcome.Kind is not (OutcomeKind.Changed or OutcomeKind.AlreadySo))
                .GroupBy(outcome => (outcome.Kind, Reason: ReasonOf(outcome)))
                .OrderBy(group => group.Key.Kind)
                .ThenByDescending(group => group.Count())
                .ThenBy(group => group.Key.Reason, StringComparer.Ordinal)
                .Select(group => new OutcomeGroup(
                    group.Key.Kind,
                    group.Key.Reason,
                    group.First().Problem,
                    [.. group.OrderBy(outcome => outcome.Instance)]
                )),
        ];

    private static string ReasonOf(InstanceOutcome outcome)
    {
        var kind = Wording.Of(outcome.Kind);
        if (outcome.Problem is { } problem)
        {
            // The id goes, so that instances with one and the same trouble stand together.
            var message = problem
                .Message.Replace($"{outcome.Instance}: ", "", StringComparison.Ordinal)
                .Replace(outcome.Instance.Value, "it", StringComparison.Ordinal);
            return $"{kind}: {problem.Code.Id} {PlainText.Clean(message.ReplaceLineEndings(" "))}";
        }

        return outcome.Pending is { } code ? $"{kind}: {Wording.Of(code)} [{Wording.CodeOf(code)}]" : kind;
    }
}
