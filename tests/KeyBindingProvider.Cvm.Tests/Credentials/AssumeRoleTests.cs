using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>The role that is assumed with the configured credentials, from the first call over each renewal to its end.</summary>
public class AssumeRoleTests
{
    private static readonly AssumeRole s_role = new()
    {
        RoleArn = "qcs::cam::uin/100000000001:roleName/operators",
        SessionName = "tests",
        DurationSeconds = 7200,
        Policy = """{"version":"2.0"}""",
        ExternalId = "the-id",
    };

    [Fact]
    public void FirstCall_AssumesTheRoleWithTheConfiguredPair_AndSignsWithWhatItGives() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, number) => Answer(request, number, time.GetUtcNow()));
            await Connect(time, service).Read();

            var (assume, read) = (service.Sent[0], service.Sent[1]);
            Assert.Equal(2, service.Sent.Count);
            Assert.Equal(
                ("AssumeRole", "sts.tencentcloudapi.com"),
                (assume.Action, assume.Headers.GetValueOrDefault("Host", assume.Uri.Host))
            );
            Assert.Equal((Account.Id, ""), (SignedBy(assume), TokenOf(assume)));
            Assert.Equal(
                ("qcs::cam::uin/100000000001:roleName/operators", "tests", 7200, "%7B%22version%22%3A%222.0%22%7D", "the-id"),
                (
                    assume.Json.GetProperty("RoleArn").GetString(),
                    assume.Json.GetProperty("RoleSessionName").GetString(),
                    assume.Json.GetProperty("DurationSeconds").GetInt32(),
                    assume.Json.GetProperty("Policy").GetString(),
                    assume.Json.GetProperty("ExternalId").GetString()
                )
            );
            Assert.Equal(("DescribeInstances", "AKIDtemporary1", "token1"), (read.Action, SignedBy(read), TokenOf(read)));
        });

    [Fact]
    public void FirstCall_Refused_IsSurfacedAsWhatStsSaid() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Refused("ResourceNotFound.RoleNotFound"));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Connect(time, service).Read());

            Assert.Equal("ResourceNotFound.RoleNotFound", exception.Code);
            Assert.Equal(["AssumeRole"], service.Sent.Select(request => request.Action));
        });

    [Fact]
    public void Renewal_ComesBeforeTheEnd_AndNoCallIsSignedWithWhatHasEnded() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, number) => Answer(request, number, time.GetUtcNow()));
            var api = Connect(time, service);
            for (var minute = 0; minute <= 240; minute += 10)
            {
                await api.Read();
                await Task.Delay(TimeSpan.FromMinutes(10), time);
            }

            Assert.Null(api.CredentialsEnd);
            // Ten minutes lie between two reads: the one at 120 minutes finds the credentials within five minutes of their end, or past it.
            Assert.Equal([0, 7200, 14400], Assumptions(service).Select(request => Math.Round(request.At.TotalSeconds / 60) * 60));
            Assert.All(Assumptions(service), request => Assert.Equal(Account.Id, SignedBy(request)));
            Assert.Equal(3, service.Sent.Where(request => request.Action == "DescribeInstances").Select(SignedBy).Distinct().Count());
        });

    /// <summary>Lets the role be assumed once.</summary>
    private static ScriptedService RefusingRenewal(VirtualTime time) =>
        new(
            time,
            (request, number) =>
                request.Action == "AssumeRole" && number > 1
                    ? ScriptedService.Refused("UnauthorizedOperation")
                    : Answer(request, number, time.GetUtcNow())
        );

    [Fact]
    public void Renewal_Refused_TheOldServeOnUntilTheyEnd_AndTheEndIsKnown() =>
        VirtualTime.Run(async time =>
        {
            var began = time.GetUtcNow();
            var service = RefusingRenewal(time);
            var api = Connect(time, service);
            await api.Read();
            Assert.Null(api.CredentialsEnd);

            await Task.Delay(TimeSpan.FromMinutes(116), time);
            await api.Read();
            Assert.Equal("AKIDtemporary1", SignedBy(service.Sent[^1]));
            Assert.InRange(api.CredentialsEnd!.Value - began, TimeSpan.FromSeconds(7200), TimeSpan.FromSeconds(7201));

            await Task.Delay(TimeSpan.FromMinutes(5), time);
            var exception = await Assert.ThrowsAsync<CvmException>(() => api.Read());
            Assert.Equal("UnauthorizedOperation", exception.Code);
        });

    [Fact]
    public void TokenThatIsRefused_IsReplacedOnce_AndTheCallSentAgain() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(
                time,
                (request, number) =>
                    number == 2 ? ScriptedService.Refused("AuthFailure.TokenFailure") : Answer(request, number, time.GetUtcNow())
            );
            Assert.Equal("req-1", await Connect(time, service).Bind());

            Assert.Equal(
                ["AssumeRole", "AssociateInstancesKeyPairs", "AssumeRole", "AssociateInstancesKeyPairs"],
                service.Sent.Select(request => request.Action)
            );
            Assert.Equal("AKIDtemporary3", SignedBy(service.Sent[^1]));
        });

    /// <summary>The machine's clock is twenty minutes slow: sts says so once, and the renewal then comes by the time of the service.</summary>
    [Fact]
    public void ClockSkew_IsCorrectedByTheFirstRefusal_AndTheRenewalIsInTime() =>
        VirtualTime.Run(async time =>
        {
            var slow = new SteppedClock(time) { Step = TimeSpan.FromMinutes(-20) };
            var service = new ScriptedService(
                time,
                (request, number) =>
                {
                    var answer =
                        number == 1 ? ScriptedService.Refused("AuthFailure.SignatureExpire") : Answer(request, number, time.GetUtcNow());
                    answer.Headers.Date = time.GetUtcNow();
                    return answer;
                }
            );
            var api = Connect(slow, service);
            await api.Read();
            Assert.Equal(["AssumeRole", "AssumeRole", "DescribeInstances"], service.Sent.Select(request => request.Action));

            await Task.Delay(TimeSpan.FromMinutes(116), time);
            await api.Read();
            Assert.Equal(3, Assumptions(service).Count());
            Assert.Equal("AKIDtemporary4", SignedBy(service.Sent[^1]));
        });

    [Theory]
    [InlineData(60, 59, false)]
    [InlineData(60, 61, true)]
    public void RenewCredentials_ThatWouldEndTooSoon_IsAnotherAssumption(int minutesPassed, int atLeast, bool renewed) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, number) => Answer(request, number, time.GetUtcNow()));
            var api = Connect(time, service);
            await api.Read();
            await Task.Delay(TimeSpan.FromMinutes(minutesPassed), time);
            await api.RenewCredentialsAsync(TimeSpan.FromMinutes(atLeast));
            await api.Read();

            Assert.Equal(renewed ? 2 : 1, Assumptions(service).Count());
            Assert.Equal(renewed ? "AKIDtemporary3" : "AKIDtemporary1", SignedBy(service.Sent[^1]));
            Assert.Null(api.CredentialsEnd);
        });

    [Fact]
    public void RenewCredentials_Refused_ChangesNothingAndDoesNotThrow_AndTheEndIsKnown() =>
        VirtualTime.Run(async time =>
        {
            var began = time.GetUtcNow();
            var service = RefusingRenewal(time);
            var api = Connect(time, service);
            await api.Read();
            await Task.Delay(TimeSpan.FromMinutes(60), time);
            await api.RenewCredentialsAsync(TimeSpan.FromMinutes(90));
            await api.Read();

            Assert.Equal("AKIDtemporary1", SignedBy(service.Sent[^1]));
            Assert.InRange(api.CredentialsEnd!.Value - began, TimeSpan.FromSeconds(7200), TimeSpan.FromSeconds(7201));
        });

    [Fact]
    public void RenewCredentials_WhereNoneCanBeHad_DoesNotThrow() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Refused("ResourceNotFound.RoleNotFound"));
            var api = Connect(time, service);
            await api.RenewCredentialsAsync(TimeSpan.FromHours(1));
            await Assert.ThrowsAsync<CvmException>(() => api.Read());
        });

    [Fact]
    public void RenewCredentials_OfAFixedPair_SendsNothing() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            await Account.Connect(time, service).RenewCredentialsAsync(TimeSpan.FromDays(365));
            Assert.Empty(service.Sent);
        });

    [Theory]
    [InlineData("\"Credentials\":{}", "the answer holds no credentials")]
    [InlineData("\"ExpiredTime\":1", "the answer holds no credentials")]
    [InlineData("\"Credentials\":{\"Token\":\"t\",\"TmpSecretId\":\"i\"}", "TmpSecretId is set, but TmpSecretKey is not")]
    [InlineData("\"Credentials\":{\"Token\":\"t\",\"TmpSecretId\":\"i\",\"TmpSecretKey\":\"k\"},\"ExpiredTime\":-1", "at no possible time")]
    [InlineData(
        "\"Credentials\":{\"Token\":\"t\",\"TmpSecretId\":\"i\",\"TmpSecretKey\":\"k\"},\"ExpiredTime\":253402300800",
        "at no possible time"
    )]
    public void AnswerThatCannotBeUsed_IsSaid_WithTheRole(string fields, string problem) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Ok(fields));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Connect(time, service).Read());

            Assert.Contains(s_role.RoleArn, exception.ServiceMessage, StringComparison.Ordinal);
            Assert.Contains(problem, exception.ServiceMessage, StringComparison.Ordinal);
            Assert.Equal(ErrorClass.Authorization, exception.ErrorClass);
        });

    private static ICvmApi Connect(TimeProvider time, ScriptedService service) =>
        Account.Connect(time, service, Account.Configuration with { AssumeRole = s_role });

    private static IEnumerable<SentRequest> Assumptions(ScriptedService service) =>
        service.Sent.Where(request => request.Action == "AssumeRole");

    private static HttpResponseMessage Answer(SentRequest request, int number, DateTimeOffset now) =>
        request.Action == "AssumeRole"
            ? ScriptedService.Ok(
                $$"""
                "Credentials":{"Token":"token{{number}}","TmpSecretId":"AKIDtemporary{{number}}","TmpSecretKey":"key{{number}}"},
                "ExpiredTime":{{now.AddSeconds(7200).ToUnixTimeSeconds()}}
                """
            )
            : ScriptedService.Done(request);

    private static string SignedBy(SentRequest request) => request.Headers["Authorization"].Split("Credential=")[1].Split('/')[0];

    private static string TokenOf(SentRequest request) => request.Headers.GetValueOrDefault("X-TC-Token", "");
}
