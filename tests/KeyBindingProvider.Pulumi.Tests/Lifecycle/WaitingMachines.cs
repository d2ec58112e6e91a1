using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>A machine that waits with an old key is named in every run, once for each resource.</summary>
public class WaitingMachines
{
    private const string Running =
        "KB3001 resources.offboard: 2 instances must change and would have to be stopped: ins-00000001, ins-00000002.\n"
        + "  -> They wait: apply again when they are stopped, or allow stopPolicy graceful.";

    private static string[] WarningsOf(Stage stage, ref int seen)
    {
        var all = stage.Diagnostics.Where(message => message.Severity == LogSeverity.Warning).ToArray();
        string[] news = [.. all.Skip(seen).Select(message => message.Message)];
        seen = all.Length;
        return news;
    }

    [Fact]
    public void UnchangedResource_IsOneWarningInPreviewUpAndRefresh() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old, Team), [Instance(3, "STOPPED", Old, Team)]),
            async stage =>
            {
                var program = Revocation("offboard", [Old], Policy("stoppedOnly"));
                var seen = 0;

                await stage.Deployment.SucceedAsync(program);
                Assert.Equal([Running], WarningsOf(stage, ref seen));

                Assert.Equal("same", (await stage.Deployment.PreviewAsync(program))[^1].Op);
                Assert.Equal([Running], WarningsOf(stage, ref seen));

                Assert.Equal("same", (await stage.Deployment.SucceedAsync(program))[^1].Op);
                Assert.Equal([Running], WarningsOf(stage, ref seen));

                await stage.Deployment.RefreshAsync();
                Assert.Equal([Running], WarningsOf(stage, ref seen));

                stage.Cloud.StopByHand(Id(1));
                stage.Cloud.StopByHand(Id(2));
                await stage.SettleAsync();
                await stage.Deployment.SucceedAsync(program);
                Assert.Empty(WarningsOf(stage, ref seen));
                Assert.Equal([Team, Team], [stage.KeysOf(1), stage.KeysOf(2)]);
            }
        );

    [Fact]
    public void SeveralReasons_AreOneWarningThatNamesAll() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team), Instance(2, "STOPPED", Old, Team) with { StopCharging = true }),
            async stage =>
            {
                var program = Revocation("offboard", [Old], Policy("stoppedOnly", ("onBlocked", Values.Text("skip"))));
                const string Both =
                    "KB3001 resources.offboard: 1 instance must change and would have to be stopped: ins-00000001. "
                    + "1 instance must change and cannot: stopped in no-charge mode: ins-00000002.\n"
                    + "  -> It waits: apply again when it is stopped, or allow stopPolicy graceful. Skipped for now; apply again when the reason is gone.";
                var seen = 0;

                await stage.Deployment.PreviewAsync(program);
                Assert.Equal([Both], WarningsOf(stage, ref seen));
                await stage.Deployment.SucceedAsync(program);
                Assert.Equal([Both], WarningsOf(stage, ref seen));
                await stage.Deployment.SucceedAsync(program);
                Assert.Equal([Both], WarningsOf(stage, ref seen));
            }
        );

    [Fact]
    public void ResourceThatChangesElsewhere_IsOneWarningToo() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team), Instance(2, "STOPPED", Old, Team)),
            async stage =>
            {
                var policy = Policy("stoppedOnly");
                await stage.Deployment.SucceedAsync(Exclusive("build", Ids(1, 2), [Team], policy));
                var seen = stage.Diagnostics.Count(message => message.Severity == LogSeverity.Warning);

                var program = Exclusive("build", Ids(1, 2), [New, Team], policy);
                Assert.Equal("update", (await stage.Deployment.PreviewAsync(program))[^1].Op);
                Assert.Contains(Id(1), Assert.Single(WarningsOf(stage, ref seen)), StringComparison.Ordinal);
                Assert.Equal("update", (await stage.Deployment.SucceedAsync(program))[^1].Op);
                Assert.Contains(Id(1), Assert.Single(WarningsOf(stage, ref seen)), StringComparison.Ordinal);
            }
        );
}
