using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// Reads instances by id, <c>ceil(N/100)</c> DescribeInstances for all who ask at about the same time, or the whole region page by page; ids that
/// are asked for together with the region come out of its pages. Polls and other reads travel apart: a machine that is down waits for no scan.
/// </summary>
internal sealed class InstanceReader
{
    private readonly ICvmApi _api;
    private readonly TimeProvider _time;
    private readonly SharedFlights<InstanceId, IReadOnlyDictionary<InstanceId, Reading>> _polls;
    private readonly SharedFlights<InstanceId, IReadOnlyDictionary<InstanceId, Reading>> _reads;
    private readonly RecentScan _recent;

    public InstanceReader(ICvmApi api, TimeProvider time, TimeSpan gather, Func<long?> wroteAt)
    {
        (_api, _time, _recent) = (api, time, new RecentScan(api, time, wroteAt));
        _polls = new(ReadTogetherAsync, TimeSpan.Zero, time);
        _reads = new(ReadTogetherAsync, gather, time);
    }

    /// <summary>
    /// Answers a reading for every id asked for, and perhaps for others. Throws <see cref="CvmException"/> to everyone on board when a call fails.
    /// </summary>
    public Task<IReadOnlyDictionary<InstanceId, Reading>> ReadAsync(
        IEnumerable<InstanceId> ids,
        CallPriority priority,
        CancellationToken cancellationToken = default
    ) => (priority <= CallPriority.Poll ? _polls : _reads).JoinAsync(ids, everything: false, priority, cancellationToken);

    /// <summary>The same for who refreshes or previews one resource: where many do, one after the other, a look at the region that began a moment ago may answer.</summary>
    public async Task<IReadOnlyDictionary<InstanceId, Reading>> ReadRecentAsync(InstanceId[] ids, CancellationToken cancellationToken) =>
        await _recent.FindAsync(ids, cancellationToken) ?? await ReadAsync(ids, CallPriority.Read, cancellationToken);

    /// <summary>Answers a reading for every instance of the region and for the ids asked for.</summary>
    public Task<IReadOnlyDictionary<InstanceId, Reading>> ReadRegionAsync(
        IEnumerable<InstanceId> ids,
        CancellationToken cancellationToken
    ) => _reads.JoinAsync(ids, everything: true, CallPriority.Read, cancellationToken);

    private async Task<IReadOnlyDictionary<InstanceId, Reading>> ReadTogetherAsync(Manifest<InstanceId> manifest)
    {
        var readings = manifest.Everything
            ? await new RegionScan(_api, _time).ReadAsync()
            : new Dictionary<InstanceId, Reading>(manifest.Ids.Length);
        if (manifest is { Everything: false, Priority: > CallPriority.Poll, Ids.Length: < CvmLimits.InstancesPerCall })
        {
            _recent.OnFlight();
        }

        foreach (var chunk in manifest.Ids.Where(id => !readings.ContainsKey(id)).Chunk(CvmLimits.InstancesPerCall))
        {
            var begunAt = _time.GetUtcNow();
            var seen = await _api.DescribeInstancesAsync(chunk, manifest.Priority, CancellationToken.None);
            foreach (var id in chunk)
            {
                readings[id] = new Reading(null, begunAt);
            }

            foreach (var instance in seen)
            {
                readings[instance.Id] = new Reading(instance, begunAt);
            }
        }

        return readings;
    }
}
