using System.Collections.Immutable;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Instances that did not end as planned, for one and the same reason.</summary>
/// <param name="Kind">How they ended.</param>
/// <param name="Reason">Why, in words, without what differs from one to the next.</param>
/// <param name="Requests">Ids of the requests that the service refused, for its support.</param>
/// <param name="Problem">The first of their problems, or null.</param>
/// <param name="Outcomes">The instances, sorted.</param>
internal sealed record OutcomeGroup(
    OutcomeKind Kind,
    string Reason,
    ImmutableArray<string> Requests,
    Problem? Problem,
    ImmutableArray<InstanceOutcome> Outcomes
)
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
                    [
                        .. group
                            .Select(outcome => SplitOffRequest(outcome.Problem?.Message ?? "").Request)
                            .Where(id => id.Length > 0)
                            .Distinct(),
                    ],
                    group.First().Problem,
                    [.. group.OrderBy(outcome => outcome.Instance)]
                )),
        ];

    /// <summary>Problems of the plan and of the run that no group tells of.</summary>
    public static ImmutableArray<Problem> Rest(ApplyReport report)
    {
        var told = report
            .Outcomes.Where(outcome => outcome.Problem is not null)
            .Select(outcome => (outcome.Instance, outcome.Problem!.Code))
            .ToHashSet();
        var changed = report.Outcomes.Where(outcome => outcome.Kind == OutcomeKind.Changed).Select(outcome => outcome.Instance).ToHashSet();
        return
        [
            .. report
                .Plan.Problems.Concat(report.Problems)
                .Where(problem => problem.Instances.Count == 0 || !problem.Instances.All(id => told.Contains((id, problem.Code))))
                // What the plan said is still bound has just been taken away.
                .Where(problem =>
                    problem.Code != ProblemCodes.AccessEnds || problem.Instances.Count == 0 || !problem.Instances.All(changed.Contains)
                ),
        ];
    }

    /// <summary>The same region, its problems without the ids of requests.</summary>
    public static AppliedRegion WithoutRequests(AppliedRegion region) =>
        region.Report is not { } report
            ? region
            : region with
            {
                Report = report with
                {
                    Outcomes = [.. report.Outcomes.Select(outcome => outcome with { Problem = WithoutRequest(outcome.Problem) })],
                    Problems = [.. report.Problems.Select(problem => WithoutRequest(problem)!)],
                },
            };

    private static Problem? WithoutRequest(Problem? problem) =>
        problem is null ? null : problem with { Message = SplitOffRequest(problem.Message).Text };

    private static string ReasonOf(InstanceOutcome outcome)
    {
        var kind = Wording.Of(outcome.Kind);
        if (outcome.Problem is { } problem)
        {
            // Ids go, so that instances with one and the same trouble stand together.
            var message = SplitOffRequest(problem.Message)
                .Text.Replace($"{outcome.Instance}: ", "", StringComparison.Ordinal)
                // As the service names a machine behind its words.
                .Replace($". [{outcome.Instance}]", "", StringComparison.Ordinal)
                .Replace($" [{outcome.Instance}]", "", StringComparison.Ordinal)
                .Replace($"{outcome.Instance}", "it", StringComparison.Ordinal);
            return $"{kind}: {problem.Code.Id} {PlainText.Escape(message.ReplaceLineEndings(" ")).TrimEnd('.')}.";
        }

        return outcome.Pending is { } code ? $"{kind}: {Wording.Of(code)} [{Wording.CodeOf(code)}]" : kind;
    }

    /// <summary>Takes <c> (request 28c1d1d4-…)</c> out of a message.</summary>
    private static (string Text, string Request) SplitOffRequest(string message)
    {
        const string Label = " (request ";
        var begin = message.IndexOf(Label, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : message.IndexOf(')', begin);
        return end < 0 ? (message, "") : (message[..begin] + message[(end + 1)..], message[(begin + Label.Length)..end]);
    }
}
