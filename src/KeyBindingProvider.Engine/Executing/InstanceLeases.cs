using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// One change at a time on an instance in this process. Taken in id order, so that two operations never wait for each other in a circle. An
/// operation that could not bring an instance up again keeps its lease beyond the wave; nobody waits for that, or there would be a circle.
/// </summary>
internal sealed class InstanceLeases
{
    private readonly Dictionary<InstanceId, Holding> _held = [];

    /// <summary>Waits until the instances are ours; those that another operation keeps are not in the lease.</summary>
    public async Task<Lease> AcquireAsync(IEnumerable<InstanceId> instances, CancellationToken cancellationToken)
    {
        var lease = new Lease(this);
        try
        {
            foreach (var id in instances.Distinct().Order())
            {
                if (await AcquireAsync(id, cancellationToken))
                {
                    lease.Ids.Add(id);
                }
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task<bool> AcquireAsync(InstanceId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource<bool> turn;
        lock (_held)
        {
            if (_held.TryAdd(id, new Holding()))
            {
                return true;
            }

            if (_held[id].IsKept)
            {
                return false;
            }

            turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _held[id].Waiting.Enqueue(turn);
        }

        using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        return await turn.Task;
    }

    /// <summary>Gives up a lease that was kept.</summary>
    public void Release(InstanceId id)
    {
        lock (_held)
        {
            var holding = _held[id];
            holding.IsKept = false;
            while (holding.Waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult(true))
                {
                    return;
                }
            }

            _held.Remove(id);
        }
    }

    private void Keep(InstanceId id)
    {
        lock (_held)
        {
            var holding = _held[id];
            holding.IsKept = true;
            while (holding.Waiting.TryDequeue(out var next))
            {
                next.TrySetResult(false);
            }
        }
    }

    private sealed class Holding
    {
        public bool IsKept { get; set; }
        public Queue<TaskCompletionSource<bool>> Waiting { get; } = new();
    }

    /// <summary>Instances that are ours until disposal.</summary>
    internal sealed class Lease(InstanceLeases leases) : IDisposable
    {
        /// <summary>The instances.</summary>
        public HashSet<InstanceId> Ids { get; } = [];

        /// <summary>Takes an instance out of the lease and keeps it, until <see cref="Release"/>.</summary>
        public void Keep(InstanceId id)
        {
            if (Ids.Remove(id))
            {
                leases.Keep(id);
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            foreach (var id in Ids)
            {
                leases.Release(id);
            }

            Ids.Clear();
        }
    }
}
