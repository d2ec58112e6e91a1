using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>How each command ends (rule <c>exit-codes</c>), judged by what reached the account.</summary>
public class ExitCodeTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, ada] }
              - { id: ins-web00002, name: web-2, keys: [team, ada] }
              - { id: ins-web00003, name: web-3, keys: [team, ada] }
              - { id: ins-batch001, name: batch-1, state: STOPPED, keys: [team, ada] }
              - { id: ins-cold0001, name: cold-1, state: STOPPED, stopCharging: true, keys: [team, ada] }
              - { id: ins-bare0001, name: bare-1, keys: [ada] }
        """;

    [Fact]
    public void Refuse_IsFour_AndWritesNothing() =>
        Run(
            Revocation("stopPolicy: refuse, onBlocked: skip"),
            async cli =>
            {
                Assert.Equal(4, (await cli.RunAsync("plan")).ExitCode);
                Assert.Equal(4, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void Drift_UnderARefusingPolicy_IsTwoAllTheSame() =>
        Run(
            Revocation("stopPolicy: refuse, onBlocked: skip"),
            async cli =>
            {
                var ran = await cli.RunAsync("drift");
                Assert.Equal(2, ran.ExitCode);
                Assert.Contains("an apply is refused: running, would have to be stopped", ran.Out, StringComparison.Ordinal);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void BlockedInstances_RefuseEverything_UnlessSkipped() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: refuse, allowKeyless: true"),
            async cli =>
            {
                var ran = await cli.RunAsync("apply", "--yes");
                Assert.Equal(4, ran.ExitCode);
                Assert.Contains("KB3002", ran.Out, StringComparison.Ordinal);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void Apply_ThatDoesItAll_IsZero_ThenPlanIsZeroAndCountsTheWaiting() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip"),
            async cli =>
            {
                Assert.Equal(2, (await cli.RunAsync("plan")).ExitCode);
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Empty(cli.Us.LeftDown);
                Assert.Equal(
                    ["ins-bare0001", "ins-cold0001"],
                    cli.Cloud.View.Instances.Where(instance => instance.KeyIds.Contains("skey-ada00001"))
                        .Select(instance => instance.Id)
                        .Order()
                );

                var again = await cli.RunAsync("plan");
                var drift = await cli.RunAsync("drift");
                var writes = cli.WritesSent.Count();
                var apply = await cli.RunAsync("apply", "--yes");
                Assert.Equal((0, 0, 0), (again.ExitCode, drift.ExitCode, apply.ExitCode));
                Assert.Contains("Nothing to change. 2 instances wait for a later run.", again.Out, StringComparison.Ordinal);
                Assert.Contains("no actionable drift; 2 instances waiting", drift.Out, StringComparison.Ordinal);
                Assert.Equal(writes, cli.WritesSent.Count());
            }
        );

    [Fact]
    public void Apply_WithAFailedInstance_IsThree_AndNothingIsLeftDown() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip"),
            async cli =>
            {
                cli.Cloud.Faults.Add(
                    new FaultRule
                    {
                        Action = "DisassociateInstancesKeyPairs",
                        InstanceId = "ins-web00002",
                        Times = null,
                        Effect = new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"),
                    }
                );
                Assert.Equal(3, (await cli.RunAsync("apply", "--yes")).ExitCode);
                Assert.Empty(cli.Us.LeftDown);
                Assert.Contains("skey-ada00001", cli.Cloud.View["ins-web00002"].KeyIds);
            }
        );

    [Fact]
    public void Apply_WithADifferentPlanThanApproved_IsOne_AndWritesNothing() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip"),
            async cli =>
            {
                var digest = DigestOf((await cli.RunAsync("plan")).Out);
                cli.Cloud.BindByHand("ins-web00001", "skey-ada00001");
                Assert.Equal(1, (await cli.RunAsync("apply", "--yes", "--plan-digest", new string('0', 64))).ExitCode);
                foreach (var part in new[] { digest[..12], digest[..63], digest + "0", digest.ToUpperInvariant(), "" })
                {
                    var ran = await cli.RunAsync("apply", "--yes", "--plan-digest", part);
                    Assert.Equal(
                        (
                            1,
                            "error KB1005 --plan-digest: a digest is 64 digits of 0-9 a-f, and this is not one.\n"
                                + "  -> Write all of it, as plan printed it: a part of it does not bind the plan.\n"
                        ),
                        (ran.ExitCode, ran.Error)
                    );
                }

                Assert.Empty(cli.WritesSent);

                Assert.Equal(0, (await cli.RunAsync("apply", "--yes", "--plan-digest", digest)).ExitCode);
            }
        );

    [Fact]
    public void Apply_WithAnApprovedPlanThatIsLessByTheTimeItIsDone_WritesNothing() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip"),
            async cli =>
            {
                var digest = DigestOf((await cli.RunAsync("plan")).Out);
                var looks = cli
                    .Cloud.Journal.Find(actor: SimulatorOptions.DefaultSecretId)
                    .Count(call => call.Action == "DescribeInstances");
                // A part of it is done by hand after the look that is compared with the digest, and before the look that the writes follow from.
                cli.Cloud.Faults.Add(
                    FaultRule.On("DescribeInstances", looks + 1, new FaultEffect.ActByHand(HandAct.Unbind, "ins-web00001", "skey-ada00001"))
                );
                var ran = await cli.RunAsync("apply", "--yes", "--plan-digest", digest);

                Assert.NotEqual(0, ran.ExitCode);
                Assert.Contains("KB4012", ran.Out + ran.Error, StringComparison.Ordinal);
                Assert.Contains("since the plan was compared with the approved one", ran.Out + ran.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("skey-ada00001", cli.Cloud.View["ins-web00001"].KeyIds);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void Digest_BindsTheEndpointTheAccountAndTheBoundsOfTheRun()
    {
        const string Program = """
            name: offboard-ada
            config:
              keybinding:changePolicy: { stopPolicy: graceful, onBlocked: skip, maxStops: 9 }
              keybinding:endpoint: https://cvm.tencentcloudapi.com
            resources:
              offboard-ada:
                type: keybinding:KeyRevocation
                properties: { region: ap-guangzhou, keyIds: [skey-ada00001], changePolicy: { maxStops: 5 } }
            """;
        Run(
            Program,
            async cli =>
            {
                var approved = DigestOf((await cli.RunAsync("plan")).Out);
                Assert.Equal(approved, DigestOf((await cli.RunAsync("plan", "--endpoint", "https://CVM.tencentcloudapi.com:443/")).Out));
                Assert.NotEqual(approved, DigestOf((await cli.RunAsync("plan", "--endpoint", "https://cvm.example.com")).Out));

                // The bound of the run, which the resource's own takes the place of in its rollout.
                cli.Program(Program.Replace("maxStops: 9", "maxStops: 8", StringComparison.Ordinal));
                Assert.NotEqual(approved, DigestOf((await cli.RunAsync("plan")).Out));
            }
        );
    }

    [Fact]
    public void Apply_WithoutYesAndWithoutATerminal_IsOne_AndWritesNothing() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip"),
            async cli =>
            {
                var ran = await cli.RunAsync("apply");
                Assert.Equal(1, ran.ExitCode);
                Assert.Contains("KB1016", ran.Error, StringComparison.Ordinal);
                Assert.Empty(cli.WritesSent);
            }
        );

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(70)]
    public void CtrlC_AnyTimeDuringAnApply_Is130_AndWhatWasStoppedIsRunningAgain(int seconds) =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip, maxUnavailable: 1"),
            async cli =>
            {
                cli.CancelAfter(TimeSpan.FromSeconds(seconds));
                var ran = await cli.RunAsync("apply", "--yes");

                Assert.Equal(130, ran.ExitCode);
                Assert.Empty(cli.Us.LeftDown);
                Assert.All(
                    cli.Cloud.View.Instances.Where(instance => instance.Id.StartsWith("ins-web", StringComparison.Ordinal)),
                    instance => Assert.Equal("RUNNING", instance.State)
                );
                Assert.Contains("ancelled", ran.Out + ran.Error, StringComparison.Ordinal);
            },
            new SimulatorOptions()
        );

    [Fact]
    public void CtrlC_BeforeAnything_Is130_AndSaysThatNothingWasChanged() =>
        Run(
            Revocation("stopPolicy: graceful, onBlocked: skip"),
            async cli =>
            {
                cli.CancelAfter(TimeSpan.Zero);
                var ran = await cli.RunAsync("plan");
                Assert.Equal((130, "Cancelled; nothing was changed.\n"), (ran.ExitCode, ran.Error));
            },
            new SimulatorOptions { Latency = DurationRange.Seconds(1, 2) }
        );

    private static void Run(string program, Func<SimulatedCli, Task> body, SimulatorOptions? options = null) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            cli =>
            {
                cli.Program(program);
                return body(cli);
            },
            options
        );

    private static string Revocation(string policy) =>
        $$"""
            name: offboard-ada
            resources:
              offboard-ada:
                type: keybinding:KeyRevocation
                properties:
                  region: ap-guangzhou
                  keyIds: [skey-ada00001]
                  changePolicy: { {{policy}} }
            """;

    private static string DigestOf(string plan) => plan.Split("Digest")[1].Trim();
}
