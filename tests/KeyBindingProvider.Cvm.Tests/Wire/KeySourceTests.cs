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
