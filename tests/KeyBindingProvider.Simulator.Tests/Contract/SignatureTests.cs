using System.Text;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class SignatureTests
{
    private readonly Simulation _simulation = new(SimulatorOptions.Instant, Simulation.Running(1));

    [Fact]
    public void UnknownSecretId_IsNotFound()
    {
        _simulation.SecretId = "AKIDSOMEBODYELSE";

        Assert.Equal("AuthFailure.SecretIdNotFound", Describe().Code);
    }

    [Fact]
    public void SecretIdOfAnotherKind_IsInvalid()
    {
        _simulation.SecretId = "not-a-cloud-key";

        Assert.Equal("AuthFailure.InvalidSecretId", Describe().Code);
    }

    [Fact]
    public void WrongKey_IsASignatureFailure()
    {
        _simulation.SecretKey = "wrong";

        Assert.Equal("AuthFailure.SignatureFailure", Describe().Code);
    }

    [Theory]
    [InlineData(300, "OK")]
    [InlineData(301, "AuthFailure.SignatureExpire")]
    [InlineData(-300, "OK")]
    [InlineData(-301, "AuthFailure.SignatureExpire")]
    public void Timestamp_MayDifferByFiveMinutes(int seconds, string code)
    {
        var signed = _simulation.Request("DescribeInstances", "{}");
        var other = new Simulation(SimulatorOptions.Instant, Simulation.Running(1));
        other.Time.AdjustTime(_simulation.Time.GetUtcNow().AddSeconds(seconds));

        Assert.Equal(code, Send(signed, other).Code);
    }

    [Fact]
    public void ClockWindow_IsAnOption()
    {
        var other = new Simulation(SimulatorOptions.Instant with { ClockWindow = TimeSpan.FromSeconds(10) }, Simulation.Running(1));
        var signed = other.Request("DescribeInstances", "{}");
        other.Pass(11);

        Assert.Equal("AuthFailure.SignatureExpire", Send(signed, other).Code);
    }

    [Fact]
    public void Token_ThatNobodyIssued_IsAFailure()
    {
        _simulation.Token = "surprise";

        Assert.Equal("AuthFailure.TokenFailure", Describe().Code);
    }

    [Theory]
    [InlineData("TC3-HMAC-SHA256  Credential", "OK")]
    [InlineData("TC3-HMAC-SHA256    Credential", "OK")]
    [InlineData("TC3-HMAC-SHA1 Credential", "AuthFailure.InvalidAuthorization")]
    [InlineData("Credential", "AuthFailure.InvalidAuthorization")]
    public void Algorithm_MayBeFollowedByAnyBlanks(string start, string code)
    {
        var request = With("Authorization", value => value.Replace("TC3-HMAC-SHA256 Credential", start, StringComparison.Ordinal));

        Assert.Equal(code, Send(request).Code);
    }

    [Fact]
    public void AuthorizationMissing_IsInvalid() => Assert.Equal("AuthFailure.InvalidAuthorization", Send(Without("Authorization")).Code);

    [Fact]
    public void TimestampMissing_IsAMissingParameter() => Assert.Equal("MissingParameter", Send(Without("X-TC-Timestamp")).Code);

    [Fact]
    public void ScopeOfAnotherDay_IsASignatureFailure() =>
        Assert.Equal(
            "AuthFailure.SignatureFailure",
            Send(With("Authorization", v => v.Replace("2026-01-02", "2026-01-03", StringComparison.Ordinal))).Code
        );

    [Fact]
    public void ScopeOfAnotherService_IsASignatureFailure() =>
        Assert.Equal("AuthFailure.SignatureFailure", Send(Signed("cbs", Simulation.Host, Both())).Code);

    [Theory]
    [InlineData("cvm", "127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("127", "127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("127", "127.0.0.1:8080", "127.0.0.1")]
    [InlineData("localhost", "localhost:8080", "localhost")]
    public void Host_IsTakenWithAndWithoutPort_AndServiceFromTheScope(string service, string host, string signedHost) =>
        Assert.Equal("OK", Send(Signed(service, host, [("content-type", "application/json"), ("host", signedHost)])).Code);

    [Theory]
    [InlineData("content-type")]
    [InlineData("host")]
    public void ContentTypeAndHost_MustBeSigned(string left)
    {
        var signed = Both().Where(h => h.Item1 != left).ToArray();

        Assert.Equal("AuthFailure.InvalidAuthorization", Send(Signed("cvm", Simulation.Host, signed)).Code);
    }

    [Fact]
    public void FurtherSignedHeaders_CountInLowerCase()
    {
        (string, string)[] signed = [.. Both(), ("x-tc-action", "describeinstances"), ("x-tc-region", "ap-guangzhou")];
        var request = Signed("cvm", Simulation.Host, signed);

        Assert.Equal("OK", Send(request).Code);
        var other = request.Headers.Select(h => h.Key == "X-TC-Action" ? new(h.Key, "StopInstances") : h).ToList();
        Assert.Equal("AuthFailure.SignatureFailure", Send(request with { Headers = other }).Code);
    }

    [Fact]
    public void SignedHeaderThatWasNotSent_IsASignatureFailure() =>
        Assert.Equal("AuthFailure.SignatureFailure", Send(Signed("cvm", Simulation.Host, [.. Both(), ("x-absent", "")])).Code);

    [Fact]
    public void UnsignedPayload_IsSupported()
    {
        var request = Signed("cvm", Simulation.Host, Both(), Encoding.UTF8.GetBytes("UNSIGNED-PAYLOAD"));
        var marked = request with { Headers = [.. request.Headers, new("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD")] };

        Assert.Equal("OK", Send(marked).Code);
        Assert.Equal("AuthFailure.SignatureFailure", Send(request).Code);
    }

    [Fact]
    public void HexOfTheWrongLength_IsASignatureFailure() =>
        Assert.Equal("AuthFailure.SignatureFailure", Send(With("Authorization", v => v[..^2])).Code);

    private static (string, string)[] Both() => [("content-type", "application/json"), ("host", Simulation.Host)];

    private SimulatedRequest Signed(string service, string host, (string, string)[] signed, byte[]? hashed = null)
    {
        var request = _simulation.Request("DescribeInstances", "{}", host: host);
        var authorization = TestSigner.Authorize(
            _simulation.SecretId,
            _simulation.SecretKey,
            _simulation.Time.GetUtcNow(),
            service,
            "POST",
            "",
            hashed ?? request.Body.ToArray(),
            signed
        );
        return request with { Headers = [.. request.Headers.Select(h => h.Key == "Authorization" ? new(h.Key, authorization) : h)] };
    }

    private SimulatedRequest With(string header, Func<string, string> change)
    {
        var request = _simulation.Request("DescribeInstances", "{}");
        return request with { Headers = [.. request.Headers.Select(h => h.Key == header ? new(h.Key, change(h.Value)) : h)] };
    }

    private SimulatedRequest Without(string header)
    {
        var request = _simulation.Request("DescribeInstances", "{}");
        return request with { Headers = [.. request.Headers.Where(h => h.Key != header)] };
    }

    private Answer Describe() => _simulation.Call("DescribeInstances", new { });

    private Answer Send(SimulatedRequest request, Simulation? to = null) => (to ?? _simulation).Answer(request);
}
