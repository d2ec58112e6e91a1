using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Unbinds from instances that are STOPPED, by exact rectangles. Calls that share an instance wait for one another, and each of them carries only
/// what the read directly before it shows as bound, and never the last key (rules <c>unbind-only-what-is-bound</c>, <c>last-key-stays</c>).
/// </summary>
internal sealed class UnbindRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter)
{
    /// <summary>How often an instance may be grouped anew because its keys changed under our hands.</summary>
    private const int Regroupings = 3;

    /// <summary>The planned removals that are bound now; none where that would lock somebody out.</summary>
    public KeySet Removals(Member member)
    {
        var removals = run.Rules.ToUnbind(member.Change, member.Keys);
        return run.Rules.LocksOut(member.Change, member.Keys, removals) ? KeySet.Empty : removals;
    }

    /// <summary>Tries each pair once and waits.</summary>
    /// <param name="members">Whom to unbind.</param>
    /// <param name="removals">What to take off an instance, by what was read last.</param>
    /// <param name="mayShareInstances">Whether an instance may be in several calls, where that makes fewer.</param>
    public async Task RunAsync(IReadOnlyCollection<Member> members, Func<Member, KeySet> removals, bool mayShareInstances)
    {
        var byId = members.ToDictionary(member => member.Id);
        var tried = members.ToDictionary(member => member, _ => KeySet.Empty);
        var odd = new Dictionary<Member, int>();
        members.Where(member => member.Refusal is not null).ToList().ForEach(member => member.ClearRefusal());
        while (true)
        {
            List<Member> open = [.. members.Where(IsOpen)];
            await waiter.LookIfStaleAsync(open, open);
            var pairs = open.Where(IsOpen).Select(member => KeyValuePair.Create(member.Id, Untried(member))).ToList();
            var goals = new Dictionary<Member, KeySet>();
            foreach (var rectangle in mayShareInstances ? RectangleCover.Of(pairs) : KeyGrouping.ByEqualKeys(pairs))
            {
                List<Member> batch = [.. rectangle.Instances.Select(id => byId[id])];
                if (!batch.Exists(goals.ContainsKey))
                {
                    await waiter.LookIfStaleAsync(batch, open);
                    batch.ForEach(member => goals[member] = rectangle.Keys);
                    await SendAsync(rectangle.Keys, batch);
                }
            }

            if (goals.Count == 0)
            {
                return;
            }

            await waiter.AwaitChangeAsync(
                goals.Keys.Where(member => member.Refusal is null),
                "keys unbound",
                member => member.Keys.Intersect(goals[member]).IsEmpty
            );
        }

        bool IsOpen(Member member) =>
            !run.StartOnly && member.State == PowerState.Stopped && member.Refusal is null && !Untried(member).IsEmpty;

        KeySet Untried(Member member) => removals(member).Except(tried[member]);

        async Task SendAsync(KeySet keys, List<Member> batch)
        {
            var call = new WriteCall(CallAction.Disassociate, keys, run.Rules.ForceInWindow)
            {
                IsExactFor = (member, sent) => run.Rules.IsStillExact(sent.IsSubsetOf(removals(member))),
            };
            var misfits = await sender.SendAsync(call, batch);
            foreach (var member in batch)
            {
                // Its keys have changed since it was grouped: the next round looks and groups anew.
                odd[member] = odd.GetValueOrDefault(member) + (misfits.Contains(member) ? 1 : 0);
                if (!misfits.Contains(member) || odd[member] >= Regroupings)
                {
                    tried[member] = tried[member].Union(keys);
                }
            }
        }
    }
}
