using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// Binds wanted sets to instances that are STOPPED, grouped by equal sets. What is wanted is computed from the read directly before each attempt, so
/// that a key which somebody takes away meanwhile is not given back (rule <c>wanted-from-the-window</c>).
/// </summary>
internal sealed class BindRunner(ApplyRun run, BatchSender sender, OperationWaiter waiter)
{
    /// <summary>How often an instance may be grouped anew because its keys changed under our hands.</summary>
    private const int Regroupings = 3;

    public Task SendAsync(List<Member> members) => SendAsync(members, run.Traits.BindsDeltas, run.Traits.MayRefuseBoundKeys);

    /// <summary>Sends full sets, or with <paramref name="deltas"/> only what is missing.</summary>
    /// <param name="members">Whom to bind.</param>
    /// <param name="deltas">Where the service was found to refuse more, or to find that out.</param>
    /// <param name="undivided">A refused batch is not halved: it may be refused for naming bound keys, which is asked first.</param>
    public async Task SendAsync(IReadOnlyCollection<Member> members, bool deltas, bool undivided)
    {
        List<Member> open = [.. members];
        for (var round = 1; open.Count > 0 && round <= Regroupings; round++)
        {
            open.ForEach(Refresh);
            open.RemoveAll(HasTooMany);
            var waiting = open.ToHashSet();
            var misfits = new List<Member>();
            foreach (
                var rectangle in KeyGrouping.ByEqualKeys(open.Select(member => KeyValuePair.Create(member.Id, ToSend(member, deltas))))
            )
            {
                var ids = rectangle.Instances.ToHashSet();
                List<Member> batch = [.. waiting.Where(member => ids.Contains(member.Id))];
                await waiter.LookIfStaleAsync(batch, waiting);
                waiting.ExceptWith(batch);
                misfits.AddRange(await SendAsync(rectangle.Keys, batch, deltas, undivided));
            }

            open = misfits;
        }

        open.ForEach(member => member.Fail(ProblemCodes.ChangedMeanwhile, "its keys are being changed by somebody else all the time."));
    }

    private async Task<List<Member>> SendAsync(KeySet keys, List<Member> batch, bool deltas, bool undivided)
    {
        var keeping = batch.FindAll(member => !member.Keys.Intersect(keys).IsEmpty);
        var call = new WriteCall(CallAction.Associate, keys, run.Rules.ForceInWindow)
        {
            Undivided = undivided && keeping.Count > 0,
            IsExactFor = (member, sent) => IsExact(member, sent, deltas),
        };
        var misfits = await sender.SendAsync(call, batch);
        run.Traits.FullSetAccepted |= keeping.Exists(member => member.Refusal is null && !misfits.Contains(member)) && !run.StartOnly;
        return misfits;
    }

    public Task AwaitAsync(IEnumerable<Member> members) =>
        waiter.AwaitChangeAsync(members.Where(member => member.IsOpen && member.Refusal is null), "keys bound", IsBound);

    /// <summary>
    /// What was missing is there. The keys that were to be kept travelled in the same call, so where they are gone all the same somebody has taken
    /// them; unless only the missing ones were sent, and that dropped them.
    /// </summary>
    public static bool IsBound(Member member) => !member.Change.NeedsBind(member.Keys) && member.IsRestored;

    private void Refresh(Member member) => member.Want(run.Rules.ToBind(member.Change, member.Keys));

    private bool IsExact(Member member, KeySet sent, bool deltas)
    {
        Refresh(member);
        return run.Rules.IsStillExact(ToSend(member, deltas).Equals(sent));
    }

    /// <summary>Two binds would be needed, of which the second may drop what the first has bound.</summary>
    private static bool HasTooMany(Member member)
    {
        if (member.Wanted.Count <= CvmLimits.KeysPerCall)
        {
            return false;
        }

        member.Fail(ProblemCodes.TooManyKeys, $"would need {Grammar.Keys(member.Wanted.Count)}; one bind carries {CvmLimits.KeysPerCall}.");
        return true;
    }

    private static KeySet ToSend(Member member, bool deltas) => deltas ? member.Wanted.Except(member.Keys) : member.Wanted;
}
