using System.Net;
using System.Text;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>The role of the CVM that we run on: the last resort, asked of the metadata service of the environment.</summary>
public class CvmRoleTests
{
    private const string Folder = "http://metadata.test/latest/meta-data/cam/security-credentials/";

    [Fact]
    public void NoOtherCredentials_TheRoleIsAsked_AtTheFirstCallAndBeforeTheEnd() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(
                time,
                (request, number) => Metadata(request, Text("operators"), Credentials(number, time.GetUtcNow()))
            );
            var api = Account.Client(time, service, new CvmConfiguration()).ForRegion(Account.Region);
            Assert.Empty(service.Sent);
            await api.Read();
            await api.Read();
            await Task.Delay(TimeSpan.FromMinutes(56), time);
            await api.Read();

            Assert.Equal(
                [Folder, Folder + "operators", "", "", Folder, Folder + "operators", ""],
                service.Sent.Select(request => request.Action.Length == 0 ? request.Uri.ToString() : "")
            );
            Assert.All(service.Sent.Where(request => request.Action.Length == 0), request => Assert.Equal(HttpMethod.Get, request.Method));
            Assert.Contains("Credential=AKIDrole6/", service.Sent[^1].Headers["Authorization"], StringComparison.Ordinal);
        });

    public static TheoryData<string, string> Troubles =>
        new()
        {
            { "404", "this machine has no CVM role" },
            { "portal", "this machine has no CVM role" },
            { "reset", "the CVM metadata service does not answer" },
            { "silence", "the CVM metadata service does not answer" },
            { "not json", "the CVM metadata service does not answer" },
            { "refused", "CVM role operators: the metadata service has no credentials (Forbidden)" },
            { "empty", "CVM role operators: the answer holds no credentials" },
        };

    [Theory]
    [MemberData(nameof(Troubles))]
    public void RoleThatCannotBeHad_IsSaidWithEveryPlaceThatWasLookedAt(string trouble, string problem) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => Trouble(trouble, request));
            var began = time.GetTimestamp();
            var exception = await Assert.ThrowsAsync<CvmException>(() =>
                Account.Client(time, service, new CvmConfiguration()).ForRegion(Account.Region).Read()
            );

            Assert.Equal(ErrorClass.Authorization, exception.ErrorClass);
            Assert.StartsWith("none found. Looked at: provider configuration", exception.ServiceMessage, StringComparison.Ordinal);
            Assert.EndsWith($"; CVM role ({problem})", exception.ServiceMessage, StringComparison.Ordinal);
            Assert.Equal(trouble == "silence" ? 2 : 0, time.GetElapsedTime(began).TotalSeconds);
        });

    [Fact]
    public void RoleThatAVariableNames_IsAskedAndNoOther_AndNamedWhereThereIsNone() =>
        VirtualTime.Run(async time =>
        {
            var machine = new Moq.Mock<KeyBindingProvider.Cvm.Credentials.IEnvironment>();
            machine.Setup(environment => environment.HomeFolder).Returns("/nowhere/me");
            machine.Setup(environment => environment.Metadata).Returns(new Uri("http://metadata.test/"));
            machine.Setup(environment => environment.Variable("TENCENTCLOUD_CAM_ROLE_NAME")).Returns("deploys");
            var service = new ScriptedService(time, (_, _) => Task.FromResult(ScriptedService.Status(404)));
            using var client = CvmClient.Create(new CvmConfiguration(), machine.Object, time, service);
            var exception = await Assert.ThrowsAsync<CvmException>(() => client.ForRegion(Account.Region).Read());
            Assert.Equal(
                "credentials: TENCENTCLOUD_CAM_ROLE_NAME (deploys) asks for the role of this CVM: this machine has no CVM role deploys",
                $"credentials: {exception.ServiceMessage}"
            );
            Assert.Equal(Folder + "deploys", Assert.Single(service.Sent).Uri.ToString());
        });

    private static Task<HttpResponseMessage> Trouble(string trouble, SentRequest request) =>
        trouble switch
        {
            "404" => Task.FromResult(ScriptedService.Status(404)),
            "portal" => Task.FromResult(Text("<html>Please log in</html>")),
            "reset" => Task.FromResult(ScriptedService.Reset()),
            "silence" => ScriptedService.Silence(request),
            "not json" => Task.FromResult(Metadata(request, Text("operators"), Text("<html>"))),
            "refused" => Task.FromResult(Metadata(request, Text("operators"), Text("""{"Code":"Forbidden"}"""))),
            _ => Task.FromResult(Metadata(request, Text("operators"), Text("""{"Code":"Success"}"""))),
        };

    private static HttpResponseMessage Metadata(SentRequest request, HttpResponseMessage names, HttpResponseMessage credentials) =>
        request.Action.Length > 0 ? ScriptedService.Done(request)
        : request.Uri.ToString() == Folder ? names
        : credentials;

    private static HttpResponseMessage Credentials(int number, DateTimeOffset now) =>
        Text(
            $$"""
            {"Code":"Success","TmpSecretId":"AKIDrole{{number}}","TmpSecretKey":"key","Token":"token",
            "ExpiredTime":{{now.AddHours(1).ToUnixTimeSeconds()}}}
            """
        );

    private static HttpResponseMessage Text(string text) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
}
