using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What a user reads of it.</content>
public sealed partial record InstanceRun
{
    /// <summary>That it is down, and why it could not be started.</summary>
    public Problem StillDownProblem() => Error(ProblemCodes.StartFailed, StillDown());

    private Problem BeforeItsTurn(Demand demand) =>
        (demand.WhyCancelled ?? Problem.Error(ProblemCodes.Cancelled, "The run was cancelled before its turn.")) with
        {
            Instances = [Id],
        };

    private Verdict InItsMiddle(Demand demand, KeySet keys) =>
        demand.WhyCancelled?.Code == ProblemCodes.OperationTimedOut
            ? Failed(ProblemCodes.OperationTimedOut, $"the operation's time-out passed in the middle of its change; it has {Text(keys)}.")
            : Failed(ProblemCodes.Cancelled, $"was cancelled in the middle of its change; it has {Text(keys)}.");

    private Verdict LeftDown(Demand demand, RunFacts facts) =>
        new(VerdictKind.Failed, Problem: StillDownProblem())
        {
            Code = BlindSince is null && (IsRead(demand, facts) || AreKeysSettled) ? null : PendingCode.Unverified,
        };

    /// <summary>What was read last is newer than the last key write; a refused start changes no key.</summary>
    private bool AreKeysSettled => Sight is { } sight && Ledger is { IsOpen: false, Settled: not null } && sight.BegunAt >= Ledger.At;

    private string StateText => Sight is { } sight ? sight.State.Name : "unread";

    private string StopFailure() =>
        Refusal is { } refusal ? $"could not be stopped: {refusal.Text.TrimEnd('.')}."
        : Sight is { Latest: { IsFailed: true } latest }
            ? $"did not stop; the service reports: {latest.Error} (request {Write?.RequestId})."
        : $"did not stop; it is running again (request {Write?.RequestId}).";

    private string StillDown()
    {
        var why = Refusal is { } refusal ? $": {refusal.Text.TrimEnd('.')}" : "";
        return $"was sent a stop for this change and is {StateText}{why}; it is not followed any longer. It has {Text(Sight?.Keys ?? KeySet.Empty)}.";
    }

    private string KeysText(string before) => Sight is { } sight ? before + Text(sight.Keys) : "";

    private static string Text(KeySet keys) => keys.IsEmpty ? "no key" : keys.ToString();

    private Verdict Failed(ProblemCode code, string words) => new(VerdictKind.Failed, Problem: Error(code, words));

    private Problem Error(ProblemCode code, string words) => Problem.Error(code, $"{Id}: {words}") with { Instances = [Id] };
}
