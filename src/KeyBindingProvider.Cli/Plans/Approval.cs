using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Plans;

/// <summary>Whether what would be done now is what was approved in a plan file.</summary>
internal static class Approval
{
    private const int Named = 10;

    /// <summary>
    /// Throws a <see cref="ProblemException"/> that names each account, machine and source of keys that is not as it was when the plan was saved. Gives what could not be
    /// compared, as warnings.
    /// </summary>
    public static IReadOnlyList<Problem> Check(SavedPlan approved, PlanDocument planned)
    {
        using var now = JsonDocument.Parse(PlanJson.Render(planned));
        var uncompared = CheckAccounts(approved, now.RootElement);
        // By digest or not: keys of others that stay are in none, but were shown.
        Problem[] moved = [.. Machines(approved, now.RootElement), .. Sources(approved, now.RootElement, Refusal(planned))];
        if (moved.Length > 0)
        {
            throw new ProblemException([.. moved, .. uncompared]);
        }

        if (planned.Digest == approved.PlanDigest)
        {
            return uncompared;
        }

        throw new ProblemException([
            Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"The plan is {planned.Digest} now, and {approved.PlanDigest} was approved: its waves, its policy or the place where it leads are others.{Refusal(planned)}"
            ) with
            {
                Path = approved.Path,
            },
            .. uncompared,
        ]);
    }

    /// <summary>Why it is refused now, where it is: that is what has changed.</summary>
    private static string Refusal(PlanDocument planned) =>
        planned.Plans.SelectMany(plan => plan.Problems).FirstOrDefault(problem => problem.Severity == Severity.Error) is { } why
            ? $" It is refused now: {why.Message}"
            : "";

    /// <summary>Throws where an account is another one. One that the service did not name, then or now, is not compared: the plan file does not bind it, and that is said.</summary>
    private static Problem[] CheckAccounts(SavedPlan approved, JsonElement now)
    {
        var pairs = Accounts(approved.Plan).Zip(Accounts(now)).ToArray();
        var others = pairs
            .Where(pair => pair.First.Number.Length > 0 && pair.Second.Number.Length > 0 && pair.First.Number != pair.Second.Number)
            .Select(pair =>
                Problem.Error(
                    ProblemCodes.OtherAccount,
                    $"The plan was made in account {pair.First.Number}, and the credentials here are of account {pair.Second.Number}."
                ) with
                {
                    Path = approved.Path,
                }
            )
            .ToArray();
        return others.Length > 0
            ? throw new ProblemException(others)
            :
            [
                .. pairs
                    .Where(pair => pair.First.Number.Length == 0 || pair.Second.Number.Length == 0)
                    .Select(pair =>
                        Problem.Warning(ProblemCodes.AccountNotCompared, Uncompared(pair.First, pair.Second)) with
                        {
                            Path = approved.Path,
                        }
                    ),
            ];
    }

    private static string Uncompared(Account then, Account now) =>
        "The account was not compared with the one that the plan was approved for: "
        + string.Join(
            "; ",
            new[]
            {
                then.Number.Length > 0 ? $"the plan was made in account {then.Number}" : $"the plan file names none ({then.Why})",
                now.Number.Length > 0
                    ? $"the credentials here are of account {now.Number}"
                    : $"whose the credentials here are is not known ({now.Why})",
            }
        )
        + ".";

    /// <summary>The account of each identity, in their order. Throws what a reader of JSON throws where a part is missing or another one.</summary>
    public static List<Account> Accounts(JsonElement plan) =>
        [
            .. plan.GetProperty("identities")
                .EnumerateArray()
                .Select(identity =>
                    identity.GetProperty("caller") is { ValueKind: JsonValueKind.Object } caller
                        ? new Account(caller.GetProperty("accountId").GetString() ?? "", "the service did not name it")
                        : new Account("", Why(identity))
                ),
        ];

    private static string Why(JsonElement identity) =>
        identity.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem
        && problem.GetProperty("message").GetString() is { Length: > 0 } message
            ? message.TrimEnd('.')
            : "the service did not say";

    private static IEnumerable<Problem> Sources(SavedPlan approved, JsonElement now, string refusal)
    {
        var moved = SourceMove.Between(PlannedSources.Of(approved.Plan), PlannedSources.Of(now));
        if (!moved.IsEmpty)
        {
            yield return Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"{Grammar.Count(moved.Length, "key source")} {Grammar.Is(moved.Length)} not as approved: {SourceMove.List(moved)}.{refusal}"
            ) with
            {
                Path = approved.Path,
                Sources = moved,
            };
        }
    }

    private static IEnumerable<Problem> Machines(SavedPlan approved, JsonElement now)
    {
        var moved = PlannedMachine.Moved(approved.Plan, now);
        if (moved.Count > 0)
        {
            var named = string.Join("; ", moved.Take(Named).Select(machine => $"{machine.Id} {machine.How}"));
            var more = moved.Count > Named ? $"; and {moved.Count - Named} more" : "";
            yield return Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"{Grammar.Instances(moved.Count)} {Grammar.Is(moved.Count)} not as approved: {named}{more}."
            ) with
            {
                Path = approved.Path,
                Instances = [.. moved.Select(machine => InstanceId.FromService(machine.Id))],
            };
        }
    }

    /// <summary>An account of a plan.</summary>
    /// <param name="Number">Its number; empty where the service did not name it.</param>
    /// <param name="Why">Why that is, as a clause.</param>
    public readonly record struct Account(string Number, string Why);
}
