namespace KeyBindingProvider.Simulator.Options;

/// <summary>All switches. Command line, YAML and documents are made from this one table.</summary>
public static partial class OptionTable
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
        Span("tag-lag", "how late tags show on an instance", o => o.TagLag, (o, v) => o with { TagLag = v }),
        Span("audit-lag", "how late a call shows in the audit log", o => o.AuditLag, (o, v) => o with { AuditLag = v }),
        Choice("audit-time", "how the audit log writes times", o => o.AuditTime, (o, v) => o with { AuditTime = v }),
        Text("console-user", "who acts at the console, by CAM name", o => o.ConsoleUser, (o, v) => o with { ConsoleUser = v }),
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
}
