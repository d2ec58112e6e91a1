using System.Text;
using System.Text.Json;
using CsCheck;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm.Tests.Wire;

/// <summary>What is strict and what is lenient in an answer, and that whatever comes is a response or a refusal with a line.</summary>
public class JsonReadingTests
{
    /// <summary>One of everything that is read in some way of its own.</summary>
    private const string Instances = """
        {
          "Response": {
            "TotalCount": 1,
            "InstanceSet": [
              {
                "InstanceId": "ins-1",
                "InstanceName": "web",
                "LoginSettings": { "KeyIds": ["skey-1", null] },
                "Placement": { "Zone": "z-1" },
                "Tags": [{ "Key": "a", "Value": "b" }]
              }
            ],
            "Error": { "Code": "c", "Message": "m" },
            "RequestId": "r"
          },
          "code": 0
        }
        """;

    private const string Versions = """
        {
          "Response": {
            "LaunchTemplateVersionSet": [
              {
                "LaunchTemplateVersion": 3,
                "IsDefaultVersion": true,
                "LaunchTemplateVersionData": {
                  "LoginSettings": { "KeyIds": ["skey-1"] },
                  "Placement": { "Zone": "z-1", "ProjectId": 5, "HostIds": ["h"], "HostIps": [1] },
                  "UserData": { "a": [true] }
                }
              }
            ]
          }
        }
        """;

    private const string Events = """
        {
          "Response": {
            "ListOver": false,
            "NextToken": 7,
            "Events": [{ "EventName": "e", "EventTime": 1, "CloudAuditEvent": "{\"requestParameters\":\"{\\\"KeyIds\\\":[\\\"skey-1\\\"]}\"}" }]
          }
        }
        """;

    private static readonly (string Answer, Func<ApiResponse> Fresh)[] s_answers =
    [
        (Instances, () => new DescribeInstancesResponse()),
        (Versions, () => new LaunchTemplateVersionsResponse()),
        (Events, () => new DescribeEventsResponse()),
    ];

    /// <summary>What stands in the place of a value, of a name or of nothing.</summary>
    private static readonly string[] s_odd =
    [
        "null",
        "true",
        "7",
        "1.0",
        "1e400",
        "99999999999999999999",
        "\"\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "[]",
        "[null]",
        "[[1]]",
        "{}",
        "{\"a\":{\"b\":1}}",
        "{\"KeyIds\":1}",
        "{\"\\ud800\":1}",
        "\n",
        "",
        "}",
        ",",
        ":",
        new('[', 40),
    ];

    /// <summary>Nothing is said of a document but whether it is refused, and where: no reader's exception of another kind comes out.</summary>
    [Fact]
    public void Answer_HoweverItIsSpoilt_IsReadOrRefusedWithALine() =>
        Gen.Select(Gen.Int[0, s_answers.Length - 1], Gen.Int[0, 999], Gen.Int[0, 12], Gen.Int[0, s_odd.Length - 1], Gen.Bool)
            .Sample(
                (which, at, length, odd, isToken) =>
                {
                    var (answer, fresh) = s_answers[which];
                    var text = Spoilt(answer, at, length, s_odd[odd], isToken);
                    try
                    {
                        JsonReading.Read(Encoding.UTF8.GetBytes(text), new Envelope(fresh));
                    }
                    catch (JsonException refusal)
                    {
                        Assert.InRange(refusal.LineNumber!.Value, 0, text.Count(c => c == '\n'));
                    }
                },
                iter: 20_000
            );

    [Theory]
    [InlineData("null")]
    [InlineData(" {} \r\n")]
    [InlineData("{\"Response\":null,\"code\":null,\"message\":null,\"Unknown\":[{\"Response\":7}]}")]
    [InlineData("{\"response\":7,\"RESPONSE\":7,\"Code\":\"x\",\"\\uD83D\\uDE00\":1}")]
    [InlineData("{\"Response\":{\"RequestId\":null,\"Error\":null,\"TotalCount\":\"x\",\"InstanceSet\":\"none\"}}")]
    public void Answer_ThatTellsNothing_IsRead(string json) => Assert.Null(Read<DescribeInstancesResponse>(json)?.RequestId);

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n[]", 1)]
    [InlineData("{}\n x", 1)]
    [InlineData("{} {}", 0)]
    [InlineData("{\n\"Response\":\n[]}", 2)]
    [InlineData("{\"Response\":{\n\"RequestId\":7}}", 1)]
    [InlineData("{\"Response\":{\n\"RequestId\":\"\\udc00\"}}", 1)]
    [InlineData("{\"Response\":{\"Error\":\"x\"}}", 0)]
    [InlineData("{\"code\":1.0}", 0)]
    [InlineData("{\"code\":2147483648}", 0)]
    [InlineData("{\"code\":\"1\"}", 0)]
    [InlineData("{\n\"\\ud800\":1}", 1)]
    [InlineData("{\"a\":1,}", 0)]
    [InlineData("{/**/}", 0)]
    public void Answer_OfAnotherKind_IsRefusedWithItsLine(string json, long line) =>
        Assert.Equal(line, Assert.ThrowsAny<JsonException>(() => Read<DescribeInstancesResponse>(json)).LineNumber);

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, true)]
    [InlineData(32, false)]
    public void Answer_IsReadToADepthOf32(int lists, bool isRead) =>
        Assert.Equal(
            isRead,
            Record.Exception(() => Read<ApiResponse>($"{{\"a\":{new string('[', lists)}{new string(']', lists)}}}")) is null
        );

    /// <summary>The last one as a whole: nothing of the one before is left in it.</summary>
    [Fact]
    public void Member_ThatStandsTwice_IsTheLast()
    {
        Assert.Equal("b", Read<ApiResponse>("{\"Response\":{\"RequestId\":\"a\",\"\\u0052equestId\":\"b\"}}")!.RequestId);
        Assert.Null(Read<ApiResponse>("{\"Response\":{\"RequestId\":\"a\",\"RequestId\":null}}")!.RequestId);
        Assert.Null(Read<ApiResponse>("{\"Response\":{\"RequestId\":\"a\"},\"Response\":{}}")!.RequestId);
        Assert.Null(Read<ApiResponse>("{\"Response\":{\"RequestId\":\"a\"},\"Response\":null}"));
    }

    [Fact]
    public void Name_ThatIsNoUtf8_IsPassedOver()
    {
        byte[] json = [.. "{\"Response\":{\"RequestId"u8, 0xFF, .. "\":7,\"RequestId\":\"a\"}}"u8];
        Assert.Equal("a", JsonReading.Read(json, new Envelope(() => new ApiResponse()))!.Response!.RequestId);
    }

    /// <summary>By its whole name, however long, and however it is written.</summary>
    [Fact]
    public void Template_KeepsWhatItDoesNotKnow()
    {
        var name = new string('n', 300);
        var content = Read<LaunchTemplateVersionsResponse>(
            "{\"Response\":{\"LaunchTemplateVersionSet\":[{\"LaunchTemplateVersionData\":{\"A\":1,\"\\u0041\":null,"
                + $"\"{name}\":[2],\"Placement\":{{\"B\":{{\"c\":3}}}}}}}}]}}}}"
        )!
            .LaunchTemplateVersionSet!.Single()!
            .LaunchTemplateVersionData!;
        Assert.Equal([("A", "null"), (name, "[2]")], content.Others!.Select(other => (other.Key, other.Value.GetRawText())));
        Assert.Equal("""{"c":3}""", content.Placement!.Others!["B"].GetRawText());
    }

    /// <summary>The API refuses what it does not define.</summary>
    [Fact]
    public void Request_IsWhatIsNotNull_InItsOrder()
    {
        Assert.Equal("""{"Limit":100}""", Text(new DescribeInstancesRequest { Limit = 100 }));
        Assert.Equal(
            """{"InstanceIds":["ins-1","\u00E9\u0022"],"Offset":0,"Limit":100}""",
            Text(
                new DescribeInstancesRequest
                {
                    Limit = 100,
                    Offset = 0,
                    InstanceIds = ["ins-1", "\u00e9\""],
                }
            )
        );
        Assert.Equal(
            """{"StartTime":1,"EndTime":2,"MaxResults":50,"NextToken":18446744073709551615,"LookupAttributes":[{"AttributeKey":"k","AttributeValue":"v"}]}""",
            Text(
                new DescribeEventsRequest
                {
                    StartTime = 1,
                    EndTime = 2,
                    MaxResults = 50,
                    NextToken = ulong.MaxValue,
                    LookupAttributes = [new LookupAttributeRequest { AttributeKey = "k", AttributeValue = "v" }],
                }
            )
        );
        Assert.Equal(
            """{"LaunchConfigurationId":"asc-1","LoginSettings":{"KeyIds":["skey-1"]}}""",
            Text(
                new LaunchConfigurationRequest
                {
                    LaunchConfigurationId = "asc-1",
                    LoginSettings = new KeyLoginRequest { KeyIds = ["skey-1"] },
                }
            )
        );
    }

    private static string Text(IRequest request) => Encoding.UTF8.GetString(request.ToBytes());

    private static T? Read<T>(string json)
        where T : ApiResponse, new() => (T?)JsonReading.Read(Encoding.UTF8.GetBytes(json), new Envelope(() => new T()))?.Response;

    /// <summary>With something odd in place of a token, or of any characters.</summary>
    private static string Spoilt(string answer, int at, int length, string odd, bool isToken)
    {
        if (isToken)
        {
            var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(answer));
            var tokens = new List<(int Start, int End)>();
            while (json.Read())
            {
                tokens.Add(((int)json.TokenStartIndex, (int)json.TokenStartIndex + json.ValueSpan.Length));
            }

            var (start, end) = tokens[at % tokens.Count];
            return answer[..start] + odd + answer[end..].TrimStart('"');
        }

        var from = at % answer.Length;
        return answer[..from] + odd + answer[Math.Min(answer.Length, from + length)..];
    }
}
