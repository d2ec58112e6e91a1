using System.Collections.Frozen;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Api.Actions;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// The audit log of the account, made of the journal whenever it is read: the writes to instances and keys, refused ones too, and what was done at the console, each after a
/// lag of its own. Throttled calls and calls of nobody are not in it.
/// </summary>
internal sealed class AuditLog(SimulatorOptions options, Timeline timeline, Dice dice, CredentialStore credentials, CallJournal journal)
{
    private const string Account = "100000000001";
    private const string User = "100000000002";
    private const string ConsoleUin = "100000000003";

    private static readonly FrozenSet<string> s_audited = FrozenSet.ToFrozenSet(
        [
            nameof(AssociateInstancesKeyPairs),
            nameof(DisassociateInstancesKeyPairs),
            nameof(DeleteKeyPairs),
            nameof(StopInstances),
            nameof(StartInstances),
        ],
        StringComparer.Ordinal
    );

    private static readonly FrozenDictionary<string, string> s_byHand = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [$"Console.{HandAct.Bind}"] = nameof(AssociateInstancesKeyPairs),
        [$"Console.{HandAct.Unbind}"] = nameof(DisassociateInstancesKeyPairs),
        [$"Console.{HandAct.Stop}"] = nameof(StopInstances),
        [$"Console.{HandAct.Start}"] = nameof(StartInstances),
        [$"Console.{HandAct.Terminate}"] = "TerminateInstances",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Texts of the service hold Chinese and quotation marks as they are.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is visible now, the newest first.</summary>
    public IReadOnlyList<AuditedCall> Visible() =>
        [
            .. journal
                .Calls.Where(call =>
                    (s_audited.Contains(call.Action) || s_byHand.ContainsKey(call.Action))
                    && call is { Throttled: false, Outcome: not CallJournal.None }
                    && !call.Outcome.StartsWith("AuthFailure", StringComparison.Ordinal)
                    && call.At + (options.AuditLag.At(dice.Roll("audit", call.Number, "lag")) / options.TimeScale) <= timeline.Now
                )
                .OrderByDescending(static call => call.At)
                .ThenByDescending(static call => call.Number)
                .Select(ToAudited),
        ];

    private AuditedCall ToAudited(CallRecord call)
    {
        var isConsole = call.Actor == Actors.Console;
        var session = isConsole ? null : credentials.Find(call.SecretId)?.Session;
        var (type, principal, name, shown) =
            isConsole ? ("CAMUser", ConsoleUin, options.ConsoleUser, ConsoleUin)
            : session is not null ? ("CAMRole", $"{session.Role}:{session.Name}", "roleUser", "roleUser")
            : ("CAMUser", User, User, User);
        return new AuditedCall
        {
            Number = call.Number,
            At = call.At,
            EventName = s_byHand.GetValueOrDefault(call.Action, call.Action),
            Region = call.Region,
            RequestId = call.RequestId,
            SecretId = call.SecretId,
            ErrorCode = call.Outcome == CallJournal.Ok ? "" : call.Outcome,
            Username = shown,
            PrincipalId = principal,
            EventTime = TimeText(call.At),
            Json = new JsonObject
            {
                ["userIdentity"] = new JsonObject
                {
                    ["principalId"] = principal,
                    ["accountId"] = Account,
                    ["secretId"] = call.SecretId,
                    // Real ones hold the session's token: whoever reads on must not let it out.
                    ["sessionContext"] = new JsonObject
                    {
                        ["token"] = "token-" + dice.Guid("audit-token", call.Number),
                        ["uin"] = principal,
                        ["ownerUin"] = Account,
                    }.ToJsonString(s_json),
                    ["type"] = type,
                    ["userName"] = name,
                },
                ["eventRegion"] = call.Region,
                ["errorCode"] = call.Outcome == CallJournal.Ok ? "0" : "1",
                ["requestID"] = call.RequestId,
                ["eventType"] = isConsole ? "ConsoleCall" : "ApiCall",
                ["actionType"] = "Write",
                ["apiErrorCode"] = call.Outcome == CallJournal.Ok ? JsonValue.Create(0) : JsonValue.Create(call.Outcome),
                ["eventTime"] =
                    options.AuditTime == AuditTimeForm.Seconds
                        ? JsonValue.Create(call.At.ToUnixTimeSeconds())
                        : JsonValue.Create(TimeText(call.At)),
                ["resourceType"] = Products.Cvm,
                ["requestParameters"] = call.Parameters.GetRawText(),
                ["responseElements"] = new JsonObject { ["RequestId"] = call.RequestId }.ToJsonString(s_json),
                ["eventName"] = s_byHand.GetValueOrDefault(call.Action, call.Action),
            }.ToJsonString(s_json),
        };
    }

    private string TimeText(DateTimeOffset at) =>
        options.AuditTime == AuditTimeForm.Seconds
            ? at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>One entry of the audit log.</summary>
internal sealed record AuditedCall
{
    public required long Number { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string EventName { get; init; }
    public required string EventTime { get; init; }
    public required string Region { get; init; }
    public required string RequestId { get; init; }
    public required string SecretId { get; init; }

    /// <summary>Empty for a call that was accepted.</summary>
    public required string ErrorCode { get; init; }
    public required string Username { get; init; }
    public required string PrincipalId { get; init; }

    /// <summary>The whole event, as JSON text.</summary>
    public required string Json { get; init; }
}
