using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// A look at the whole region that answers those who ask for a few instances each, one after the other: an engine that refreshes or previews hundreds of resources ten at a
/// time would make a call, and wait for it, for every ten (rule <c>recent-scan</c>, <c>ADR 0045</c>). It answers questions that were asked at most
/// <see cref="s_serves"/> after it began, so an answer may be that much older than its question; nothing is decided or sent by it, and after a write of this process
/// it is silent for <see cref="s_quiet"/>. What it does not show is asked for by id, and so is everything once it fails, or is not through after <see cref="s_patience"/>:
/// in such a burst none is begun again, since whoever waits for it would have been answered by id long before.
/// </summary>
/// <param name="api">The account in the region.</param>
/// <param name="time">The clock.</param>
/// <param name="wroteAt">The timestamp of the last write that this process has sent there; null before the first.</param>
internal sealed class RecentScan(ICvmApi api, TimeProvider time, Func<long?> wroteAt)
{
    /// <summary>So many flights for a few instances directly after each other are a refresh of many.</summary>
    private const int FlightsOfABurst = 3;

    private static readonly TimeSpan s_serves = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = s_serves / 2;
    private static readonly TimeSpan s_burst = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private int _flights;
    private long _lastFlight;
    private int? _total;
    private bool _isTooSlow;
    private (Task<IReadOnlyDictionary<InstanceId, Reading>> Readings, long BegunAt)? _scan;

    /// <summary>A call for a few instances goes out.</summary>
    public void OnFlight()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            var goesOn = time.GetElapsedTime(_lastFlight, now) <= s_burst;
            (_flights, _isTooSlow, _lastFlight) = (goesOn ? _flights + 1 : 1, goesOn && _isTooSlow, now);
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
        !_isTooSlow
        && _flights >= FlightsOfABurst
        && time.GetElapsedTime(_lastFlight, now) <= s_burst
        && CvmLimits.Calls(_total ?? 0) <= _flights;

    private async Task<IReadOnlyDictionary<InstanceId, Reading>> ScanAsync()
    {
        var readings = new Dictionary<InstanceId, Reading>();
        var began = time.GetTimestamp();
        try
        {
            await Task.Yield();
            for (var listed = 0; ; )
            {
                var begunAt = time.GetUtcNow();
                var page = await api.DescribeInstancesPageAsync(listed, CallPriority.Read, CancellationToken.None);
                listed += page.Instances.Count;
                foreach (var instance in page.Instances)
                {
                    readings[instance.Id] = new Reading(instance, begunAt);
                }

                lock (_gate)
                {
                    _total = page.TotalCount;
                    _isTooSlow |= time.GetElapsedTime(began) > s_patience;
                    if (page.Instances.Count == 0 || listed >= page.TotalCount || _isTooSlow || CvmLimits.Calls(page.TotalCount) > _flights)
                    {
                        return readings;
                    }
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
