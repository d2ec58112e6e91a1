using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// What is said of instances that wait with the policy's consent, of one resource: one warning that names all of them, whatever they wait for. Engines ask
/// after every object in every run, so that one which is left unchanged is not left unsaid.
/// </summary>
public static class WaitingProblems
{
    /// <summary>The warning; null where nothing waits.</summary>
    public static Problem? Of(Plan plan) => Merge([.. plan.Problems.Where(problem => IsAboutWaiting(problem, WaitingIn(plan)))]);

    /// <summary>Problems with those about waiting instances gathered into one, in the place of the first.</summary>
    /// <param name="problems">Problems of the plan, and others.</param>
    /// <param name="plan">The plan.</param>
    public static ImmutableArray<Problem> Gather(IEnumerable<Problem> problems, Plan plan)
    {
        var waiting = WaitingIn(plan);
        var all = problems.ToArray();
        Problem[] about = [.. all.Where(problem => IsAboutWaiting(problem, waiting))];
        return about.Length < 2 ? [.. all] : [.. all.Where(problem => problem == about[0] || !about.Contains(problem)).Select(Merged)];

        Problem Merged(Problem problem) => problem == about[0] ? Merge(about)! : problem;
    }

    private static HashSet<(InstanceId, ProblemCode)> WaitingIn(Plan plan) =>
        [
            .. plan
                .Pending.Where(pending => pending.Disposition != Disposition.Refused)
                .Select(pending => (pending.Change.Id, PendingCodes.ToProblemCode(pending.Code))),
        ];

    private static bool IsAboutWaiting(Problem problem, HashSet<(InstanceId, ProblemCode)> waiting) =>
        problem.Severity == Severity.Warning
        && problem.Instances.Count > 0
        && problem.Instances.All(id => waiting.Contains((id, problem.Code)));

    private static Problem? Merge(Problem[] about) =>
        about.Length == 0 ? null
        : about.Length == 1 ? about[0]
        : about[0] with
        {
            Message = string.Join(' ', about.Select(problem => problem.Message)),
            Instances = [.. about.SelectMany(problem => problem.Instances).Distinct().Order()],
            Remedy = string.Join(' ', about.Select(problem => problem.EffectiveRemedy).Distinct()),
        };
}
