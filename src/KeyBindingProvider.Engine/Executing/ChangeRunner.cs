using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Changes the keys of instances that are STOPPED: bind the full wanted set, read, unbind what is planned and still bound, read; one repair of
/// either (<c>execution-rules.md</c> 1). Never sends a forced call.
/// </summary>
internal sealed class ChangeRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter)
{
    public async Task RunAsync(List<Member> members, bool mayShareInstances)
    {
        var bindFailed = new HashSet<Member>();
        if (run.Rules.BindFirst)
        {
            await BindAsync(members, bindFailed);
            await UnbindAsync(members, bindFailed, mayShareInstances);
        }
        else
        {
            await UnbindAsync(members, bindFailed, mayShareInstances);
            await BindAsync(members, bindFailed);
        }
    }

    private async Task BindAsync(List<Member> members, HashSet<Member> bindFailed)
    {
        var binding = members.FindAll(member => member.IsOpen && member.Change.NeedsBind(member.Keys));
        binding.ForEach(member => member.Wanted = run.Rules.ToBind(member.Change, member.Keys));
        await SendBindsAsync(binding);
        await BindRefusals.ResolveAsync(this, run, binding);
        await AwaitBoundAsync(binding);

        // One repair inside the window: an operation of ours that ended badly, or well without effect.
        var unbound = binding.FindAll(member => member.IsOpen && member.Refusal is null && !IsBound(member));
        if (unbound.Count > 0)
        {
            await SendBindsAsync(unbound);
            await AwaitBoundAsync(unbound);
        }

        foreach (var member in binding.Where(member => !IsBound(member)))
        {
            var why =
                member.Refusal?.Message ?? $"read back {Text(member.Keys)} instead of {Text(member.Wanted)} (request {member.RequestId})";
            member.Fail(ProblemCodes.BindFailed, $"keys {Text(member.Change.Declared)} could not be bound: {why}.");
            bindFailed.Add(member);
        }
    }

    /// <summary>Sends what the members' wanted sets say: full sets, or only what is missing where the service was found to refuse more.</summary>
    internal async Task SendBindsAsync(IEnumerable<Member> members)
    {
        var byId = members.ToDictionary(member => member.Id);
        var demands = byId.Values.Select(member => KeyValuePair.Create(member.Id, SentSet(member)));
        foreach (var rectangle in KeyGrouping.ByEqualKeys(demands))
        {
            var batch = rectangle.Instances.Select(id => byId[id]).ToList();
            var keeping = batch.FindAll(member => !member.Keys.Intersect(rectangle.Keys).IsEmpty);
            var undivided = keeping.Count > 0 && !run.Traits.FullSetAccepted && !run.Traits.BindsDeltas;
            await sender.SendAsync(new WriteCall(CallAction.Associate, rectangle.Keys, Force: false) { Undivided = undivided }, batch);
            run.Traits.FullSetAccepted |= keeping.Exists(member => member.Refusal is null);
        }
    }

    internal Task AwaitBoundAsync(IEnumerable<Member> members) =>
        waiter.AwaitAsync(
            members.Where(member => member.IsOpen && member.Refusal is null),
            "keys bound",
            member => IsOver(member, IsBound(member))
        );

    /// <summary>Everything that was wanted is there; nothing that was to be kept is gone.</summary>
    internal static bool IsBound(Member member) => member.Wanted.IsSubsetOf(member.Keys) && !member.Change.NeedsBind(member.Keys);

    private KeySet SentSet(Member member) => run.Traits.BindsDeltas ? member.Wanted.Except(member.Keys) : member.Wanted;

    private async Task UnbindAsync(List<Member> members, HashSet<Member> bindFailed, bool mayShareInstances)
    {
        // When the bind failed, access is still taken away, but only where the read shows another key to come in with.
        var unbinding = members.FindAll(member => member.IsOpen || (bindFailed.Contains(member) && KeepsAKey(member)));
        await SendUnbindsAsync(unbinding, mayShareInstances);
        await SendUnbindsAsync(unbinding.FindAll(member => member.Refusal is null && IsStillStopped(member)), mayShareInstances: false);
        foreach (var member in unbinding.Where(member => !member.Change.RemoveFrom(member.Keys).IsEmpty))
        {
            var why = member.Refusal?.Message ?? $"still read back after request {member.RequestId}";
            member.Fail(ProblemCodes.UnbindFailed, $"{Text(member.Change.RemoveFrom(member.Keys))} could not be unbound: {why}.");
        }
    }

    private Task SendUnbindsAsync(List<Member> members, bool mayShareInstances) =>
        UnbindNowAsync([.. members.Where(IsStillStopped).Select(member => (member, GuardedRemovals(member)))], mayShareInstances);

    /// <summary>Unbinds by exact rectangles and waits; calls that share an instance wait for one another.</summary>
    internal async Task UnbindNowAsync(List<(Member Member, KeySet Remove)> demands, bool mayShareInstances = false)
    {
        var byId = demands.ToDictionary(demand => demand.Member.Id, demand => demand.Member);
        var pairs = demands.ConvertAll(demand => KeyValuePair.Create(demand.Member.Id, demand.Remove));
        var rectangles = (mayShareInstances ? RectangleCover.Of(pairs) : KeyGrouping.ByEqualKeys(pairs)).ToList();
        while (rectangles.Count > 0)
        {
            var goals = new Dictionary<Member, KeySet>();
            foreach (var rectangle in rectangles.ToArray())
            {
                var batch = rectangle.Instances.Select(id => byId[id]).ToList();
                if (!batch.Exists(goals.ContainsKey))
                {
                    rectangles.Remove(rectangle);
                    batch.ForEach(member => goals[member] = rectangle.Keys);
                    await sender.SendAsync(
                        new WriteCall(CallAction.Disassociate, rectangle.Keys, Force: false),
                        batch.Where(IsStillStopped)
                    );
                }
            }

            await waiter.AwaitAsync(
                goals.Keys.Where(member => member.Refusal is null),
                "keys unbound",
                member => IsOver(member, member.Keys.Intersect(goals[member]).IsEmpty)
            );
        }
    }

    private static bool IsStillStopped(Member member) => member.State == PowerState.Stopped;

    /// <summary>The lock-out check on the in-window read, directly before an unbind (<c>execution-rules.md</c> 1.6).</summary>
    private KeySet GuardedRemovals(Member member)
    {
        var removals = run.Rules.ToUnbind(member.Change, member.Keys);
        if (removals.IsEmpty || member.Change.AllowKeyless || !member.Keys.Except(removals).IsEmpty)
        {
            return removals;
        }

        member.Fail(
            ProblemCodes.WouldBeKeyless,
            $"{Text(removals)} was not unbound: what is bound now ({Text(member.Keys)}) holds no other key, so nobody could log in."
        );
        return KeySet.Empty;
    }

    private static bool KeepsAKey(Member member) => member.Change.AllowKeyless || !member.Keys.Except(member.Change.Remove).IsEmpty;

    /// <summary>Ends a wait early, and for good, when somebody starts the instance in its window.</summary>
    private bool IsOver(Member member, bool goalRead)
    {
        if (member.Instance is not null && (member.State == PowerState.Running || member.State == PowerState.Starting))
        {
            member.Fail(
                ProblemCodes.StartedByAnother,
                $"was started by somebody else in the middle of its change; it has {Text(member.Keys)}."
            );
            return true;
        }

        return waiter.IsOperationOver(member, goalRead, run.Options.ChangeBound);
    }

    private static string Text(KeySet keys) => keys.IsEmpty ? "no key" : keys.ToString();
}
