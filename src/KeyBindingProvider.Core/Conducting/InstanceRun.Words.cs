using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What a user reads of it.</content>
public sealed partial record InstanceRun
{
    private const string StartWhenStopped =
        "It may still stop: START IT BY HAND as soon as it is STOPPED; under Pulumi and Terraform the next apply starts it. Its keys are as the message says.";

    /// <summary>That it is down, and why it could not be started.</summary>
    public Problem StillDownProblem() =>
        Error(ProblemCodes.StartFailed, StillDown()) with
        {
            Remedy = Sight?.State == PowerState.Stopped ? "" : StartWhenStopped,
        };

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

    private string StateText => Sight is { } sight ? $"{sight.State}" : "unread";

    private string StopFailure() =>
        Refusal is { } refusal ? $"could not be stopped: {refusal.Text.TrimEnd('.')}."
        : Sight is { Latest: { IsFailed: true } latest } ? $"did not stop; the service reports: {latest.Error}{RequestText}."
        : $"did not stop; it is running again{RequestText}.";

    /// <summary>Who refuses names no reason where there is none.</summary>
    private string StopFailureRemedy() =>
        Refusal is not null || Sight is { Latest.IsFailed: true }
            ? ""
            : "Look at its console for what kept it from stopping, then apply again.";

    private string StopTimeoutRemedy() => Mode == StopMode.Soft ? "" : "Look at its console; raise changePolicy.stopTimeoutSeconds.";

    /// <summary>The request of the last write, for the service's support; nothing where there is none.</summary>
    private string RequestText => Write?.RequestId is { Length: > 0 } id ? $" (request {id})" : "";

    private string StillDown()
    {
        // What the last start came to is newer than a refusal before it.
        var why =
            IsRecordOurs && Sight is { Latest: { IsFailed: true } latest } ? $"; the service reports: {latest.Error}{RequestText}"
            : Refusal is { } refusal ? $": {refusal.Text.TrimEnd('.')}"
            : "";
        return $"was sent a stop for this change and is {StateText}{why}; it is not followed any longer. It has {Text(Sight?.Keys ?? KeySet.Empty)}.";
    }

    private string KeysText(string before) => Sight is { } sight ? before + Text(sight.Keys) : "";

    private static string Text(KeySet keys) => keys.IsEmpty ? "no key" : keys.ToString();

    private Verdict Failed(ProblemCode code, string words, string remedy = "") =>
        new(VerdictKind.Failed, Problem: Error(code, words) with { Remedy = remedy });

    private Problem Error(ProblemCode code, string words) => Problem.Error(code, $"{Id}: {words}") with { Instances = [Id] };
}
