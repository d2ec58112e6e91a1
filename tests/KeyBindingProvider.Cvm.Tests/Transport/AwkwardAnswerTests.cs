using System.Net;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Cvm.Tests.Transport;

/// <summary>Answers that are not as documented: what can be read of them is, and what they are is said.</summary>
public class AwkwardAnswerTests
{
    private const string Refusal = """{"Response":{"Error":{"Code":"CODE","Message":"no such thing."},"RequestId":"req-7"}}""";

    /// <summary>Status, code, and its class: what no code says may have had its effect, and only then.</summary>
    [Theory]
    [InlineData(400, "InvalidParameterValue", ErrorClass.Request)]
    [InlineData(403, "AuthFailure.SignatureFailure", ErrorClass.Authorization)]
    [InlineData(429, "RequestLimitExceeded", ErrorClass.Throttled)]
    [InlineData(503, "InternalError", ErrorClass.Server)]
    [InlineData(500, "SomethingNew", ErrorClass.Server)]
    [InlineData(400, "SomethingNew", ErrorClass.Request)]
    public void Refusal_UnderAnotherStatus_KeepsCodeWordsAndRequestId(int status, string code, ErrorClass expected) =>
        VirtualTime.Run(async time =>
        {
            var refusal = Refusal.Replace("CODE", code, StringComparison.Ordinal);
            var service = new ScriptedService(time, (_, _) => ScriptedService.Json(refusal, (HttpStatusCode)status));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Bind());
            Assert.Equal((code, "req-7", expected), (exception.Code, exception.RequestId, exception.ErrorClass));
            Assert.Equal($"AssociateInstancesKeyPairs: {code}: no such thing. (HTTP status {status}) (request req-7)", exception.Message);
        });

    [Theory]
    [InlineData("""{"Response":{"RequestId":"req-7"}}""")]
    [InlineData("""{"Response":{"Error":{"Code":""}}}""")]
    [InlineData("""{"Response":{"Error":{"Code":"\ud800"}}}""")]
    [InlineData("<html>")]
    [InlineData("")]
    public void Status_WithoutARefusal_IsSaidAsItIs(string body) =>
        Says("AssociateInstancesKeyPairs: HTTP status 503", () => ScriptedService.Json(body, HttpStatusCode.ServiceUnavailable));

    [Fact]
    public void Compression_ThatIsBroken_IsSaid() =>
        Says(
            "AssociateInstancesKeyPairs: the answer is compressed and cannot be unpacked",
            () => Of(new FailingStream(() => new InvalidDataException("s3cret")))
        );

    [Fact]
    public void Answer_ThatBreaksOff_IsSaid() =>
        Says(
            "AssociateInstancesKeyPairs: the answer broke off before its end",
            () => Of(new FailingStream(() => new HttpIOException(HttpRequestError.ResponseEnded, "s3cret")))
        );

    [Theory]
    [InlineData("text/html", ", sent as text/html")]
    [InlineData("application/json", "")]
    public void Answer_ThatIsNoJson_IsSaidWithItsKind(string kind, string said) =>
        Says(
            $"AssociateInstancesKeyPairs: the answer is not the JSON that is documented (line 1{said})",
            () =>
            {
                var response = ScriptedService.Json("<html>");
                response.Content.Headers.ContentType = new(kind);
                return response;
            }
        );

    [Fact]
    public void Redirect_IsSaidWithItsHost_AndNoSecretOfItsAddress() =>
        Says(
            "AssociateInstancesKeyPairs: HTTP status 302, a redirect to https://portal.test:8443 that is not followed",
            () =>
            {
                var response = ScriptedService.Status(302);
                response.Headers.Location = new Uri("https://ada:s3cret@portal.test:8443/login?token=s3cret");
                return response;
            }
        );

    [Theory]
    [InlineData(-20, "ahead of")]
    [InlineData(20, "behind")]
    public void Clock_ThatIsOff_IsSaidOnce(int hours, string way) =>
        VirtualTime.Run(async time =>
        {
            var said = new List<string>();
            var machine = new Mock<IEnvironment>();
            machine.Setup(environment => environment.HomeFolder).Returns("/nowhere/me");
            machine.Setup(environment => environment.Metadata).Returns(new Uri("http://metadata.test/"));
            machine.Setup(environment => environment.Warn(It.IsAny<string>())).Callback(said.Add);
            var service = new ScriptedService(
                time,
                (_, number) => number % 2 == 1 ? Expired(time.GetUtcNow().AddHours(hours).AddMinutes(number)) : ScriptedService.Ok()
            );
            var api = Account.Client(time, service, machine: machine.Object).ForRegion(Account.Region);
            await api.Bind();
            await api.Bind();
            Assert.Equal(4, service.Sent.Count);
            Assert.Equal(
                $"the clock of this machine is {Math.Abs((60 * hours) + 1)} min {way} the service's; requests are signed by the service's time",
                Assert.Single(said)
            );
        });

    /// <summary>Nobody signs the Date header: it could end, or prolong, every temporary credential.</summary>
    [Theory]
    [InlineData(24.1)]
    [InlineData(-24.1)]
    [InlineData(24 * 365 * 70)]
    public void Clock_ThatIsOffByMoreThanADay_IsNotFollowed(double hours) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => Expired(time.GetUtcNow().AddHours(hours)));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Bind());
            Assert.Equal("AuthFailure.SignatureExpire", exception.Code);
            Assert.Contains(
                "this machine 2026-03-04 05:06: more than a day is not made up for",
                exception.Message,
                StringComparison.Ordinal
            );
            Assert.Single(service.Sent);
        });

    /// <summary>A write that is none of the four is an error, never the fourth.</summary>
    [Fact]
    public void Write_OfNoKnownName_IsRefused() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Ok());
            var api = Account.Connect(time, service);
            Assert.Throws<ArgumentOutOfRangeException>(() => api.TryTakeTurn((CallAction)4));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
                api.StopInstancesAsync(Account.Instances, (StopType)2, CallPriority.NewStop, CancellationToken.None)
            );
            Assert.Empty(service.Sent);
        });

    private static void Says(string message, Func<HttpResponseMessage> answer) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => answer());
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Bind());
            Assert.Equal(message, exception.Message);
            Assert.True(exception.IsAmbiguous);
            Assert.Equal(ProblemCodes.UnusableAnswer, exception.ToProblem().Code);
        });

    private static HttpResponseMessage Of(Stream stream) => new() { Content = new StreamContent(stream) };

    private static HttpResponseMessage Expired(DateTimeOffset date)
    {
        var response = ScriptedService.Refused("AuthFailure.SignatureExpire");
        response.Headers.Date = date;
        return response;
    }

    private sealed class FailingStream(Func<Exception> failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure();
    }
}
