using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Plans;

/// <summary>Whether what would be done now is what was approved in a plan file.</summary>
internal static class Approval
{
    private const int Named = 10;

    /// <summary>Why it is refused now, where it is: that is what has changed.</summary>
    private static string Refusal(PlanDocument planned) =>
        planned.Plans.SelectMany(plan => plan.Problems).FirstOrDefault(problem => problem.Severity == Severity.Error) is { } why
            ? $" It is refused now: {why.Message}"
            : "";

    /// <summary>Throws a <see cref="ProblemException"/> that names each account, and each machine, that is not as it was when the plan was saved.</summary>
    public static void Check(SavedPlan approved, PlanDocument planned)
    {
        using var now = JsonDocument.Parse(PlanJson.Render(planned));
        CheckAccounts(approved, now.RootElement);
        // By digest or not: keys of others that stay are in none, but were shown.
        ThrowMoved(approved, PlannedMachine.Moved(approved.Plan, now.RootElement));
        if (planned.Digest == approved.PlanDigest)
        {
            return;
        }

        throw new ProblemException(
            Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"The plan is {planned.Digest} now, and {approved.PlanDigest} was approved: its waves, its policy, what it rewrites or the place where it leads are others.{Refusal(planned)}"
            ) with
            {
                Path = approved.Path,
            }
        );
    }

    /// <summary>An account that the service did not name, then or now, is not compared: the plan file does not bind it.</summary>
    private static void CheckAccounts(SavedPlan approved, JsonElement now)
    {
        var (before, after) = (Accounts(approved.Plan), Accounts(now));
        var problems = before
            .Zip(after)
            .Where(pair => pair.First.Length > 0 && pair.Second.Length > 0 && pair.First != pair.Second)
            .Select(pair =>
                Problem.Error(
                    ProblemCodes.OtherAccount,
                    $"The plan was made in account {pair.First}, and the credentials here are of account {pair.Second}."
                ) with
                {
                    Path = approved.Path,
                }
            )
            .ToArray();
        if (problems.Length > 0)
        {
            throw new ProblemException(problems);
        }
    }

    /// <summary>The account of each identity, in their order; empty where the service did not name it.</summary>
    public static string[] Accounts(JsonElement plan) =>
        [
            .. plan.GetProperty("identities")
                .EnumerateArray()
                .Select(identity =>
                    identity.GetProperty("caller") is { ValueKind: JsonValueKind.Object } caller
                        ? caller.GetProperty("accountId").GetString() ?? ""
                        : ""
                ),
        ];

    private static void ThrowMoved(SavedPlan approved, List<(string Id, string How)> moved)
    {
        if (moved.Count == 0)
        {
            return;
        }

        var named = string.Join("; ", moved.Take(Named).Select(machine => $"{machine.Id} {machine.How}"));
        var more = moved.Count > Named ? $"; and {moved.Count - Named} more" : "";
        throw new ProblemException(
            Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"{Grammar.Instances(moved.Count)} {Grammar.Is(moved.Count)} not as approved: {named}{more}."
            ) with
            {
                Path = approved.Path,
                Instances = [.. moved.Select(machine => InstanceId.FromService(machine.Id))],
            }
        );
    }
}
