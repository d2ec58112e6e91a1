using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>
/// Reads instances by id and shares the calls: everything that is asked for before a read has begun goes into the same
/// <c>ceil(N/100)</c> DescribeInstances. A read that has begun is never joined, so nobody is handed an answer older than their question.
/// </summary>
internal sealed class InstanceReader(ICvmApi api, TimeProvider time, TimeSpan gatherDelay)
{
    private readonly Lock _gate = new();
    private Flight? _gathering;

    /// <summary>Answers a reading for every id asked for. Throws <see cref="CvmException"/> to everyone in the flight when a call fails.</summary>
    public Task<IReadOnlyDictionary<InstanceId, Reading>> ReadAsync(
        IEnumerable<InstanceId> ids,
        CallPriority priority,
        CancellationToken cancellationToken = default
    )
    {
        Flight flight;
        lock (_gate)
        {
            if (_gathering is null)
            {
                _gathering = new Flight();
                _ = DepartAsync(_gathering);
            }

            flight = _gathering;
            flight.Ids.UnionWith(ids);
            flight.Priority = (CallPriority)Math.Min((int)flight.Priority, (int)priority);
        }

        return flight.Landed.Task.WaitAsync(cancellationToken);
    }

    private async Task DepartAsync(Flight flight)
    {
        try
        {
            await Task.Yield();
            if (gatherDelay > TimeSpan.Zero)
            {
                await Task.Delay(gatherDelay, time);
            }

            InstanceId[] ids;
            lock (_gate)
            {
                _gathering = null;
                ids = [.. flight.Ids.Order()];
            }

            var readings = new Dictionary<InstanceId, Reading>(ids.Length);
            foreach (var chunk in ids.Chunk(CvmLimits.InstancesPerCall))
            {
                var begunAt = time.GetUtcNow();
                var seen = await api.DescribeInstancesAsync(chunk, flight.Priority, CancellationToken.None);
                foreach (var id in chunk)
                {
                    readings[id] = new Reading(null, begunAt);
                }

                foreach (var instance in seen)
                {
                    readings[instance.Id] = new Reading(instance, begunAt);
                }
            }

            flight.Landed.SetResult(readings);
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _gathering = _gathering == flight ? null : _gathering;
            }

            flight.Landed.SetException(exception);
            // Whoever waits sees it; a flight nobody waits for any more must not be an unobserved fault.
            _ = flight.Landed.Task.Exception;
        }
    }

    private sealed class Flight
    {
        public HashSet<InstanceId> Ids { get; } = [];
        public CallPriority Priority { get; set; } = CallPriority.NewStop;
        public TaskCompletionSource<IReadOnlyDictionary<InstanceId, Reading>> Landed { get; } = new();
    }
}
