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
    /// <summary>A scan whose total keeps moving is begun again this many times; then the union of what was seen must do.</summary>
    private const int ScanAttempts = 3;

    private readonly ICvmApi _api;
    private readonly TimeProvider _time;
    private readonly SharedFlights<InstanceId, IReadOnlyDictionary<InstanceId, Reading>> _polls;
    private readonly SharedFlights<InstanceId, IReadOnlyDictionary<InstanceId, Reading>> _reads;

    public InstanceReader(ICvmApi api, TimeProvider time, TimeSpan gather)
    {
        (_api, _time) = (api, time);
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

    /// <summary>Answers a reading for every instance of the region and for the ids asked for.</summary>
    public Task<IReadOnlyDictionary<InstanceId, Reading>> ReadRegionAsync(
        IEnumerable<InstanceId> ids,
        CancellationToken cancellationToken
    ) => _reads.JoinAsync(ids, everything: true, CallPriority.Read, cancellationToken);

    private async Task<IReadOnlyDictionary<InstanceId, Reading>> ReadTogetherAsync(Manifest<InstanceId> manifest)
    {
        var readings = new Dictionary<InstanceId, Reading>(manifest.Ids.Length);
        for (var attempt = 1; manifest.Everything && !await TryScanAsync(readings) && attempt < ScanAttempts; attempt++) { }

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

    /// <summary>One pass over all pages; false when the total moved meanwhile, so that an instance may have slipped between two pages.</summary>
    private async Task<bool> TryScanAsync(Dictionary<InstanceId, Reading> readings)
    {
        var total = -1;
        for (var offset = 0; total < 0 || offset < total; offset += CvmLimits.InstancesPerCall)
        {
            var begunAt = _time.GetUtcNow();
            var page = await _api.DescribeInstancesPageAsync(offset, CallPriority.Read, CancellationToken.None);
            if (total >= 0 && page.TotalCount != total)
            {
                return false;
            }

            total = page.TotalCount;
            foreach (var instance in page.Instances)
            {
                readings[instance.Id] = new Reading(instance, begunAt);
            }
        }

        return true;
    }
}
