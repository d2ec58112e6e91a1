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

    [Fact]
    public void HundredResources_AskTheLogOnce() =>
        Play(
            Fleet(Instances(1, 100, "STOPPED")),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("driftAttribution", Value.ForBool(true)));
                await stage.Deployment.SucceedAsync([
                    .. Enumerable.Range(1, 100).Select(number => Association($"web{number}", Ids(number, 1), [New])),
                ]);
                foreach (var id in Ids(1, 100))
                {
                    stage.Cloud.UnbindByHand(id, New);
                }

                await stage.SettleAsync();
                await stage.Deployment.RefreshAsync();

                Assert.Equal(
                    100,
                    stage.Diagnostics.Count(message => message.Message.Contains(" unbound by alice ", StringComparison.Ordinal))
                );
                // One accepted call an event: two pages for those who unbound, one for those who bound.
                Assert.InRange(stage.Calls("DescribeEvents").Count, 2, 20);
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
