using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>The head of plan, drift and apply says who signs, in one call beside the reads; a plan that cannot know it is made all the same.</summary>
public class SignerInHeadTests
{
    private const string Known =
        "account        100000000001, identity qcs::cam:100000000001:uin/100000000002,\n"
        + "                 source environment (TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY), no end is known\n";

    private const string World = """
        regions:
          ap-guangzhou:
            keys: [{ id: skey-team0001, name: team }, { id: skey-ada00001, name: ada }]
            instances: [{ id: ins-web00001, name: web-1, keys: [team, ada] }]
          ap-beijing:
            keys: [{ id: skey-ada00002, name: ada }, { id: skey-team0002, name: team }]
            instances: [{ id: ins-web00002, name: web-2, keys: [team, ada] }]
        """;

    private const string TwoRegions = """
        name: offboard-ada
        resources:
          south:
            type: keybinding:KeyRevocation
            properties: { region: ap-guangzhou, keyIds: [skey-ada00001], changePolicy: { stopPolicy: graceful } }
          north:
            type: keybinding:KeyRevocation
            properties: { region: ap-beijing, keyIds: [skey-ada00002], changePolicy: { stopPolicy: graceful } }
        """;

    private const string TwoAccounts = """
        name: offboard-ada
        resources:
          other:
            type: pulumi:providers:keybinding
            properties: { region: ap-beijing, changePolicy: { maxUnavailable: 2 } }
          south:
            type: keybinding:KeyRevocation
            properties: { region: ap-guangzhou, keyIds: [skey-ada00001], changePolicy: { stopPolicy: graceful } }
          north:
            type: keybinding:KeyRevocation
            properties: { keyIds: [skey-ada00002], changePolicy: { stopPolicy: graceful } }
            options: { provider: "${other}" }
        """;

    [Theory]
    [InlineData("plan")]
    [InlineData("drift")]
    [InlineData("apply", "--yes")]
    public void Head_OfAProgramOfTwoRegions_SaysItOnce_InOneCall(params string[] command) =>
        Run(
            TwoRegions,
            async cli =>
            {
                var ran = await cli.RunAsync(command);

                Assert.Equal("", ran.Error);
                Assert.Contains($" of offboard-ada\n  {Known}\n", ran.Out, StringComparison.Ordinal);
                Assert.Equal(1, Count(ran.Out, "identity"));
                Assert.Equal(1, Asked(cli));
            }
        );

    [Theory]
    [InlineData("plan")]
    [InlineData("drift")]
    [InlineData("apply", "--yes")]
    public void Document_HasTheSameWordsAsWhoami_AndItsPublishedShape(params string[] command) =>
        Run(
            TwoRegions,
            async cli =>
            {
                var who = JsonDocument
                    .Parse((await cli.RunBareAsync("whoami", "--output", "json")).Out)
                    .RootElement.GetProperty("identities")[0];
                var json = (await cli.RunAsync([.. command, "--output", "json"])).Out;
                var markdown = (await cli.RunAsync([.. command, "--output", "markdown"])).Out;

                Assert.Empty(Schema.Errors(command[0], json));
                var signer = Assert.Single(Identities(json));
                Assert.True(JsonElement.DeepEquals(who, signer.GetProperty("caller")), json);
                Assert.Equal(who.GetProperty("source").GetString(), signer.GetProperty("source").GetString());
                Assert.Equal(JsonValueKind.Null, signer.GetProperty("problem").ValueKind);
                Assert.Contains(
                    "\n\n- account: 100000000001, identity qcs::cam:100000000001:uin/100000000002, source environment (TENCENTCLOUD\\_SECRET\\_ID and TENCENTCLOUD\\_SECRET\\_KEY), no end is known\n",
                    markdown,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void Head_OfTwoProviders_HasOneForEach_NumberedAsTheTitlesAre() =>
        Run(
            TwoAccounts,
            async cli =>
            {
                var ran = await cli.RunAsync("plan");

                Assert.Contains("Plan of offboard-ada\n  account 1      100000000001, ", ran.Out, StringComparison.Ordinal);
                Assert.Contains("\n  account 2      100000000001, ", ran.Out, StringComparison.Ordinal);
                Assert.Contains("\nap-beijing (account 2): ", ran.Out, StringComparison.Ordinal);
                Assert.Equal(2, Asked(cli));
            }
        );

    [Fact]
    public void Head_UnderARole_SaysTheRoleAndItsEnd() =>
        Run(
            TwoRegions,
            async cli =>
            {
                var pair = cli.Machine.Variable;
                cli.Machine = cli.Machine with
                {
                    Variable = name => name == "TENCENTCLOUD_ASSUME_ROLE_ARN" ? SimulatorOptions.DefaultRoleArn : pair(name),
                };
                var text = await cli.RunAsync("plan");
                var json = (await cli.RunAsync("plan", "--output", "json")).Out;

                Assert.Contains(
                    """
                    Plan of offboard-ada
                      account        100000000001, identity qcs::sts:100000000001:assumed-role/4611686018580845828,
                                     source role qcs::cam::uin/100000000001:roleName/KeyBinding (TENCENTCLOUD_ASSUME_ROLE_ARN), assumed with environment (TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY),
                                     until 2026-03-04T07:06:07Z, then renewed

                    """,
                    text.Out,
                    StringComparison.Ordinal
                );
                Assert.DoesNotContain("TEMPORARY", text.Out + json, StringComparison.Ordinal);
                Assert.Empty(Schema.Errors("plan", json));
                var caller = Assert.Single(Identities(json)).GetProperty("caller");
                Assert.EndsWith("Z", caller.GetProperty("endsAt").GetString(), StringComparison.Ordinal);
                Assert.True(caller.GetProperty("renewed").GetBoolean());
            }
        );

    [Fact]
    public void Refusal_IsANote_AndThePlanIsTheSame() =>
        Run(
            TwoRegions,
            async cli =>
            {
                var usual = await cli.RunAsync("plan");
                var usualJson = (await cli.RunAsync("plan", "--output", "json")).Out;
                cli.Cloud.Faults.Add(
                    FaultRule.From("GetCallerIdentity", 1, new FaultEffect.RefuseWith("AuthFailure.UnauthorizedOperation"))
                );
                var text = await cli.RunAsync("plan");
                var json = (await cli.RunAsync("plan", "--output", "json")).Out;
                var markdown = (await cli.RunAsync("plan", "--output", "markdown")).Out;

                const string Note = "identity not known (KB2003): GetCallerIdentity: AuthFailure.UnauthorizedOperation: ";
                Assert.Equal((2, ""), (text.ExitCode, text.Error));
                Assert.Contains($"\n  account        {Note}", text.Out, StringComparison.Ordinal);
                Assert.Contains("\n                 source environment (", text.Out, StringComparison.Ordinal);
                Assert.Contains($"\n- account: {Note}", markdown, StringComparison.Ordinal);
                Assert.Equal(Body(usual.Out), Body(text.Out));
                Assert.Empty(Schema.Errors("plan", json));
                Assert.Equal(Digest(usualJson), Digest(json));
                var signer = Assert.Single(Identities(json));
                Assert.Equal(JsonValueKind.Null, signer.GetProperty("caller").ValueKind);
                Assert.Equal("warning", signer.GetProperty("problem").GetProperty("severity").GetString());
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes", "--plan-digest", Digest(usualJson))).ExitCode);
            }
        );

    /// <summary>The answer is held until a region is read: asked before the reads, it would never come.</summary>
    [Fact]
    public void Call_IsSentBesideTheReads() =>
        Run(
            TwoRegions,
            async cli =>
            {
                cli.Wire = account => new Held(account, cli.Time, untilRead: true);
                var began = cli.Time.GetUtcNow();
                var ran = await cli.RunAsync("plan");

                Assert.Contains(Known, ran.Out, StringComparison.Ordinal);
                Assert.InRange(cli.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            }
        );

    [Fact]
    public void Silence_IsWaitedForALittle_AndIsANote() =>
        Run(
            TwoRegions,
            async cli =>
            {
                cli.Wire = account => new Held(account, cli.Time, untilRead: false);
                var began = cli.Time.GetUtcNow();
                var ran = await cli.RunAsync("plan");

                Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
                Assert.Contains(
                    "\n  account        identity not known (KB2004): GetCallerIdentity: no answer within 5 s of the plan,\n",
                    ran.Out,
                    StringComparison.Ordinal
                );
                Assert.InRange(cli.Time.GetUtcNow() - began, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7));
            }
        );

    [Fact]
    public void Silence_KeepsNoRefusedPlanWaiting() =>
        Run(
            TwoRegions,
            async cli =>
            {
                cli.Wire = account => new Held(account, cli.Time, untilRead: false);
                cli.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
                var began = cli.Time.GetUtcNow();
                var ran = await cli.RunAsync("plan");

                Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                Assert.StartsWith("error KB2003: DescribeInstances: ", ran.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("GetCallerIdentity", ran.Error, StringComparison.Ordinal);
                Assert.InRange(cli.Time.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            }
        );

    private static void Run(string program, Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            cli =>
            {
                cli.Program(program);
                return body(cli);
            }
        );

    private static int Asked(SimulatedCli cli) => cli.Cloud.Journal.Calls.Count(call => call.Action == "GetCallerIdentity");

    private static int Count(string text, string word) => text.Split(word).Length - 1;

    /// <summary>All that stands below the head.</summary>
    private static string Body(string text) => text[text.IndexOf("\n\n", StringComparison.Ordinal)..];

    private static string Digest(string json) => JsonDocument.Parse(json).RootElement.GetProperty("digest").GetString()!;

    private static JsonElement.ArrayEnumerator Identities(string json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("identities").EnumerateArray();

    /// <summary>Holds the answer back of who signs, for good or until machines were read. Let go from a timer, where no context is captured.</summary>
    private sealed class Held(HttpMessageHandler account, TimeProvider time, bool untilRead) : DelegatingHandler(account)
    {
        private readonly TaskCompletionSource _read = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var action = request.Headers.GetValues("X-TC-Action").Single();
            if (action == "GetCallerIdentity")
            {
                var given = new TaskCompletionSource();
                await using var registration = cancellationToken
                    .Register(() => given.TrySetCanceled(cancellationToken))
                    .ConfigureAwait(false);
                await (await Task.WhenAny(given.Task, _read.Task).ConfigureAwait(false)).ConfigureAwait(false);
            }

            if (untilRead && action == "DescribeInstances")
            {
                time.CreateTimer(_ => _read.TrySetResult(), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }

            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }
}
