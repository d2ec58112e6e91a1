using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// A look at the whole region that answers those who ask for a few instances each, one after the other: an engine that refreshes or previews hundreds of resources ten at a
/// time would make a call, and wait for it, for every ten (rule <c>recent-scan</c>, <c>ADR 0045</c>). It answers questions that were asked at most
/// <see cref="s_serves"/> after it began, so an answer may be that much older than its question; nothing is decided or sent by it, and after a write of this process
/// it is silent for <see cref="s_quiet"/>. What it does not show is asked for by id, and so is everything once it fails.
/// </summary>
/// <param name="api">The account in the region.</param>
/// <param name="time">The clock.</param>
/// <param name="wroteAt">The timestamp of the last write that this process has sent there; null before the first.</param>
internal sealed class RecentScan(ICvmApi api, TimeProvider time, Func<long?> wroteAt)
{
    /// <summary>So many flights for a few instances directly after each other are a refresh of many.</summary>
    private const int FlightsOfABurst = 3;

    private static readonly TimeSpan s_serves = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _flights;
    private long _lastFlight;
    private int? _total;
    private (Task<IReadOnlyDictionary<InstanceId, Reading>> Readings, long BegunAt)? _scan;

    /// <summary>A call for a few instances goes out.</summary>
    public void OnFlight()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _flights = time.GetElapsedTime(_lastFlight, now) <= s_burst ? _flights + 1 : 1;
            _lastFlight = now;
        }
    }

    /// <summary>Readings that hold all of these instances; null where they are to be asked for by id.</summary>
    public async Task<IReadOnlyDictionary<InstanceId, Reading>?> FindAsync(
        IReadOnlyCollection<InstanceId> ids,
        CancellationToken cancellationToken
    )
    {
        Task<IReadOnlyDictionary<InstanceId, Reading>> readings;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            if (HasWritten(now))
            {
                return null;
            }

            if (_scan is not { } scan || time.GetElapsedTime(scan.BegunAt, now) > s_serves)
            {
                if (!IsWorthIt(now))
                {
                    return null;
                }

                scan = (ScanAsync(), now);
                _scan = scan;
            }

            // As long as it serves, the burst goes on.
            _lastFlight = now;
            readings = scan.Readings;
        }

        var found = await readings.WaitAsync(cancellationToken);
        return !HasWritten(time.GetTimestamp()) && ids.All(found.ContainsKey) ? found : null;
    }

    private bool HasWritten(long now) => wroteAt() is { } at && time.GetElapsedTime(at, now) < s_quiet;

    /// <summary>A scan never costs more calls than the burst has made already.</summary>
    private bool IsWorthIt(long now) =>
        _flights >= FlightsOfABurst && time.GetElapsedTime(_lastFlight, now) <= s_burst && CvmLimits.Calls(_total ?? 0) <= _flights;

    private async Task<IReadOnlyDictionary<InstanceId, Reading>> ScanAsync()
    {
        var readings = new Dictionary<InstanceId, Reading>();
        try
        {
            await Task.Yield();
            for (var listed = 0; ; )
            {
                var begunAt = time.GetUtcNow();
                var page = await api.DescribeInstancesPageAsync(listed, CallPriority.Read, CancellationToken.None);
                listed += page.Instances.Count;
                int most;
                lock (_gate)
                {
                    _total = page.TotalCount;
                    most = _flights * CvmLimits.InstancesPerCall;
                }

                foreach (var instance in page.Instances)
                {
                    readings[instance.Id] = new Reading(instance, begunAt);
                }

                if (page.Instances.Count == 0 || listed >= page.TotalCount || page.TotalCount > most)
                {
                    return readings;
                }
            }
        }
        catch (CvmException)
        {
            // Whoever asked asks by id, and hears of it there.
            return readings;
        }
    }
}
