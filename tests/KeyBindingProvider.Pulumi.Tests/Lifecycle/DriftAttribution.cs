using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>The provider's <c>driftAttribution</c>: who made the drift, where it is asked for, in calls that are counted (ADR 0061).</summary>
public class DriftAttribution
{
    private static readonly SimulatorOptions s_alice = new() { ConsoleUser = "alice", AuditLag = DurationRange.Seconds(0, 0) };

    /// <summary>As a YAML program sends it, and as SDKs and the configuration of a stack do.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Drift_NamesWhoDidIt_AndTheLogIsAskedOnlyThen(bool isText) =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("driftAttribution", isText ? Values.Text("true") : Value.ForBool(true)));
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                await stage.Deployment.RefreshAsync();
                Assert.Empty(stage.Calls("DescribeEvents"));

                stage.Cloud.UnbindByHand(Id(2), New);
                stage.Cloud.BindByHand(Id(1), Team);
                await stage.SettleAsync();
                await stage.Deployment.RefreshAsync();

                var drift = Assert
                    .Single(stage.Diagnostics, message => message.Message.StartsWith("Drift on web:", StringComparison.Ordinal))
                    .Message;
                Assert.Contains($"\n  {New} unbound by alice (CAMUser 100000000003) at ", drift, StringComparison.Ordinal);
                Assert.Contains($"\n  {Team} bound by alice (CAMUser 100000000003) at ", drift, StringComparison.Ordinal);
                Assert.Equal(2, stage.Calls("DescribeEvents").Count);
                Assert.DoesNotContain("alice", $"{stage.Deployment.State["web"].Outputs}", StringComparison.Ordinal);
            },
            s_alice
        );

    [Fact]
    public void Log_IsNotAsked_UnlessTheProviderSaysSo() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New]));
                stage.Cloud.UnbindByHand(Id(1), New);
                await stage.SettleAsync();
                await stage.Deployment.RefreshAsync();

                var drift = Assert
                    .Single(stage.Diagnostics, message => message.Message.StartsWith("Drift on web:", StringComparison.Ordinal))
                    .Message;
                Assert.DoesNotContain("audit", drift, StringComparison.Ordinal);
                Assert.Empty(stage.Calls("DescribeEvents"));
            },
            s_alice
        );

    /// <summary>All are read at once: whoever drifted first asks, an answer and a refusal are everybody's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ThreeHundredResources_AskTheLogOnce(bool isRefused) =>
        Play(
            Fleet(Instances(1, 300, "STOPPED", New)),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("driftAttribution", Value.ForBool(true)));
                await stage.Deployment.SucceedAsync([
                    .. Enumerable.Range(1, 300).Select(number => Association($"web{number}", Ids(number, 1), [New])),
                ]);
                foreach (var id in Ids(1, 300))
                {
                    stage.Cloud.UnbindByHand(id, New);
                }

                if (isRefused)
                {
                    stage.Cloud.Faults.Add(FaultRule.From("DescribeEvents", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
                }

                await stage.SettleAsync();
                await stage.Deployment.RefreshAsync();

                int Told(string text) => stage.Diagnostics.Count(message => message.Message.Contains(text, StringComparison.Ordinal));
                // One act an event and 50 events a page: six pages for those who unbound, one for those who bound.
                Assert.Equal(
                    isRefused ? (300, 0, 1, 1) : (300, 300, 0, 7),
                    (Told("Drift on web"), Told(" unbound by alice "), Told("KB2013"), stage.Calls("DescribeEvents").Count)
                );
            },
            s_alice
        );

    [Fact]
    public void Machine_ThatIsNoMore_IsNobodysAct_AndNothingIsAsked() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", New)),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("driftAttribution", Value.ForBool(true)));
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                stage.Cloud.TerminateByHand(Id(2));
                await stage.WaitAsync(TimeSpan.FromMinutes(10));
                await stage.Deployment.RefreshAsync();

                var drift = Assert
                    .Single(stage.Diagnostics, message => message.Message.StartsWith("Drift on web:", StringComparison.Ordinal))
                    .Message;
                Assert.EndsWith($"{Id(2)} does not exist any more", drift, StringComparison.Ordinal);
                Assert.Empty(stage.Calls("DescribeEvents"));
            },
            s_alice
        );

    [Fact]
    public void Log_ThatIsSlowerThanAReadMayTake_FailsNoRead_AndOthersHaveTheAnswer() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", New)),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("driftAttribution", Value.ForBool(true)));
                await stage.Deployment.SucceedAsync(
                    Association("hasty", Ids(1, 1), [New]) with
                    {
                        Timeout = 5,
                    },
                    Association("patient", Ids(2, 1), [New])
                );
                stage.Cloud.UnbindByHand(Id(1), New);
                stage.Cloud.UnbindByHand(Id(2), New);
                stage.Cloud.Faults.Add(FaultRule.On("DescribeEvents", 1, new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(8))));
                await stage.SettleAsync();
                var steps = await stage.Deployment.RefreshAsync();

                Assert.Equal(["drift hasty", "drift patient"], steps.Select(step => step.ToString()).Order());
                string[] told = [.. stage.Diagnostics.Select(message => message.Message)];
                Assert.DoesNotContain(
                    "alice",
                    Assert.Single(told, text => text.StartsWith("Drift on hasty", StringComparison.Ordinal)),
                    StringComparison.Ordinal
                );
                Assert.Contains(
                    " unbound by alice ",
                    Assert.Single(told, text => text.StartsWith("Drift on patient", StringComparison.Ordinal)),
                    StringComparison.Ordinal
                );
                Assert.Single(told, text => text.Contains("KB2013", StringComparison.Ordinal));
                Assert.Equal(2, stage.Calls("DescribeEvents").Count);
            },
            s_alice
        );

    [Fact]
    public void Permission_ThatIsMissing_IsOneWarning_AndDriftIsWhatItIs() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("driftAttribution", Value.ForBool(true)));
                await stage.Deployment.SucceedAsync(Association("web1", Ids(1, 1), [New]), Association("web2", Ids(2, 1), [New]));
                stage.Cloud.UnbindByHand(Id(1), New);
                stage.Cloud.UnbindByHand(Id(2), New);
                stage.Cloud.Faults.Add(FaultRule.From("DescribeEvents", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
                await stage.SettleAsync();
                var steps = await stage.Deployment.RefreshAsync();

                Assert.Equal(["drift web1", "drift web2"], steps.Select(step => step.ToString()).Order());
                Assert.Single(stage.Diagnostics, message => message.Message.Contains("KB2013", StringComparison.Ordinal));
                Assert.Equal(2, stage.Diagnostics.Count(message => message.Message.StartsWith("Drift on web", StringComparison.Ordinal)));
                Assert.Single(stage.Calls("DescribeEvents"));
            },
            s_alice
        );
}
