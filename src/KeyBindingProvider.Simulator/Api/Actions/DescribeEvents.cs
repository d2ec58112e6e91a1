using System.Collections.Frozen;
using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>cloudaudit DescribeEvents: pages of the audit log, the newest first. NextToken is a number that no double can hold, as in the documents' own sample.</summary>
internal sealed class DescribeEvents(AuditLog log, Timeline timeline) : IApiAction
{
    private const int MaxResults = 50;
    private const int DefaultResults = 10;
    private const long TokenBase = 16_805_138_000_000_000;
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(90);
    private static readonly TimeSpan s_longestSpan = TimeSpan.FromDays(30);

    /// <summary>Where the service is.</summary>
    public static FrozenSet<string> Regions { get; } =
        FrozenSet.ToFrozenSet(
            ["ap-guangzhou", "ap-hongkong", "ap-seoul", "ap-singapore", "ap-tokyo", "eu-frankfurt"],
            StringComparer.Ordinal
        );

    /// <summary>Documented keys of which an event here has the value.</summary>
    private static readonly FrozenDictionary<string, Func<AuditedCall, string>> s_keys = new Dictionary<string, Func<AuditedCall, string>>(
        StringComparer.Ordinal
    )
    {
        ["RequestId"] = static call => call.RequestId,
        ["EventName"] = static call => call.EventName,
        ["ActionType"] = static _ => "Write",
        ["PrincipalId"] = static call => call.PrincipalId,
        ["ResourceType"] = static _ => Products.Cvm,
        ["AccessKeyId"] = static call => call.SecretId,
        ["ApiErrorCode"] = static call => call.ErrorCode,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public string Name => nameof(DescribeEvents);

    public string Product => Products.CloudAudit;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "StartTime",
            "EndTime",
            "NextToken",
            "MaxResults",
            "LookupAttributes",
            "IsReturnLocation",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var (start, end) = (Time(call, "StartTime"), Time(call, "EndTime"));
        if (start < timeline.Now - s_retention || end < start || end - start >= s_longestSpan)
        {
            throw new ApiRefusal("InvalidParameter", "StartTime");
        }

        var limit = call.Parameters.Number("MaxResults") ?? DefaultResults;
        if (limit is < 1 or > MaxResults)
        {
            throw new ApiRefusal("InvalidParameter", "MaxResults");
        }

        var conditions = Conditions(call);
        AuditedCall[] found =
        [
            .. log.Visible().Where(entry => entry.At >= start && entry.At <= end && conditions.All(holds => holds(entry))),
        ];
        var begin = Begin(call, found);
        AuditedCall[] page = [.. found.Skip(begin).Take((int)limit)];
        answer.WriteBoolean("ListOver"u8, begin + page.Length == found.Length);
        answer.WriteStartArray("Events"u8);
        foreach (var entry in page)
        {
            Write(answer, entry);
        }

        answer.WriteEndArray();
        answer.WriteNumber("TotalCount"u8, page.Length);
        answer.WriteNumber("NextToken"u8, page.Length == 0 ? 0 : TokenBase + page[^1].Number);
    }

    private static DateTimeOffset Time(ActionCall call, string name)
    {
        var seconds = call.Parameters.Number(name) ?? throw new ApiRefusal("MissingParameter", name);
        return seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ApiRefusal("InvalidParameter", name);
    }

    private static List<Func<AuditedCall, bool>> Conditions(ActionCall call)
    {
        var byKey = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var attribute in call.Parameters.Objects("LookupAttributes") ?? [])
        {
            attribute.AllowOnly(new HashSet<string> { "AttributeKey", "AttributeValue" });
            var key = attribute.RequiredText("AttributeKey");
            if (!s_keys.ContainsKey(key))
            {
                throw new ApiRefusal("InvalidParameter", key);
            }

            byKey.TryAdd(key, []);
            byKey[key].Add(attribute.Text("AttributeValue") ?? "");
        }

        return [.. byKey.Select(pair => (Func<AuditedCall, bool>)(entry => pair.Value.Contains(s_keys[pair.Key](entry))))];
    }

    /// <summary>After the entry that the token names: what has become visible meanwhile moves nothing.</summary>
    private static int Begin(ActionCall call, AuditedCall[] found)
    {
        if (call.Parameters.Number("NextToken") is not { } token)
        {
            return 0;
        }

        var last = Array.FindIndex(found, entry => TokenBase + entry.Number == token);
        return last >= 0 ? last + 1 : throw new ApiRefusal("InvalidParameter", "NextToken");
    }

    private static void Write(Utf8JsonWriter answer, AuditedCall entry)
    {
        answer.WriteStartObject();
        answer.WriteString("EventId"u8, entry.RequestId);
        answer.WriteString("EventName"u8, entry.EventName);
        answer.WriteString("EventTime"u8, entry.EventTime);
        answer.WriteString("Username"u8, entry.Username);
        answer.WriteNumber("AccountID"u8, 100000000001);
        answer.WriteString("SecretId"u8, entry.SecretId);
        answer.WriteString("SourceIPAddress"u8, "203.0.113.7");
        answer.WriteString("RequestID"u8, entry.RequestId);
        answer.WriteNumber("ErrorCode"u8, entry.ErrorCode.Length == 0 ? 0 : 1);
        answer.WriteString("EventRegion"u8, entry.Region);
        answer.WriteString("ResourceRegion"u8, entry.Region);
        answer.WriteString("EventSource"u8, $"cvm.{entry.Region}.api.tencentyun.com");
        answer.WriteStartObject("Resources"u8);
        answer.WriteString("ResourceType"u8, Products.Cvm);
        answer.WriteString("ResourceName"u8, "");
        answer.WriteEndObject();
        answer.WriteString("CloudAuditEvent"u8, entry.Json);
        answer.WriteEndObject();
    }
}
