using System.Text;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cvm.Tests.Wire;

/// <summary>One bad name keeps no region from being read; an id, a state or a key that cannot be read does.</summary>
public class DecorationTests
{
    private const string Lone = "a\\ud800b\\udc00\\ud83d\\ude00\\n\\u00e9\\\"";
    private const string LoneShown = "a\uFFFDb\uFFFD\U0001F600\n\u00e9\"";

    [Theory]
    [InlineData("\"InstanceName\":\"" + Lone + "\"", LoneShown)]
    [InlineData("\"InstanceName\":17", "(unreadable)")]
    [InlineData("\"InstanceName\":{\"a\":[1]}", "(unreadable)")]
    [InlineData("\"InstanceName\":null", "")]
    [InlineData("\"OsName\":[1],\"LatestOperation\":{},\"LatestOperationErrorMsg\":false", "")]
    [InlineData("\"Placement\":\"here\",\"Tags\":\"none\"", "")]
    [InlineData("\"Placement\":{\"Zone\":[\"x\"],\"HostIds\":[{}]},\"Tags\":[3,[],null,{\"Key\":5,\"Value\":[]}]", "")]
    public void Instance_WithADecorationThatIsNone_IsReadAllTheSame(string fields, string name)
    {
        var instance = Read(Encoding.UTF8.GetBytes(fields));
        Assert.Equal((name, PowerState.Stopped, "skey-aaaaaaaa"), (instance.Name, instance.State, instance.Keys.ToString()));
    }

    [Fact]
    public void Name_OfBytesThatAreNoUtf8_IsReplaced()
    {
        byte[] name = [.. "\"InstanceName\":\"a"u8, 0xFF, 0xC3, .. "b\xC3\xA9\""u8];
        Assert.Equal("a\uFFFD\uFFFDb\u00C3\u00A9", Read(name).Name);
    }

    /// <summary>Only the part that is shown is ever decoded.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("\\ud83d\\ude00")]
    public void Name_OfTenMegabytes_IsCutAndMarked(string unit)
    {
        var fields = Encoding.UTF8.GetBytes($"\"InstanceName\":\"{string.Concat(Enumerable.Repeat(unit, (10 << 20) / unit.Length))}\"");
        var name = Read(fields).Name.Raw;
        Assert.InRange(name.Length, 1003, 1004);
        Assert.EndsWith("...", name, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_ThatAreTags_AreKept() =>
        Assert.Equal(
            "web",
            Read(
                "\"Tags\":[7,{\"Key\":\"role\",\"Value\":\"web\",\"More\":[1]}],\"Placement\":{\"HostId\":null,\"Zone\":\"z-1\"}"u8.ToArray()
            ).Tags["role"]
        );

    [Theory]
    [InlineData("\"InstanceState\":7")]
    [InlineData("\"InstanceState\":\"\\ud800\"")]
    [InlineData("\"LoginSettings\":{\"KeyIds\":\"skey-aaaaaaaa\"}")]
    [InlineData("\"LoginSettings\":{\"KeyIds\":[7]}")]
    [InlineData("\"LatestOperationState\":{}")]
    public void Instance_WithADecisionThatIsNone_IsNothingButItsId(string fields)
    {
        var instance = Read(Encoding.UTF8.GetBytes(fields));
        Assert.Equal(
            ("ins-aaaaaaaa", true, false, true),
            (instance.Id.Value, instance.IsUnreadable, instance.AreKeysTold, instance.Keys.IsEmpty)
        );
        Assert.False(Read("\"InstanceName\":7"u8.ToArray()).IsUnreadable);
    }

    [Theory]
    [InlineData("\"InstanceId\":7")]
    [InlineData("\"InstanceId\":null,\"InstanceState\":7")]
    public void Instance_WithoutAnId_IsAnIncompleteAnswer(string fields) =>
        Assert.Equal(
            "DescribeInstances: an entry of InstanceSet has no id (request req-1)",
            Assert.Throws<CvmException>(() => Read(Encoding.UTF8.GetBytes(fields), id: "")).Message
        );

    private static InstanceSnapshot Read(byte[] fields, string id = "\"InstanceId\":\"ins-aaaaaaaa\",") =>
        VirtualTime.Run(async time =>
        {
            byte[] json =
            [
                .. "{\"Response\":{\"TotalCount\":1,\"InstanceSet\":[{"u8,
                .. Encoding.UTF8.GetBytes(id),
                .. "\"InstanceState\":\"STOPPED\",\"LoginSettings\":{\"KeyIds\":[\"skey-aaaaaaaa\"]},"u8,
                .. fields,
                .. "}],\"RequestId\":\"req-1\"}}"u8,
            ];
            var service = new ScriptedService(time, (_, _) => new HttpResponseMessage { Content = new ByteArrayContent(json) });
            return (await Account.Connect(time, service).Read()).Single();
        });
}
