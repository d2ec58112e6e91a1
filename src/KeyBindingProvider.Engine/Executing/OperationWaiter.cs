using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>Waits by looking: rounds of the shared poller until every member is over, by whatever the judge of the step says.</summary>
internal sealed class OperationWaiter(ApplyRun run)
{
    /// <summary>How many looks in a row must miss an instance before it counts as gone.</summary>
    public const int LooksUntilGone = 2;

    /// <summary>A look counts as taken directly before a write for so many intervals of polling.</summary>
    private const int FreshIntervals = 3;

    /// <summary>
    /// Polls until <paramref name="isOver"/> holds for each member or <paramref name="leave"/> says to stop looking; answers the members that are
    /// not over. The judge is asked after every round, also when the read failed, so that time limits hold.
    /// </summary>
    public async Task<List<Member>> AwaitAsync(
        IEnumerable<Member> members,
        string goal,
        Func<Member, bool> isOver,
        Func<List<Member>, bool>? leave = null
    )
    {
        var begun = run.Now;
        var open = members.ToList();
        var total = open.Count;
        while (open.Count > 0 && !(leave?.Invoke(open) ?? false))
        {
            if (!await TryObserveAsync(open))
            {
                return open;
            }

            open.RemoveAll(member => isOver(member));
            run.Report(new ApplyEvent.Waiting(goal, total - open.Count, total, run.Now - begun));
        }

        return open;
    }

    /// <summary>One look, for whoever is about to send something on what was read a while ago.</summary>
    public async Task LookAsync(IEnumerable<Member> members)
    {
        var open = members.ToList();
        if (open.Count > 0)
        {
            await TryObserveAsync(open);
        }
    }

    /// <summary>Looks once more if the last look at any of these was too long ago to send something on it.</summary>
    public Task LookIfStaleAsync(IReadOnlyCollection<Member> aboutToBeWritten, IEnumerable<Member> andThese)
    {
        var oldest = aboutToBeWritten.Count > 0 ? aboutToBeWritten.Min(member => member.Last!.BegunAt) : run.Now;
        return run.Now - oldest > run.Options.PollInterval * FreshIntervals ? LookAsync(andThese) : Task.CompletedTask;
    }

    /// <summary>One round. False when reading is pointless: the credentials do not serve any more.</summary>
    private async Task<bool> TryObserveAsync(List<Member> members)
    {
        try
        {
            var readings = await run.Poller.NextRoundAsync(members.Select(member => member.Id));
            members.ForEach(member => member.Observe(readings[member.Id]));
            run.ReadsDenied = false;
            return true;
        }
        catch (CvmException exception) when (exception.ErrorClass == ErrorClass.Authorization)
        {
            run.Abort(exception);
            run.ReadsDenied = true;
            return false;
        }
        catch (CvmException)
        {
            // No news is no verdict: the judge's time limits end the wait.
            return true;
        }
    }

    /// <summary>As <see cref="IsOperationOver"/> for a change of keys; ends early, and for good, when somebody starts the instance in its window.</summary>
    private bool IsChangeOver(Member member, bool goalRead)
    {
        if (member.Instance is not null && (member.State == PowerState.Running || member.State == PowerState.Starting))
        {
            member.Fail(
                ProblemCodes.StartedByAnother,
                $"was started by somebody else in the middle of its change; it has {(member.Keys.IsEmpty ? "no key" : member.Keys)}."
            );
            return true;
        }

        return IsOperationOver(member, goalRead, run.Options.ChangeBound);
    }

    /// <summary>Waits for changes of keys, unless everything but starting is cancelled; then nobody knows what becomes of them.</summary>
    public async Task AwaitChangeAsync(IEnumerable<Member> members, string goal, Func<Member, bool> goalRead)
    {
        var open = await AwaitAsync(members, goal, member => IsChangeOver(member, goalRead(member)), _ => run.StartOnly);
        open.ForEach(member => member.BrokenOffAt = run.Now);
    }

    /// <summary>
    /// Whether a wait for our own operation is over (rule <c>done-is-read</c>): the goal was read; or our request failed; or it succeeded, or
    /// never showed, and the goal stays unread for longer than the service's answers can be old; or the bound passed.
    /// </summary>
    public bool IsOperationOver(Member member, bool goalRead, TimeSpan bound)
    {
        var latest = member.Instance?.LatestOperation ?? LatestOperation.None;
        if (run.Rules.IsDone(goalRead, latest, member.RequestId) || member.TimesMissing >= LooksUntilGone)
        {
            return true;
        }

        var now = run.Now;
        var isOurs = member.RequestId.Length > 0 && latest.RequestId == member.RequestId;
        if (isOurs && latest.IsFailed)
        {
            return true;
        }

        if (now - member.SentAt >= bound)
        {
            return true;
        }

        if (latest.IsOperating)
        {
            return false;
        }

        member.SuccessSince ??= isOurs ? now : null;
        return now - (member.SuccessSince ?? member.SentAt) >= run.Options.StalenessBound;
    }
}
