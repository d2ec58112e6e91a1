using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace KeyBindingProvider.Cvm.Telemetry;

/// <summary>Metrics of the client, for whoever listens. Names are stable; no id, key or secret is ever a tag.</summary>
internal static class CvmTelemetry
{
    private static readonly Meter Meter = new("KeyBindingProvider.Cvm");
    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "keybinding.cvm.call.duration",
        "s",
        "Duration of one attempt"
    );

    public static void Record(string action, string region, string code, TimeSpan elapsed)
    {
        if (Calls.Enabled)
        {
            Calls.Record(
                elapsed.TotalSeconds,
                new TagList
                {
                    { "action", action },
                    { "region", region },
                    { "code", code },
                }
            );
        }
    }
}
