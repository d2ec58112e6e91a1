using System.Globalization;
using System.Text.Json;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cvm.Tests;

/// <summary>cloudaudit DescribeEvents: what is asked, what is made of the answers, and what is not.</summary>
public class AuditLogTests
{
    private const string Bind = "AssociateInstancesKeyPairs";
    private const string Unbind = "DisassociateInstancesKeyPairs";
    private const string Token = "session-token-that-nobody-may-see";

    private static readonly string[] s_instances = ["ins-aaaaaaaa", "ins-bbbbbbbb"];
    private static readonly string[] s_keys = ["skey-aaaaaaaa"];
    private static readonly long s_now = VirtualTime.Origin.ToUnixTimeSeconds();

    [Fact]
    public void Log_IsAskedOnceForEachAction_WithinItsLimits()
    {
        var (log, sent) = Read(TimeSpan.FromDays(30), (_, _) => Page([]));

        Assert.Equal(2, sent.Count);
        Assert.Equal([Bind, Unbind], sent.Select(NameAsked));
        Assert.All(
            sent,
            request =>
            {
                Assert.Equal("https://cloudaudit.tencentcloudapi.com/", request.Uri.ToString());
                Assert.Equal(
                    ("DescribeEvents", "2019-03-19", "ap-guangzhou"),
                    (request.Action, request.Headers["X-TC-Version"], request.Headers["X-TC-Region"])
                );
                Assert.Contains("/cloudaudit/tc3_request", request.Headers["Authorization"], StringComparison.Ordinal);
                Assert.Equal(
                    ["StartTime", "EndTime", "MaxResults", "LookupAttributes"],
                    request.Json.EnumerateObject().Select(field => field.Name)
                );
                Assert.Equal(50, request.Json.GetProperty("MaxResults").GetInt32());
                Assert.Equal(s_now, request.Json.GetProperty("EndTime").GetInt64());
                Assert.Equal(s_now - (30 * 86_400) + 1, request.Json.GetProperty("StartTime").GetInt64());
            }
        );
        Assert.Empty(log.Events);
        Assert.Equal(log.From, log.WholeFrom);
    }

    [Fact]
    public void Stops_AreOneQuestion_AndAnotherActionOrARefusedOneIsNone()
    {
        var (log, sent) = ReadStops(
            (_, _) =>
                Page([
                    """{"EventName":"StopInstances","EventTime":"1767225600","Username":"ada","RequestID":"r-1"}""",
                    """{"EventName":"StopInstances","EventTime":"1767225601","RequestID":"r-2","ErrorCode":"UnauthorizedOperation"}""",
                    """{"EventName":"StartInstances","EventTime":"1767225602","RequestID":"r-3"}""",
                    """{"EventName":"StopInstances","EventTime":"1767225603","RequestID":""}""",
                    """{"EventName":"StopInstances","EventTime":"never","RequestID":"r-4"}""",
                ])
        );

        Assert.Equal("StopInstances", NameAsked(Assert.Single(sent)));
        Assert.Equal(new StopEvent(DateTimeOffset.FromUnixTimeSeconds(1_767_225_600), "r-1", "ada"), Assert.Single(log.Events));
        Assert.Equal(("ada", true), (log.Find("r-1")!.User.Raw, log.IsWhole));
        Assert.Null(log.Find("r-2"));
        Assert.Null(log.Find(""));
    }

    [Fact]
    public void Stops_ThatDoNotEnd_AreReadInTenCalls_AndThatIsSaid()
    {
        var (log, sent) = ReadStops(
            (_, number) =>
                Page(
                    [$$"""{"EventName":"StopInstances","EventTime":"{{s_now - number}}","RequestID":"r-{{number}}"}"""],
                    token: number.ToString(CultureInfo.InvariantCulture)
                )
        );

        Assert.Equal(10, sent.Count);
        Assert.Equal((10, false), (log.Events.Length, log.IsWhole));
        Assert.Contains("The log holds more stops than are read of it", log.NotWhole().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ap-guangzhou", "ap-guangzhou")]
    [InlineData("ap-singapore", "ap-singapore")]
    [InlineData("ap-beijing", "ap-guangzhou")]
    public void Region_IsOneOfTheServices(string region, string asked) => Assert.Equal(asked, CvmClient.AuditRegionOf(region));

    /// <summary>The number is no double's: 16805138109322957 would become ...956 on the way.</summary>
    [Fact]
    public void Pages_FollowTheNumber_ToTheEnd()
    {
        var (log, sent) = Read(
            TimeSpan.FromDays(1),
            (request, number) =>
                NameAsked(request) == Unbind ? Page([])
                : number == 1 ? Page([Event(at: s_now - 10)], token: "16805138109322957")
                : Page([Event(at: s_now - 20)])
        );

        Assert.Equal([null, "16805138109322957", null], sent.Select(TokenSent));
        Assert.Equal([10, 20], log.Events.Select(act => s_now - act.At.ToUnixTimeSeconds()));
        Assert.Equal(log.From, log.WholeFrom);
    }

    [Fact]
    public void Log_ThatDoesNotEnd_IsReadInTwentyCalls_AndIsWholeFromItsOldestPageOn()
    {
        var (log, sent) = Read(
            TimeSpan.FromDays(7),
            (_, number) => Page([Event(at: s_now - number)], token: number.ToString(CultureInfo.InvariantCulture))
        );

        Assert.Equal(20, sent.Count);
        // The ten of binding reach back 10 s, the ten of unbinding, sent after them, 11 to 20 s; of the second of the last one some may be left out.
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(s_now - 9), log.WholeFrom);
    }

    [Fact]
    public void Log_InAnotherOrder_ThatDoesNotEnd_IsNowhereWhole()
    {
        var (log, _) = Read(
            TimeSpan.FromDays(7),
            (_, number) => Page([Event(at: s_now - 100 + number)], token: number.ToString(CultureInfo.InvariantCulture))
        );

        Assert.Equal(log.Until, log.WholeFrom);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"next\"")]
    [InlineData("-1")]
    [InlineData("1e3")]
    public void Token_ThatIsNone_EndsTheReading_AndTheLogIsNotWhole(string token)
    {
        var (log, sent) = Read(TimeSpan.FromDays(7), (_, _) => Page([Event(at: s_now - 60)], token));

        Assert.Equal(2, sent.Count);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(s_now - 59), log.WholeFrom);
    }

    [Fact]
    public void Token_ThatStaysTheSame_EndsTheReading()
    {
        var (_, sent) = Read(TimeSpan.FromDays(7), (_, _) => Page([Event(at: s_now - 60)], "5"));
        Assert.Equal(4, sent.Count);
    }

    [Theory]
    [InlineData("\"1772600767\"", "1772600767", "2026-03-04T05:06:07Z")]
    [InlineData("1772600767", "\"1772600767\"", "2026-03-04T05:06:07Z")]
    [InlineData("\"2026-03-04 13:06:07\"", "1772600767", "2026-03-04T05:06:07Z")]
    [InlineData("\"2026-03-04 13:06:07\"", "\"2026-03-04 13:06:07\"", "2026-03-04T05:06:07Z")]
    [InlineData("\"2026-03-04T05:06:07Z\"", "null", "2026-03-04T05:06:07Z")]
    [InlineData("\"2026-03-04T13:06:07+08:00\"", "null", "2026-03-04T05:06:07Z")]
    [InlineData("null", "1772600767", "2026-03-04T05:06:07Z")]
    public void Time_IsReadInEitherForm(string outer, string inner, string read) =>
        Assert.Equal(DateTimeOffset.Parse(read, CultureInfo.InvariantCulture), Assert.Single(Read([Event(outer, inner)]).Events).At);

    [Theory]
    [InlineData("null", "null")]
    [InlineData("\"yesterday\"", "{}")]
    [InlineData("\"99999999999999999999\"", "9999999999999999")]
    [InlineData("\"9999-12-31 23:59:59\"", "\"9999-12-31T23:59:59Z\"")]
    [InlineData("-1", "[1]")]
    public void Time_ThatIsNone_MakesTheEventUnreadable(string outer, string inner)
    {
        var log = Read([Event(outer, inner)]);
        Assert.Equal((0, 1), (log.Events.Length, log.Unreadable));
    }

    [Fact]
    public void Event_IsWhoWhenAndWhat()
    {
        var act = Assert.Single(Read([Event(at: s_now - 60)]).Events);

        Assert.Equal((KeyAct.Bound, "alice", "CAMUser", "100000000003"), (act.Act, act.User.Raw, act.UserType.Raw, act.Principal.Raw));
        Assert.Equal(("r-1", true, false), (act.RequestId.Raw, act.IsConsole, act.IsByOurAccessKey));
        Assert.Equal(["ins-aaaaaaaa", "ins-bbbbbbbb"], act.Instances.Select(id => id.Value));
        Assert.Equal(["skey-aaaaaaaa"], act.Keys.Select(key => key.Value));
    }

    /// <summary>Tokens stand in the session's context, and may stand among the parameters: nothing of what is kept holds one.</summary>
    [Fact]
    public void Secrets_InAnEvent_AreNotKept()
    {
        var log = Read([
            Event(
                at: s_now - 60,
                parameters: new
                {
                    InstanceIds = new[] { "ins-aaaaaaaa", Token },
                    KeyIds = new[] { "skey-aaaaaaaa", Token },
                    Token,
                }
            ),
            Event(at: s_now - 61, user: $"me {Account.Key}"),
        ]);

        Assert.Equal(2, log.Events.Length);
        var kept = string.Join('\n', log.Events.Select(act => $"{act} {string.Join(' ', act.Instances)} {string.Join(' ', act.Keys)}"));
        Assert.DoesNotContain(Token, kept, StringComparison.Ordinal);
        Assert.DoesNotContain(Account.Key, kept, StringComparison.Ordinal);
        Assert.Equal("me [secret]", log.Events[1].User.Raw);
    }

    [Fact]
    public void AccessKey_OfThisRun_IsKnownAgain_AndNotKept()
    {
        var act = Assert.Single(Read([Event(at: s_now - 60, secretId: Account.Id)]).Events);

        Assert.True(act.IsByOurAccessKey);
        Assert.DoesNotContain(Account.Id, act.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Call_ThatWasRefused_OrIsAnother_IsNoAct()
    {
        var log = Read([
            Event(at: s_now - 60, errorCode: 1),
            Event(at: s_now - 61, apiErrorCode: "InvalidInstanceId.NotFound"),
            Event(at: s_now - 62, name: "StopInstances"),
        ]);
        Assert.Equal((0, 0), (log.Events.Length, log.Unreadable));
    }

    public static TheoryData<string> Unreadable =>
        [
            "null",
            "{}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\"}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":\"{\"}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":{}}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":\"\\ud800\"}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":\""
                + new string(' ', 70_000)
                + "{}\"}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":\"{\\\"requestParameters\\\":\\\"[]\\\"}\"}",
            "{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":\"{\\\"requestParameters\\\":\\\"{\\\\\\\"InstanceIds\\\\\\\":7}\\\"}\"}",
        ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Event_ThatCannotBeRead_IsCounted_AndTheRestIsRead(string entry)
    {
        var log = Read([entry, Event(at: s_now - 60)]);
        Assert.Equal((1, entry == "{}" ? 0 : 1), (log.Events.Length, log.Unreadable));
    }

    [Fact]
    public void Refusal_IsTold_AfterOneCall()
    {
        var (exception, sent) = Fail((_, _) => ScriptedService.Refused("UnauthorizedOperation", "no cloudaudit:DescribeEvents"));

        Assert.Single(sent);
        Assert.Equal(("UnauthorizedOperation", ErrorClass.Authorization), (exception.Code, exception.ErrorClass));
    }

    [Fact]
    public void Throttling_IsWaitedOut()
    {
        var (log, sent) = Read(
            TimeSpan.FromDays(1),
            (_, number) => number == 1 ? ScriptedService.Refused("RequestLimitExceeded") : Page([])
        );
        Assert.Equal(3, sent.Count);
        Assert.Empty(log.Events);
    }

    [Fact]
    public void Answer_ThatIsTooLarge_IsNotRead()
    {
        var (exception, sent) = Fail((_, _) => Page(["\"" + new string('x', 4 << 20) + "\""]));

        Assert.Contains("the answer is too large: at most 4194304 bytes are read", exception.Message, StringComparison.Ordinal);
        Assert.Equal(4, sent.Count);
    }

    private static string NameAsked(SentRequest request)
    {
        var attribute = Assert.Single(request.Json.GetProperty("LookupAttributes").EnumerateArray());
        Assert.Equal("EventName", attribute.GetProperty("AttributeKey").GetString());
        return attribute.GetProperty("AttributeValue").GetString()!;
    }

    private static string? TokenSent(SentRequest request) =>
        request.Json.TryGetProperty("NextToken", out var token) && token.ValueKind == JsonValueKind.Number ? token.GetRawText() : null;

    /// <summary>The events of binding; there are none of unbinding.</summary>
    private static KeyEventLog Read(string[] events) =>
        Read(TimeSpan.FromDays(7), (request, _) => Page(NameAsked(request) == Bind ? events : [])).Log;

    private static (KeyEventLog Log, List<SentRequest> Sent) Read(TimeSpan span, Func<SentRequest, int, HttpResponseMessage> answer)
    {
        KeyEventLog? log = null;
        List<SentRequest> sent = [];
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, answer);
            using var client = Account.Client(time, service);
            log = await client.ReadKeyEventsAsync("ap-guangzhou", span, CancellationToken.None);
            sent = service.Sent;
        });
        return (log!, sent);
    }

    private static (StopEventLog Log, List<SentRequest> Sent) ReadStops(Func<SentRequest, int, HttpResponseMessage> answer)
    {
        StopEventLog? log = null;
        List<SentRequest> sent = [];
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, answer);
            using var client = Account.Client(time, service);
            log = await client.ReadStopEventsAsync("ap-guangzhou", TimeSpan.FromDays(7), CancellationToken.None);
            sent = service.Sent;
        });
        return (log!, sent);
    }

    private static (CvmException Exception, List<SentRequest> Sent) Fail(Func<SentRequest, int, HttpResponseMessage> answer)
    {
        CvmException? exception = null;
        List<SentRequest> sent = [];
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, answer);
            using var client = Account.Client(time, service);
            exception = await Assert.ThrowsAsync<CvmException>(() =>
                client.ReadKeyEventsAsync("ap-guangzhou", TimeSpan.FromDays(7), CancellationToken.None)
            );
            sent = service.Sent;
        });
        return (exception!, sent);
    }

    /// <summary>A page with what is behind it; the last one where there is no token.</summary>
    private static HttpResponseMessage Page(string[] events, string? token = null) =>
        ScriptedService.Ok(
            $"\"ListOver\":{(token is null ? "true" : "false")},\"NextToken\":{token ?? "0"},\"TotalCount\":1,\"Events\":[{string.Join(',', events)}]"
        );

    private static string Event(string outer, string inner) =>
        Event(at: 0)
            .Replace("\"0\"", outer, StringComparison.Ordinal)
            .Replace("\\u0022AT\\u0022", inner.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);

    private static string Event(
        long at,
        string name = Bind,
        string user = "alice",
        string secretId = "AKIDsomebody",
        int errorCode = 0,
        string apiErrorCode = "",
        object? parameters = null
    ) =>
        JsonSerializer.Serialize(
            new
            {
                EventName = name,
                EventTime = at.ToString(CultureInfo.InvariantCulture),
                Username = "100000000003",
                SecretId = secretId,
                RequestID = "r-1",
                ErrorCode = errorCode,
                CloudAuditEvent = JsonSerializer.Serialize(
                    new
                    {
                        userIdentity = new
                        {
                            type = "CAMUser",
                            principalId = "100000000003",
                            userName = user,
                            sessionContext = JsonSerializer.Serialize(new { token = Token }),
                        },
                        eventType = "ConsoleCall",
                        eventTime = at == 0 ? (object)"AT" : at,
                        apiErrorCode,
                        requestParameters = JsonSerializer.Serialize(parameters ?? new { InstanceIds = s_instances, KeyIds = s_keys }),
                    }
                ),
            }
        );
}
