using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>
/// What other objects of the run will bind, for whoever takes a last key away. An engine tells its objects one by one, in an order that nobody chose: a verdict about
/// lock-out must not depend on it, so it waits until the others have been told or nothing more comes (rule <c>coming-keys</c>).
/// </summary>
internal sealed class ComingKeys(RunDeclarations declarations, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _working;
    private TaskCompletionSource _moved = new();

    /// <summary>An operation of the run goes on: as long as it does, an engine may send others after it.</summary>
    public IDisposable Work()
    {
        Move(+1);
        return new Worker(this);
    }

    /// <summary>Something was declared, or has failed.</summary>
    public void Move() => Move(0);

    /// <summary>What others have declared on these instances and not failed to bind.</summary>
    public IReadOnlyDictionary<InstanceId, KeySet> On(IEnumerable<InstanceId> instances, string owner) =>
        instances
            .Select(id => (Id: id, Keys: declarations.ComingOn(id, owner)))
            .Where(coming => !coming.Keys.IsEmpty)
            .ToDictionary(coming => coming.Id, coming => coming.Keys);

    /// <summary>
    /// Waits until others have declared a key on each of these instances that stays there; false when nothing else of the run was going on for <paramref name="quiet"/>.
    /// </summary>
    /// <param name="losing">What is taken away, by instance.</param>
    /// <param name="owner">Who waits; between <see cref="Work"/> and its end.</param>
    /// <param name="quiet">How long an engine may take between two objects.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> WaitAsync(
        IReadOnlyDictionary<InstanceId, KeySet> losing,
        string owner,
        TimeSpan quiet,
        CancellationToken cancellationToken
    )
    {
        Move(-1);
        try
        {
            while (true)
            {
                Task moved;
                bool isQuiet;
                lock (_gate)
                {
                    (moved, isQuiet) = (_moved.Task, _working == 0);
                }

                if (losing.All(loss => !declarations.ComingOn(loss.Key, owner).Except(loss.Value).IsEmpty))
                {
                    return true;
                }

                try
                {
                    await moved.WaitAsync(isQuiet ? quiet : Timeout.InfiniteTimeSpan, time, cancellationToken);
                }
                catch (TimeoutException)
                {
                    return false;
                }
            }
        }
        finally
        {
            Move(+1);
        }
    }

    /// <summary>The plan with a word on what it counts on, so that nobody wonders for whom its apply waits.</summary>
    public Plan Explained(Plan plan, string owner)
    {
        var notes = plan
            .Changes.Where(change => change.CountsOnOthers)
            .GroupBy(change => string.Join(", ", declarations.WhoBringsKeys(change.Id, owner)), change => change)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Note(group.Key, [.. group.OrderBy(change => change.Id)]))
            .ToArray();
        return notes.Length == 0 ? plan : plan with { Problems = [.. plan.Problems, .. notes] };
    }

    private static Problem Note(string who, InstanceChange[] changes)
    {
        InstanceId[] ids = [.. changes.Select(change => change.Id)];
        var keys = KeySet.Of(changes.SelectMany(change => change.Expected.Except(change.Remove)).Distinct());
        return Problem.Warning(
            ProblemCodes.CountsOnOthers,
            $"The last key of {InstanceList.Of(ids)} goes once {(who.Length == 0 ? "another resource of this run" : who)} has bound {keys} there."
        ) with
        {
            Instances = ids,
        };
    }

    private void Move(int more)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            _working += more;
            (moved, _moved) = (_moved, new TaskCompletionSource());
        }

        moved.SetResult();
    }

    private sealed class Worker(ComingKeys coming) : IDisposable
    {
        public void Dispose() => coming.Move(-1);
    }
}
