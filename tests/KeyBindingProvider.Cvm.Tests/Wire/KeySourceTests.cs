using System.Net;
using System.Text;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cvm.Tests.Wire;

/// <summary>Answers about what starts machines: null, absent and odd logins, and what is refused rather than taken for none.</summary>
public class KeySourceTests
{
    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{ \"LoginSettings\": null }", 0)]
    [InlineData("{ \"LoginSettings\": [] }", 0)]
    [InlineData("{ \"LoginSettings\": { \"KeyIds\": null } }", 0)]
    [InlineData("{ \"LoginSettings\": { \"KeyIds\": [\"skey-aaaaaaaa\", null] } }", 1)]
    public void Login_IsReadInEveryShape(string content, int keys) =>
        Assert.Equal(keys, Assert.Single(VersionsOf(content).Items).Keys.Count);

    [Theory]
    [InlineData("{ \"LoginSettings\": [\"skey-aaaaaaaa\"] }")]
    [InlineData("{ \"LoginSettings\": \"skey-aaaaaaaa\" }")]
    public void Login_ThatCannotBeRead_IsNotTakenForNone(string content) =>
        Assert.Equal(ErrorClass.Network, Assert.Throws<CvmException>(() => VersionsOf(content)).ErrorClass);

    [Theory]
    [InlineData("{ \"Placement\": { \"Zone\": \"ap-guangzhou-3\", \"HostIps\": [], \"HostId\": null } }", true)]
    [InlineData("{ \"Placement\": { \"Zone\": \"ap-guangzhou-3\", \"HostIps\": [\"10.0.0.1\"] } }", false)]
    [InlineData("{ \"Placement\": { \"ProjectId\": 0 } }", false)]
    [InlineData("{}", false)]
    public void Placement_ThatCouldNotBeSaidAgain_IsNone(string content, bool isPlaced) =>
        Assert.Equal(isPlaced, Assert.Single(VersionsOf(content).Items).Placement is not null);

    /// <summary>What may be told in two ways, and what is said of the call that made a version, is no difference.</summary>
    [Theory]
    [InlineData(
        "{}",
        "{ \"LoginSettings\": { \"KeyIds\": [\"skey-aaaaaaaa\"] }, \"UserData\": null, \"TagSpecification\": [], \"HostName\": \"\" }"
    )]
    [InlineData("{ \"ImageId\": \"img-1\" }", "{ \"ImageId\": \"img-1\", \"ClientToken\": \"t\", \"DryRun\": false }")]
    [InlineData("{ \"A\": { \"B\": 1, \"C\": 2 } }", "{ \"A\": { \"C\": 2, \"B\": 1, \"D\": { \"E\": null } } }")]
    [InlineData(
        "{ \"Placement\": { \"Zone\": \"z\" } }",
        "{ \"Placement\": { \"HostIps\": null, \"HostIds\": [], \"ProjectId\": 0, \"Zone\": \"z\" } }"
    )]
    public void Rest_OfTheSameMachines_IsTheSame(string one, string other) => Assert.Equal(RestOf(one), RestOf(other));

    /// <summary>Whatever else a machine would be started with.</summary>
    [Theory]
    [InlineData("{ \"UserData\": \"a\" }", "{ \"UserData\": \"b\" }")]
    [InlineData("{}", "{ \"UserData\": \"b\" }")]
    [InlineData("{}", "{ \"InternetAccessible\": { \"PublicIpAssigned\": false } }")]
    [InlineData("{ \"SecurityGroupIds\": [\"a\", \"b\"] }", "{ \"SecurityGroupIds\": [\"a\"] }")]
    [InlineData("{ \"Placement\": { \"Zone\": \"z\" } }", "{ \"Placement\": { \"Zone\": \"y\" } }")]
    [InlineData("{ \"Placement\": { \"Zone\": \"z\" } }", "{ \"Placement\": { \"Zone\": \"z\", \"HostIps\": [\"10.0.0.1\"] } }")]
    [InlineData("{ \"Placement\": { \"Zone\": \"z\" } }", "{ \"Placement\": { \"Zone\": \"z\", \"HostIds\": [\"h\"] } }")]
    [InlineData("{ \"Placement\": { \"Zone\": \"z\" } }", "{ \"Placement\": { \"Zone\": \"z\", \"ProjectId\": 7 } }")]
    [InlineData("{ \"Something\": [[\"new\"]] }", "{ \"Something\": [] }")]
    public void Rest_OfOtherMachines_IsAnother(string one, string other) => Assert.NotEqual(RestOf(one), RestOf(other));

    [Fact]
    public void LoginWithoutKeys_CannotBeSent() =>
        VirtualTime.Run(async time =>
        {
            var sources = Account.Connect(time, new Answering("{}")).Sources;
            await Assert.ThrowsAsync<ArgumentException>(() =>
                sources.CreateLaunchTemplateVersionAsync(
                    "lt-web00001",
                    1,
                    new("ap-guangzhou-3", null, []),
                    KeySet.Empty,
                    "no keys",
                    "token",
                    CancellationToken.None
                )
            );
        });

    private static string RestOf(string content) => Assert.Single(VersionsOf(content).Items).Rest;

    private static SourceList<LaunchTemplateVersion> VersionsOf(string content)
    {
        SourceList<LaunchTemplateVersion>? read = null;
        CvmException? refused = null;
        VirtualTime.Run(async time =>
        {
            var answer =
                "{ \"TotalCount\": 1, \"LaunchTemplateVersionSet\": [{ \"LaunchTemplateVersion\": 41, \"LaunchTemplateVersionData\": "
                + content
                + " }], \"RequestId\": \"r\" }";
            try
            {
                read = await Account
                    .Connect(time, new Answering(answer))
                    .Sources.ListLaunchTemplateVersionsAsync(new LaunchTemplate("lt-web00001", "", 41, 41, 1), CancellationToken.None);
            }
            catch (CvmException exception)
            {
                refused = exception;
            }
        });
        return refused is null ? read! : throw refused;
    }

    private sealed class Answering(string response) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent("{ \"Response\": " + response + " }", Encoding.UTF8, "application/json"),
                }
            );
    }
}
