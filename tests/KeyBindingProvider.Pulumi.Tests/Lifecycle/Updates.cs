using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Edits of a program: what the diff shows, what the update does.</summary>
public class Updates
{
    [Fact]
    public void InstanceAddedAndKeySwapped_DiffNamesBothListsAndEachInstance() =>
        Play(
            Fleet(Instances(1, 3, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Old]));

                var steps = await stage.Deployment.SucceedAsync(Association("web", Ids(1, 3), [New]));

                var diff = steps[^1].Diff!;
                Assert.Equal(
                    [
                        "bindings.ins-00000001 Update",
                        "bindings.ins-00000002 Update",
                        "bindings.ins-00000003 Add",
                        "instanceIds[2] Add",
                        "keyIds[0] Update",
                    ],
                    Lines(diff)
                );
                Assert.All([1, 2, 3], number => Assert.Equal(New, stage.KeysOf(number)));
                Assert.Equal(
                    "ins-00000001: skey-new00000; ins-00000002: skey-new00000; ins-00000003: skey-new00000",
                    stage.Deployment.State["web"].Outputs.Lists("bindings")
                );
            }
        );

    [Fact]
    public void InstanceRemoved_UnbindsItThereOnly() =>
        Play(
            Fleet(Instances(1, 3, "STOPPED", Team)),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 3), [New]));

                var steps = await stage.Deployment.SucceedAsync(Association("web", [Id(1), Id(3)], [New]));

                Assert.Equal(["bindings.ins-00000002 Delete", "instanceIds[1] Delete"], Lines(steps[^1].Diff!));
                Assert.Equal([$"{New} {Team}", Team, $"{New} {Team}"], [stage.KeysOf(1), stage.KeysOf(2), stage.KeysOf(3)]);
            }
        );

    [Fact]
    public void OrderAndDuplicates_AreNoDifference() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                var writes = stage.Writes;

                var steps = await stage.Deployment.SucceedAsync(Association("web", [Id(2), Id(1), Id(2)], [New, New]));

                Assert.Equal("same", steps[^1].Op);
                Assert.Equal([Id(2), Id(1), Id(2)], stage.Deployment.State["web"].Inputs.Strings("instanceIds"));
                Assert.Equal(writes, stage.Writes);
            }
        );

    [Fact]
    public void PolicyOnlyEdit_IsNoDifferenceAndIsStored() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("graceful")));

                var steps = await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("force")));

                Assert.Equal("same", steps[^1].Op);
                Assert.Equal(
                    "force",
                    stage.Deployment.State["web"].Inputs.Fields["changePolicy"].StructValue.Fields["stopPolicy"].StringValue
                );
            }
        );

    [Fact]
    public void PolicyThatMakesSomethingPendingActionable_IsADifference() =>
        Play(
            Fleet(Instance(1, "STOPPED"), Instance(2, "RUNNING")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("stoppedOnly")));
                Assert.Equal("ins-00000002: running", stage.Deployment.State["web"].Outputs.Pairs("pendingInstances"));
                Assert.Contains(
                    stage.Diagnostics,
                    message => message.Severity == LogSeverity.Warning && message.Message.Contains("KB3001")
                );

                var same = await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("stoppedOnly")));
                Assert.Equal("same", same[^1].Op);

                var steps = await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("graceful")));

                Assert.Equal(["bindings.ins-00000002 Add", "changePolicy.stopPolicy Update"], Lines(steps[^1].Diff!));
                Assert.Equal(New, stage.KeysOf(2));
                Assert.Equal("RUNNING", stage.StateOf(2));
            }
        );

    [Fact]
    public void ProviderPolicyOrRegion_ChangesDirtyNothing() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));

                stage.Deployment.Configuration = Configure(
                    ("region", Values.Text("ap-shanghai")),
                    ("changePolicy", Values.Text("""{"stopPolicy":"graceful","maxStops":3}"""))
                );
                var steps = await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));

                Assert.Equal("same", steps[^1].Op);
                Assert.Equal("ap-guangzhou", stage.Deployment.State["web"].Inputs.Fields["region"].StringValue);
            }
        );

    [Fact]
    public void RunningUnderRefuse_FailsPreviewAndUpWithEveryReason_ChangesNothing() =>
        Play(
            Fleet(Instance(1, "STOPPED"), Instance(2, "RUNNING"), Instance(3, "STOPPED") with { OsName = "Windows Server 2022" }),
            async stage =>
            {
                var program = Association("web", Ids(1, 3), [New]);

                foreach (var steps in new[] { await stage.Deployment.PreviewAsync(program), await stage.Deployment.UpAsync(program) })
                {
                    var error = Assert.Single(steps).Error!;
                    Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, error.StatusCode);
                    Assert.Contains("KB3001", error.Status.Detail, StringComparison.Ordinal);
                    Assert.Contains(Id(2), error.Status.Detail, StringComparison.Ordinal);
                    Assert.Contains("KB3003", error.Status.Detail, StringComparison.Ordinal);
                    Assert.Contains(Id(3), error.Status.Detail, StringComparison.Ordinal);
                    Assert.Contains("stoppedOnly", error.Status.Detail, StringComparison.Ordinal);
                    Assert.Null(Details.InitFailed(error));
                }

                Assert.Empty(stage.Deployment.State);
                Assert.Equal(0, stage.Writes);
            }
        );

    internal static IEnumerable<string> Lines(DiffResponse diff) =>
        diff.DetailedDiff.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {entry.Value.Kind}");
}
