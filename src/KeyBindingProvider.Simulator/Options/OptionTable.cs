using System.Globalization;
using System.Text;

namespace KeyBindingProvider.Simulator;

/// <summary>One switch: a command line flag, a YAML option and a row of the documents at once.</summary>
/// <param name="Name">Its name, in kebab case.</param>
/// <param name="Values">What it takes.</param>
/// <param name="Description">What it decides.</param>
/// <param name="Read">Its value as text.</param>
/// <param name="Apply">Options with another value; a <see cref="FormatException"/> if the text makes no sense.</param>
public sealed record OptionSwitch(
    string Name,
    string Values,
    string Description,
    Func<SimulatorOptions, string> Read,
    Func<SimulatorOptions, string, SimulatorOptions> Apply
);

/// <summary>All switches. Command line, YAML and documents are made from this one table.</summary>
public static class OptionTable
{
    /// <summary>The switches in the order in which help shows them.</summary>
    public static IReadOnlyList<OptionSwitch> Switches { get; } =
    [
        Choice("bind", "what a bind does with other keys", o => o.Bind, (o, v) => o with { Bind = v }),
        Choice("bound-key", "binding a key that is bound", o => o.BoundKey, (o, v) => o with { BoundKey = v }),
        Text("bound-key-code", "code if that is an error", o => o.BoundKeyCode, (o, v) => o with { BoundKeyCode = v }),
        Choice("unbound-key", "unbinding a key that is not bound", o => o.UnboundKey, (o, v) => o with { UnboundKey = v }),
        Text("unbound-key-code", "code if that is an error", o => o.UnboundKeyCode, (o, v) => o with { UnboundKeyCode = v }),
        Choice("refused-batch", "what a refused batch leaves behind", o => o.RefusedBatch, (o, v) => o with { RefusedBatch = v }),
        Share("healthy-share", "share of the healthy ones that proceed", o => o.HealthyShare, (o, v) => o with { HealthyShare = v }),
        Choice("force-stop", "what ForceStop=true does", o => o.ForceStop, (o, v) => o with { ForceStop = v }),
        Choice(
            "restart-request-id",
            "RequestId of the start after ForceStop=true",
            o => o.RestartRequestId,
            (o, v) => o with { RestartRequestId = v }
        ),
        Choice(
            "running-without-force",
            "bind or unbind of a running instance",
            o => o.RunningWithoutForce,
            (o, v) => o with { RunningWithoutForce = v }
        ),
        Choice(
            "hard-while-stopping",
            "StopInstances HARD while STOPPING",
            o => o.HardWhileStopping,
            (o, v) => o with { HardWhileStopping = v }
        ),
        Choice("key-changes", "how bind and unbind complete", o => o.KeyChanges, (o, v) => o with { KeyChanges = v }),
        Choice("busy", "code for a busy instance", o => o.Busy, (o, v) => o with { Busy = v }),
        Share("soft-stop-hangs", "share of guests that never shut down", o => o.SoftStopHangs, (o, v) => o with { SoftStopHangs = v }),
        Share(
            "soft-stop-reverts",
            "share of guests that go back to RUNNING",
            o => o.SoftStopReverts,
            (o, v) => o with { SoftStopReverts = v }
        ),
        Share("soft-stop-late", "share of guests that shut down late", o => o.SoftStopLate, (o, v) => o with { SoftStopLate = v }),
        Share(
            "operation-failures",
            "share of operations that end FAILED",
            o => o.OperationFailures,
            (o, v) => o with { OperationFailures = v }
        ),
        MaxKeys(),
        Text("max-keys-code", "code for too many keys on an instance", o => o.MaxKeysCode, (o, v) => o with { MaxKeysCode = v }),
        Number("page-shifts", "later pages that miss an entry", o => o.PageShifts, (o, v) => o with { PageShifts = v }),
        Flag(
            "stop-charging-anyway",
            "no-charge stops although KEEP_CHARGING was sent",
            o => o.StopChargingAnyway,
            (o, v) => o with { StopChargingAnyway = v }
        ),
        Flag("rate-limits", "documented calls a second", o => o.RateLimits, (o, v) => o with { RateLimits = v }),
        Text("rate-limit-code", "code of a throttled call", o => o.RateLimitCode, (o, v) => o with { RateLimitCode = v }),
        Choice("language", "language of messages", o => o.Language, (o, v) => o with { Language = v }),
        Span("stop-soft", "time of a SOFT stop", o => o.StopSoft, (o, v) => o with { StopSoft = v }),
        Span("stop-late", "time of a late SOFT stop", o => o.StopLate, (o, v) => o with { StopLate = v }),
        Span("stop-hard", "time of a HARD stop", o => o.StopHard, (o, v) => o with { StopHard = v }),
        Span("start", "time of a start", o => o.Start, (o, v) => o with { Start = v }),
        Span("bind-time", "time of a bind", o => o.BindTime, (o, v) => o with { BindTime = v }),
        Span("unbind-time", "time of an unbind", o => o.UnbindTime, (o, v) => o with { UnbindTime = v }),
        Span("terminate", "time from TERMINATING to gone", o => o.Terminate, (o, v) => o with { Terminate = v }),
        Span("state-lag", "how late InstanceState shows", o => o.StateLag, (o, v) => o with { StateLag = v }),
        Span("keys-lag", "how late KeyIds shows", o => o.KeysLag, (o, v) => o with { KeysLag = v }),
        Span("operation-lag", "how late LatestOperation shows", o => o.OperationLag, (o, v) => o with { OperationLag = v }),
        Span("list-lag", "how late AssociatedInstanceIds shows", o => o.ListLag, (o, v) => o with { ListLag = v }),
        Span("latency", "time from effect to answer", o => o.Latency, (o, v) => o with { Latency = v }),
        Span(
            "clock-window",
            "largest clock difference (never scaled)",
            o => DurationRange.Exactly(o.ClockWindow),
            (o, v) => o with { ClockWindow = v.Max }
        ),
        Number("max-body", "largest request body in bytes", o => o.MaxBodyBytes, (o, v) => o with { MaxBodyBytes = v }),
        Text(
            "cvm-role",
            "role on the metadata paths, or none",
            o => o.CvmRole ?? "none",
            (o, v) => o with { CvmRole = v == "none" ? null : v }
        ),
    ];

    /// <summary>Sets one switch.</summary>
    /// <param name="options">The options to start from.</param>
    /// <param name="name">Name of the switch.</param>
    /// <param name="value">Its value.</param>
    /// <returns>New options.</returns>
    /// <exception cref="FormatException">There is no such switch, or the value makes no sense.</exception>
    public static SimulatorOptions Set(SimulatorOptions options, string name, string value)
    {
        var found = Switches.FirstOrDefault(s => s.Name == name) ?? throw new FormatException($"there is no option '{name}'");
        return found.Apply(options, value);
    }

    private static OptionSwitch Choice<T>(
        string name,
        string description,
        Func<SimulatorOptions, T> read,
        Func<SimulatorOptions, T, SimulatorOptions> apply
    )
        where T : struct, Enum
    {
        var names = Enum.GetValues<T>().ToDictionary(Kebab, static v => v, StringComparer.Ordinal);
        var values = string.Join('|', names.Keys);
        return new OptionSwitch(
            name,
            values,
            description,
            o => Kebab(read(o)),
            (o, text) => apply(o, names.TryGetValue(text, out var value) ? value : throw Wrong(name, text, values))
        );
    }

    private static OptionSwitch Flag(
        string name,
        string description,
        Func<SimulatorOptions, bool> read,
        Func<SimulatorOptions, bool, SimulatorOptions> apply
    ) =>
        new(
            name,
            "on|off",
            description,
            o => read(o) ? "on" : "off",
            (o, text) =>
                apply(
                    o,
                    text switch
                    {
                        "on" or "true" => true,
                        "off" or "false" => false,
                        _ => throw Wrong(name, text, "on|off"),
                    }
                )
        );

    private static OptionSwitch Text(
        string name,
        string description,
        Func<SimulatorOptions, string> read,
        Func<SimulatorOptions, string, SimulatorOptions> apply
    ) => new(name, "text", description, read, (o, text) => apply(o, text.Length > 0 ? text : throw Wrong(name, text, "text")));

    private static OptionSwitch Share(
        string name,
        string description,
        Func<SimulatorOptions, double> read,
        Func<SimulatorOptions, double, SimulatorOptions> apply
    ) =>
        new(
            name,
            "0..1",
            description,
            o => read(o).ToString(CultureInfo.InvariantCulture),
            (o, text) =>
                apply(
                    o,
                    double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value <= 1
                        ? value
                        : throw Wrong(name, text, "0..1")
                )
        );

    private static OptionSwitch Number(
        string name,
        string description,
        Func<SimulatorOptions, int> read,
        Func<SimulatorOptions, int, SimulatorOptions> apply
    ) =>
        new(
            name,
            "number",
            description,
            o => read(o).ToString(CultureInfo.InvariantCulture),
            (o, text) =>
                apply(
                    o,
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                        ? value
                        : throw Wrong(name, text, "number")
                )
        );

    private static OptionSwitch Span(
        string name,
        string description,
        Func<SimulatorOptions, DurationRange> read,
        Func<SimulatorOptions, DurationRange, SimulatorOptions> apply
    ) =>
        new(
            name,
            "time or time..time",
            description,
            o => read(o).ToString(),
            (o, text) => apply(o, DurationRange.TryParse(text, out var value) ? value : throw Wrong(name, text, "2s, 500ms, 2s..5s"))
        );

    private static OptionSwitch MaxKeys() =>
        new(
            "max-keys",
            "none|number",
            "most keys on one instance",
            static o => o.MaxKeysPerInstance?.ToString(CultureInfo.InvariantCulture) ?? "none",
            static (o, text) =>
                text == "none" ? o with { MaxKeysPerInstance = null }
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? o with { MaxKeysPerInstance = most }
                : throw Wrong("max-keys", text, "none|number")
        );

    private static string Kebab<T>(T value)
        where T : struct, Enum
    {
        var text = new StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static FormatException Wrong(string name, string text, string values) => new($"'{text}' is not a value of '{name}' ({values})");
}
