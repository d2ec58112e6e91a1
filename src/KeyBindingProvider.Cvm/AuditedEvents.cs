using System.Globalization;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>What an entry of the audit log says of the one act that was asked for.</summary>
internal sealed class AuditedEvents(CvmCredentials credentials)
{
    /// <summary>A date without an offset is taken for China's, where the service is at home: which it is, is not documented.</summary>
    private static readonly TimeSpan s_home = TimeSpan.FromHours(8);

    /// <summary>In the year 9892: what is later is no time, and arithmetic stays within what .NET can count.</summary>
    private const long LastSecond = 250_000_000_000;

    private const string DateForm = "yyyy-MM-dd HH:mm:ss";

    /// <summary>A stop, or nothing where the call was refused, or that it cannot be read. What it stopped is told by the machines themselves.</summary>
    public (StopEvent? Event, bool IsUnreadable) ReadStop(EventAnswer? entry, string name, DateTimeOffset? at) =>
        IsNone(entry, name) ? (null, IsUnreadable: false)
        : entry is null || at is null || entry.RequestID is not { Length: > 0 } request ? (null, IsUnreadable: true)
        : (new StopEvent(at.Value, request, UserOf(entry)), IsUnreadable: false);

    /// <summary>An act, or nothing where the call was refused, or that it cannot be read.</summary>
    public (KeyEvent? Event, bool IsUnreadable) Read(EventAnswer? entry, string name, KeyAct act, DateTimeOffset? at)
    {
        if (IsNone(entry, name))
        {
            return (null, IsUnreadable: false);
        }

        var call = entry?.CloudAuditEvent;
        InstanceId[] instances =
        [
            .. (call?.RequestParameters?.InstanceIds ?? [])
                .Where(id => InstanceId.TryParse(id, out _))
                .Select(id => InstanceId.FromService(id!)),
        ];
        var keys = KeySet.Of(
            (call?.RequestParameters?.KeyIds ?? []).Where(id => KeyId.TryParse(id, out _)).Select(id => KeyId.FromService(id!))
        );
        return entry is null || at is null || instances.Length == 0 || keys.IsEmpty
            ? (null, IsUnreadable: true)
            : (
                new KeyEvent
                {
                    Act = act,
                    At = at.Value,
                    Instances = [.. instances.Distinct()],
                    Keys = keys,
                    User = UserOf(entry),
                    UserType = Safe(call!.UserIdentity?.Type),
                    Principal = Safe(call.UserIdentity?.PrincipalId),
                    RequestId = Safe(entry.RequestID),
                    IsConsole = call.EventType == "ConsoleCall",
                    IsByOurAccessKey = entry.SecretId is { Length: > 0 } signer && signer == credentials.SecretId.Reveal(),
                },
                IsUnreadable: false
            );
    }

    /// <summary>When it was: Unix seconds where either form of the event has them, else a date; to the second. Null where neither can be read.</summary>
    public static DateTimeOffset? TimeOf(EventAnswer? entry)
    {
        string?[] told = [entry?.EventTime, entry?.CloudAuditEvent?.EventTime];
        return told.Select(Seconds).FirstOrDefault(time => time is not null) ?? told.Select(Date).FirstOrDefault(time => time is not null);
    }

    private static DateTimeOffset? Seconds(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static DateTimeOffset? Date(string? text) =>
        DateTime.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var home)
        && home.Year is > 1970 and < 9999
            ? new DateTimeOffset(home, s_home)
        : DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-ddTHH:mm:ssK",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
        && time.Year < 9999
            ? time
        : null;

    /// <summary>Another action than was asked for is none of our business, whyever it is listed.</summary>
    private static bool IsNone(EventAnswer? entry, string name) => entry is not null && (entry.EventName != name || IsRefused(entry));

    private string UserOf(EventAnswer entry) =>
        Safe(entry.CloudAuditEvent?.UserIdentity?.UserName is { Length: > 0 } user ? user : entry.Username);

    private static bool IsRefused(EventAnswer entry) => IsError(entry.ErrorCode) || IsError(entry.CloudAuditEvent?.ApiErrorCode);

    private static bool IsError(string? code) => code is not (null or "" or "0");

    private string Safe(string? text) => credentials.Redact(text ?? "");
}
