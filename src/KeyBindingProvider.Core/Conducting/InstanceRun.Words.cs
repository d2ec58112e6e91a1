using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What a user reads of it.</content>
public sealed partial record InstanceRun
{
    private Problem CancelledBeforeItsTurn() =>
        Problem.Error(ProblemCodes.Cancelled, "The run was cancelled before its turn.") with
        {
            Instances = [Id],
        };

    private Verdict LeftDown(Demand demand, RunFacts facts) =>
        Failed(ProblemCodes.StartFailed, StillDown()) with
        {
            Code = BlindSince is null && IsRead(demand, facts) ? null : PendingCode.Unverified,
        };

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
