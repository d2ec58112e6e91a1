using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Changes the keys of instances that are STOPPED: bind the full wanted set, read, unbind what is planned and still bound, read; one repair of
/// either (rule <c>window-order</c>).
/// </summary>
internal sealed class ChangeRunner(ApplyRun run, OperationWaiter waiter, BindRunner bind, UnbindRunner unbind)
{
    public async Task RunAsync(List<Member> members, bool mayShareInstances)
    {
        await waiter.LookIfStaleAsync(members, members);
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
        await bind.SendAsync(binding);
        await BindRefusals.ResolveAsync(run, bind, unbind, binding);
        await bind.AwaitAsync(binding);

        // One repair inside the window: an operation of ours that ended badly, or well without effect.
        var unbound = binding.FindAll(member => member.IsOpen && member.Refusal is null && !BindRunner.IsBound(member));
        await bind.SendAsync(unbound);
        await bind.AwaitAsync(unbound);

        foreach (var member in binding.Where(member => !BindRunner.IsBound(member)))
        {
            var why =
                member.Refusal?.Message ?? $"read back {Text(member.Keys)} instead of {Text(member.Wanted)} (request {member.RequestId})";
            Fail(
                member,
                ProblemCodes.BindFailed,
                $"{Grammar.Noun(member.Change.Declared.Count, "key")} {Text(member.Change.Declared)} could not be bound: {why.TrimEnd('.')}."
            );
            bindFailed.Add(member);
        }
    }

    private async Task UnbindAsync(List<Member> members, HashSet<Member> bindFailed, bool mayShareInstances)
    {
        // When the bind failed, access is still taken away, but only where the read shows another key to come in with.
        var unbinding = members.FindAll(member => member.IsOpen || (bindFailed.Contains(member) && KeepsAKey(member)));
        await unbind.RunAsync(unbinding, unbind.Removals, mayShareInstances);
        await unbind.RunAsync(unbinding.FindAll(member => member.Refusal is null), unbind.Removals, mayShareInstances: false);
        foreach (var member in unbinding.Where(member => !member.Change.RemoveFrom(member.Keys).IsEmpty))
        {
            var left = member.Change.RemoveFrom(member.Keys);
            var removals = Text(left);
            if (run.Rules.LocksOut(member.Change, member.Keys, run.Rules.ToUnbind(member.Change, member.Keys)))
            {
                Fail(
                    member,
                    ProblemCodes.WouldBeKeyless,
                    $"{removals} {Grammar.Was(left.Count)} not unbound: what is bound now ({Text(member.Keys)}) holds no other key, so nobody could log in."
                );
                continue;
            }

            var why = (member.Refusal ?? member.KeyRefusal)?.Message ?? $"still read back (request {member.RequestId})";
            Fail(member, ProblemCodes.UnbindFailed, $"{removals} could not be unbound: {why.TrimEnd('.')}.");
        }
    }

    private void Fail(Member member, ProblemCode code, string message)
    {
        if (run.StartOnly || (run.NoNewStops && !member.StoppedByUs))
        {
            member.Fail(ProblemCodes.Cancelled, $"was cancelled in the middle of its change; it has {Text(member.Keys)}.");
        }

        member.Fail(code, message);
    }

    private static bool KeepsAKey(Member member) => member.Change.AllowKeyless || !member.Keys.Except(member.Change.Remove).IsEmpty;

    private static string Text(KeySet keys) => keys.IsEmpty ? "no key" : keys.ToString();
}
