using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;
using KeyBindingProvider.TestKit.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace KeyBindingProvider.Cvm.Tests.Secrets;

/// <summary>What a call throws, as a crash would print it, holds none of the secrets that it was signed with.</summary>
public class EchoTests
{
    public static TheoryData<EchoMode> Modes => [.. Enum.GetValues<EchoMode>().Except([EchoMode.Served])];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Exception_OfACallWhoseSecretsAreSaidBack_HoldsNone(EchoMode mode)
    {
        var credentials = CanaryCredentials.Of("a configuration");
        await using var service = new EchoingService { Mode = mode };
        using var client = CvmClient.Create(
            new CvmConfiguration
            {
                SecretId = SecretText.Of(credentials.Id.Text),
                SecretKey = SecretText.Of(credentials.Key.Text),
                SecurityToken = SecretText.Of(credentials.Token.Text),
                Region = Account.Region,
                Endpoint = service.Endpoint,
            },
            Account.Nowhere,
            new FakeTimeProvider(VirtualTime.Origin)
        );

        var exception = await Assert.ThrowsAsync<CvmException>(() => client.ForRegion(Account.Region).Bind());

        Assert.Equal("", CanarySearch.In(exception.ToString(), [.. credentials.All, .. EchoingService.InRedirect]));
    }
}
