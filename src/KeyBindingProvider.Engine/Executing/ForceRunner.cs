using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// The API's own <c>ForceStop=true</c>: one write powers off, changes and starts again (rule <c>one-power-cycle</c>). There is no window to repair
/// in, so what reads back wrong has failed; what the service leaves STOPPED is started.
/// </summary>
internal sealed class ForceRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter, WindowRunner window, StartRunner start)
{
    /// <summary>STOPPED this often in a row with nothing going on: the service does not start it by itself.</summary>
    private const int LooksUntilLeftStopped = 2;

    private readonly Dictionary<Member, DateTimeOffset> _failedSince = [];

    public async Task RunAsync(List<Member> members)
    {
        var byId = members.ToDictionary(member => member.Id);
        var binding = members.FindAll(member => member.Change.NeedsBind(member.Keys));
        binding.ForEach(member => member.Want(run.Rules.ToBind(member.Change, member.Keys)));
        var unbinding = members.FindAll(member => !binding.Contains(member));
        var asked = new HashSet<Member>();
        await SendAsync(CallAction.Associate, byId, binding, ToBind, asked);
        await SendAsync(CallAction.Disassociate, byId, unbinding, ToUnbind, asked);

        // Nothing went down by a call that was refused as a whole; a hard stop window finds out what the service accepts, in one cycle.
        var refused = members.FindAll(member =>
            !member.StoppedByUs
            && member.Refusal is { IsAmbiguous: false } refusal
            && (asked.Contains(member) || (refusal.ErrorClass == ErrorClass.KeyPair && unbinding.Contains(member)))
        );
        if (refused.Count > 0 && run.Aborted is null)
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
            Close(member);
        }

        await start.RunAsync(members);
    }

    private void Close(Member member)
    {
        if (member.Refusal is { } refusal)
        {
            var code = member.Change.NeedsBind(member.Keys) ? ProblemCodes.BindFailed : ProblemCodes.UnbindFailed;
            member.Fail(code, $"the forced change was refused: {refusal.Message.TrimEnd('.')}.");
        }

        // Where nobody may look any more, the RUNNING that was read last may be older than the power cut.
        var isUp = !run.ReadsDenied && member.State == PowerState.Running && member.Instance is { LatestOperation.IsOperating: false };
        if (!member.StoppedByUs || isUp)
        {
            member.Up(cycled: member.StoppedByUs && member.SeenDown);
        }
    }

    private async Task SendAsync(
        CallAction action,
        Dictionary<InstanceId, Member> members,
        List<Member> changing,
        Func<Member, KeySet> keysOf,
        HashSet<Member> asked
    )
    {
        var needs = changing.ConvertAll(member => KeyValuePair.Create(member.Id, keysOf(member)));
        foreach (var rectangle in KeyGrouping.ByEqualKeys(needs))
        {
            var batch = rectangle.Instances.Select(id => members[id]).ToList();
            var keeping = action == CallAction.Associate ? batch.FindAll(KeepsKeys) : [];
            var asks = run.Traits.MayRefuseBoundKeys && keeping.Count > 0;
            var call = new WriteCall(action, rectangle.Keys, Force: true)
            {
                Undivided = asks,
                IsExactFor = (member, sent) => run.Rules.IsStillExact(keysOf(member).Equals(sent)),
            };
            asked.UnionWith(asks ? batch : []);
            var misfits = await sender.SendAsync(call, batch);
            misfits.ForEach(member =>
                member.Fail(ProblemCodes.ChangedMeanwhile, "its keys were changed by somebody else in the meantime.")
            );
            run.Traits.FullSetAccepted |= asks && keeping.Exists(member => member.Refusal is null && !misfits.Contains(member));
        }
    }

    private KeySet ToBind(Member member)
    {
        var wanted = run.Rules.ToBind(member.Change, member.Keys);
        return run.Traits.BindsDeltas ? wanted.Except(member.Keys) : wanted;
    }

    private KeySet ToUnbind(Member member)
    {
        var removals = run.Rules.ToUnbind(member.Change, member.Keys);
        return run.Rules.LocksOut(member.Change, member.Keys, removals) ? KeySet.Empty : removals;
    }

    /// <summary>Somebody has taken the other keys since it was judged.</summary>
    private bool FailIfLockedOut(Member member)
    {
        if (!run.Rules.LocksOut(member.Change, member.Keys, run.Rules.ToUnbind(member.Change, member.Keys)))
        {
            return false;
        }

        member.Fail(ProblemCodes.WouldBeKeyless, $"was not changed: what is bound now ({member.Keys}) holds no other key.");
        return true;
    }

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
                && !MayBeAnOldRunning(member)
            );
    }

    /// <summary>
    /// A forced call that failed may have cut the power before it did, and the RUNNING beside its failure may be older than that: states lag by themselves.
    /// </summary>
    private bool MayBeAnOldRunning(Member member)
    {
        var latest = member.Instance?.LatestOperation ?? LatestOperation.None;
        if (member.SeenDown || member.State != PowerState.Running || !latest.IsFailed || latest.RequestId != member.RequestId)
        {
            return false;
        }

        _failedSince.TryAdd(member, run.Now);
        return run.Now - _failedSince[member] < run.Options.StalenessBound;
    }

    private static bool IsLeftStopped(Member member) =>
        member.State == PowerState.Stopped
        && member.Instance is { LatestOperation.IsOperating: false } instance
        && (
            member.Change.IsSatisfiedBy(member.Keys)
            || (member.RequestId.Length > 0 && instance.LatestOperation.RequestId == member.RequestId)
        );
}
