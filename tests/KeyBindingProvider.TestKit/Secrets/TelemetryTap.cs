using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KeyBindingProvider.TestKit.Secrets;

/// <summary>
/// Keeps every tag of every metric and activity of this process, as whoever collects telemetry would see it. The runtime's own record of an exception is left out:
/// it quotes what was answered, and nothing of ours listens to it.
/// </summary>
public sealed class TelemetryTap : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private readonly ActivityListener _activities;
    private readonly MeterListener _metrics = new();

    public TelemetryTap()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(_activities);
        _metrics.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument, tags));
        _metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument, tags));
        _metrics.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Keep(instrument, tags));
        _metrics.Start();
    }

    /// <summary>All of it, a line each.</summary>
    public string Text => string.Join('\n', _seen.Keys);

    public void Dispose()
    {
        _activities.Dispose();
        _metrics.Dispose();
    }

    private void Keep(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            _seen.TryAdd($"{instrument.Name} {name}={value}", true);
        }
    }

    private void Keep(Activity activity)
    {
        _seen.TryAdd($"{activity.Source.Name} {activity.DisplayName}", true);
        foreach (var (name, value) in activity.TagObjects)
        {
            _seen.TryAdd($"{activity.Source.Name} {name}={value}", true);
        }
    }
}
