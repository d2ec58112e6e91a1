using System.ComponentModel;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>Who made the drift of a region.</summary>
[Description("Who made the drift, by the audit log. Times are in UTC, such as 2026-01-02T03:04:05Z.")]
internal sealed record WhoFields
{
    [Description("Where the time begins that was asked for; null where the log could not be read.")]
    public required string? From { get; init; }

    [Description("Where it ends; what happened in the minutes before is not in the log yet.")]
    public required string? Until { get; init; }

    [Description("Since when the log was read whole; later than from where it held more than is read of it.")]
    public required string? WholeFrom { get; init; }

    [Description("Events of binding and unbinding that could not be read.")]
    public required int Unreadable { get; init; }

    [Description("The acts that explain drift, the newest first.")]
    public required IReadOnlyList<ActFields> Acts { get; init; }

    [Description("Drift that no visible act explains.")]
    public required IReadOnlyList<UnexplainedFields> Unexplained { get; init; }

    [Description("Why the log could not be read; null where it could.")]
    public required ProblemFields? Problem { get; init; }

    public static WhoFields Of(WhoDidIt who) =>
        new()
        {
            From = who.Log is { } log ? WhoText.Time(log.From) : null,
            Until = who.Log is { } until ? WhoText.Time(until.Until) : null,
            WholeFrom = who.Log is { } whole ? WhoText.Time(whole.WholeFrom) : null,
            Unreadable = who.Log?.Unreadable ?? 0,
            Acts = [.. who.Acts.Select(ActFields.Of)],
            Unexplained = [.. who.Unexplained.Select(pair => new UnexplainedFields(pair.Instance, pair.Key, pair.Act))],
            Problem = who.Problem is { } problem ? ProblemFields.Of(problem) : null,
        };
}

/// <summary>One act; what the log does not tell is empty.</summary>
[Description("One act; what the log does not tell is empty.")]
internal sealed record ActFields
{
    public required KeyAct Act { get; init; }
    public required string At { get; init; }

    [Description("Name of the user; root for the main account, roleUser for a role.")]
    public required string User { get; init; }

    [Description("As the log names it, such as CAMUser and Root.")]
    public required string UserType { get; init; }

    [Description("Number of the user, or what stands for a role.")]
    public required string Principal { get; init; }
    public required string RequestId { get; init; }

    [Description("Whether it was done at the console.")]
    public required bool Console { get; init; }

    [Description("Whether the access key of this run signed it.")]
    public required bool OwnAccessKey { get; init; }

    [Description("The drift that it explains.")]
    public required IReadOnlyList<PairFields> Pairs { get; init; }

    public static ActFields Of(ExplainedDrift drift)
    {
        var act = drift.Event;
        return new ActFields
        {
            Act = act.Act,
            At = WhoText.Time(act.At),
            User = act.User.Raw,
            UserType = act.UserType.Raw,
            Principal = act.Principal.Raw,
            RequestId = act.RequestId.Raw,
            Console = act.IsConsole,
            OwnAccessKey = act.IsByOurAccessKey,
            Pairs = [.. drift.Pairs.Select(pair => new PairFields(pair.Instance, pair.Key))],
        };
    }
}

/// <summary>One key on one instance.</summary>
internal sealed record PairFields(InstanceId InstanceId, KeyId KeyId);

/// <summary>One key on one instance, and what must have been done to it.</summary>
internal sealed record UnexplainedFields(InstanceId InstanceId, KeyId KeyId, KeyAct Act);
