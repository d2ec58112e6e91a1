using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>A first program that makes instances and binds keys to them: what a preview can say of ids that are known only at apply.</summary>
public class UnknownIdsTests
{
    [Theory]
    [InlineData(
        "refuse",
        "At most 3 instances change; none is stopped.",
        "New instances are RUNNING: under stopPolicy refuse the apply will fail"
    )]
    [InlineData("stoppedOnly", "At most 3 instances change; none is stopped, running ones wait.", "enforced at apply")]
    [InlineData("graceful", "At most 3 instances change; at most 3 are stopped (graceful).", "enforced at apply")]
    public void NewInstances_PreviewSaysWhatTheApplyMayDoAtMost(string stopPolicy, string bound, string remedy) =>
        Play(
            Fleet(),
            async stage =>
            {
                var program = Association("web", [Values.Unknown, Values.Unknown, Values.Unknown], [New], Policy(stopPolicy));

                var step = Assert.Single(await stage.Deployment.PreviewAsync(program));

                Assert.Null(step.Error);
                var message = Assert.Single(stage.Diagnostics, message => message.Severity == LogSeverity.Warning).Message;
                Assert.Contains("Decided at apply: 3 of instanceIds.", message, StringComparison.Ordinal);
                Assert.Contains(bound, message, StringComparison.Ordinal);
                Assert.Contains(remedy, message, StringComparison.Ordinal);
                Assert.False(step.Outputs!.Fields.ContainsKey("bindings"));
                Assert.Empty(stage.Calls("DescribeInstances"));
            }
        );

    [Fact]
    public void OneNewInstance_PreviewAgreesWithIt() =>
        Play(
            Fleet(),
            async stage =>
            {
                await stage.Deployment.PreviewAsync(Association("web", [Values.Unknown], [New], Policy("graceful")));
                var message = Assert.Single(stage.Diagnostics, message => message.Severity == LogSeverity.Warning).Message;
                Assert.Contains("At most 1 instance changes; at most 1 is stopped (graceful).", message, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void NewInstancesUnderRefuse_ApplyFailsAndLeavesNothing_UnderGracefulItIsDone() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING")),
            async stage =>
            {
                var refused = Assert.Single(await stage.Deployment.UpAsync(Association("web", Ids(1, 2), [New])));
                Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, refused.Error!.StatusCode);
                Assert.Empty(stage.Deployment.State);

                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("graceful")));
                Assert.Equal([New, New], [stage.KeysOf(1), stage.KeysOf(2)]);
            }
        );

    [Fact]
    public void KnownOnesAmongThem_AreLookedAtAndRefusedNow() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING")),
            async stage =>
            {
                var step = Assert.Single(await stage.Deployment.PreviewAsync(Association("web", [Id(1), Values.Unknown], [New])));
                Assert.Contains("KB3001", step.Error!.Status.Detail, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void UnknownPolicy_NothingIsJudgedByTheBuiltInOne() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING")),
            async stage =>
            {
                var step = Assert.Single(await stage.Deployment.PreviewAsync(Association("web", Ids(1, 1), [New], Policy(Values.Unknown))));

                Assert.Null(step.Error);
                var message = Assert.Single(stage.Diagnostics, message => message.Severity == LogSeverity.Warning).Message;
                Assert.Contains("Decided at apply: the change policy.", message, StringComparison.Ordinal);
                Assert.Contains("the policy that is known by then decides what may be stopped", message, StringComparison.Ordinal);
                Assert.Empty(stage.Calls("DescribeInstances"));
            }
        );

    [Fact]
    public void WholeListsUnknown_SaySo_AndUpdateDiffShowsThemAsUpdates() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                var program = Association("web", [], [New], Policy("graceful"));
                program = program with { Inputs = program.Inputs.With("instanceIds", Values.Text(Values.Unknown)) };

                var steps = await stage.Deployment.PreviewAsync(program);

                Assert.Equal("update", steps[^1].Op);
                Assert.Equal(
                    ["changePolicy.canary", "changePolicy.maxUnavailable", "changePolicy.stopPolicy", "instanceIds"],
                    steps[^1].Diff!.DetailedDiff.Keys.Order(StringComparer.Ordinal)
                );
                Assert.Contains(
                    stage.Diagnostics,
                    message =>
                        message.Message.Contains("all of instanceIds. How many instances change is not known yet", StringComparison.Ordinal)
                );
            }
        );

    [Fact]
    public void OneItemUnknown_NoLeavingInstanceIsClaimed() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));

                var steps = await stage.Deployment.PreviewAsync(Association("web", [Values.Unknown, Id(2)], [New]));

                Assert.Equal(["instanceIds[0] Update"], Lifecycle.Updates.Lines(steps[^1].Diff!));
                Assert.Equal(Values.Unknown, steps[^1].Outputs!.Fields["instanceIds"].ListValue.Values[0].StringValue);
            }
        );
}
