using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>One change at a time on an instance in this process. Taken in id order, so that two operations never wait for each other in a circle.</summary>
internal sealed class InstanceLeases
{
    private readonly Dictionary<InstanceId, Queue<TaskCompletionSource>> _held = [];

    /// <summary>Waits until all the instances are ours.</summary>
    public async Task<IDisposable> AcquireAsync(IEnumerable<InstanceId> instances, CancellationToken cancellationToken)
    {
        var lease = new Lease(this);
        try
        {
            foreach (var id in instances.Distinct().Order())
            {
                await AcquireAsync(id, cancellationToken);
                lease.Ids.Add(id);
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task AcquireAsync(InstanceId id, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_held)
        {
            if (_held.TryAdd(id, new Queue<TaskCompletionSource>()))
            {
                return;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held[id].Enqueue(turn);
        }

        using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task;
    }

    private void Release(InstanceId id)
    {
        lock (_held)
        {
            var waiting = _held[id];
            while (waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _held.Remove(id);
        }
    }

    private sealed class Lease(InstanceLeases leases) : IDisposable
    {
        public List<InstanceId> Ids { get; } = [];

        public void Dispose()
        {
            Ids.ForEach(leases.Release);
            Ids.Clear();
        }
    }
}
