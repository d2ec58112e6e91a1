using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>
/// The API's own <c>ForceStop=true</c>: one write powers off, changes and starts again (<c>execution-rules.md</c> 2). There is no window to repair
/// in, so what reads back wrong has failed; what the service leaves STOPPED is started.
/// </summary>
internal sealed class ForceRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter, WindowRunner window, StartRunner start)
{
    /// <summary>STOPPED this often in a row with nothing going on: the service does not start it by itself.</summary>
    private const int LooksUntilLeftStopped = 2;

    public async Task RunAsync(List<Member> members)
    {
        var byId = members.ToDictionary(member => member.Id);
        var binding = members.FindAll(member => member.Change.NeedsBind(member.Keys));
        binding.ForEach(member => member.Wanted = run.Rules.ToBind(member.Change, member.Keys));
        var unbinding = members.FindAll(member => !binding.Contains(member));
        await SendAsync(
            CallAction.Associate,
            byId,
            binding.Select(member =>
                KeyValuePair.Create(member.Id, run.Traits.BindsDeltas ? member.Wanted.Except(member.Keys) : member.Wanted)
            )
        );
        await SendAsync(
            CallAction.Disassociate,
            byId,
            unbinding.Select(member => KeyValuePair.Create(member.Id, run.Rules.ToUnbind(member.Change, member.Keys)))
        );

        // Nothing went down for a bind that was refused for naming a bound key; a hard stop window finds out what the service accepts, in one cycle.
        var refused = binding.FindAll(member => !member.StoppedByUs && member.Refusal is { IsAmbiguous: false } && KeepsKeys(member));
        if (refused.Count > 0 && MayRefuseBoundKeys && run.Aborted is null)
        {
            refused.ForEach(member => member.ClearRefusal());
            await window.RunAsync(refused);
            members = members.FindAll(member => !refused.Contains(member));
        }

        var looksStopped = new Dictionary<Member, int>();
        await waiter.AwaitAsync(
            members.Where(member => member.StoppedByUs),
            "changed and RUNNING",
            member =>
            {
                looksStopped[member] = IsLeftStopped(member) ? looksStopped.GetValueOrDefault(member) + 1 : 0;
                return looksStopped[member] >= LooksUntilLeftStopped || IsOver(member);
            }
        );

        foreach (var member in members)
        {
            if (member.Refusal is { } refusal)
            {
                member.Fail(ProblemCodes.UnbindFailed, $"the forced change was refused: {refusal.Message}.");
            }

            var isUp = member.State == PowerState.Running && member.Instance is { LatestOperation.IsOperating: false };
            if (!member.StoppedByUs || isUp)
            {
                member.Up(cycled: member.StoppedByUs && member.SeenDown);
            }
        }

        await start.RunAsync(members);
    }

    private async Task SendAsync(
        CallAction action,
        Dictionary<InstanceId, Member> members,
        IEnumerable<KeyValuePair<InstanceId, KeySet>> demands
    )
    {
        foreach (var rectangle in KeyGrouping.ByEqualKeys(demands))
        {
            var batch = rectangle.Instances.Select(id => members[id]).ToList();
            var keeping = action == CallAction.Associate ? batch.FindAll(KeepsKeys) : [];
            var undivided = MayRefuseBoundKeys && keeping.Count > 0;
            await sender.SendAsync(new WriteCall(action, rectangle.Keys, Force: true) { Undivided = undivided }, batch);
            run.Traits.FullSetAccepted |= undivided && keeping.Exists(member => member.Refusal is null);
        }
    }

    private bool MayRefuseBoundKeys => run.Traits is { FullSetAccepted: false, BindsDeltas: false };

    private static bool KeepsKeys(Member member) => !member.Wanted.Intersect(member.Keys).IsEmpty;

    private bool IsOver(Member member)
    {
        var isConverged =
            member.Change.IsSatisfiedBy(member.Keys)
            && member.SeenDown
            && member.State == PowerState.Running
            && member.Instance is { LatestOperation.IsOperating: false };
        // Seen down on the way, a RUNNING is new. Otherwise only time tells an old RUNNING from a new one.
        return isConverged
            || (
                waiter.IsOperationOver(member, goalRead: false, run.Options.ChangeBound + run.Options.StartBound)
                && (!member.State.IsPassing || member.TimesMissing > 0)
            );
    }

    private static bool IsLeftStopped(Member member) =>
        member.State == PowerState.Stopped
        && member.Instance is { LatestOperation.IsOperating: false } instance
        && (
            member.Change.IsSatisfiedBy(member.Keys)
            || (member.RequestId.Length > 0 && instance.LatestOperation.RequestId == member.RequestId)
        );
}
