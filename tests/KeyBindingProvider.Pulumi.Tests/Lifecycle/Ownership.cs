using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Who owns a pair, and who may take it away: the world ends as declared, and no stranger's key is touched.</summary>
public class Ownership
{
    [Fact]
    public void RegionChange_IsAReplacementCreatedFirst_EachRegionEndsAsDeclared() =>
        Play(
            TwoRegions(),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                var id = stage.Deployment.State["web"].Id;

                var moved = Association("web", Ids(11, 2), ["skey-newshan0"]);
                moved = moved with { Inputs = moved.Inputs.With("region", Values.Text("ap-shanghai")) };
                var steps = await stage.Deployment.SucceedAsync(moved);

                Assert.Equal(["refresh web", "replace web", "delete web"], steps.Select(step => step.ToString()));
                Assert.Equal(["region"], steps[1].Diff!.Replaces);
                Assert.Equal("ap-shanghai", stage.Deployment.State["web"].Outputs.Fields["region"].StringValue);
                Assert.NotEqual(id, stage.Deployment.State["web"].Id);
                Assert.Equal([Team, Team], [stage.KeysOf(1), stage.KeysOf(2)]);
                Assert.Equal(["skey-newshan0", "skey-newshan0"], [stage.KeysOf(11), stage.KeysOf(12)]);
            }
        );

    /// <summary>What a destroy would leave bound is not announced as something that it takes off.</summary>
    [Theory]
    [InlineData("unbind", true)]
    [InlineData("keep", false)]
    public void PairsThatAreThereAlready_AreAnnouncedAsAdopted_OnlyWhereADestroyWouldTakeThemOff(string onDestroy, bool isAnnounced) =>
        Play(
            Fleet(Instance(1, "STOPPED", New), Instance(2, "STOPPED")),
            async stage =>
            {
                var program = Association("web", Ids(1, 2), [New]);
                program = program with { Inputs = program.Inputs.With("onDestroy", Values.Text(onDestroy)) };

                await stage.Deployment.PreviewAsync(program);

                Assert.Equal(isAnnounced, stage.Diagnostics.Any(message => message.Message.Contains("adopted", StringComparison.Ordinal)));
            }
        );

    [Fact]
    public void RegionChangeAlone_IsAnErrorBecauseTheInstancesAreNotThere() =>
        Play(
            TwoRegions(),
            async stage =>
            {
                var program = Association("web", Ids(1, 2), [New], Policy("refuse", ("onBlocked", Values.Text("skip"))));
                await stage.Deployment.SucceedAsync(program);

                var moved = program with
                {
                    Inputs = program.Inputs.With("region", Values.Text("ap-shanghai")).With("keyIds", Values.Texts("skey-newshan0")),
                };
                var preview = await stage.Deployment.PreviewAsync(moved);
                var up = await stage.Deployment.UpAsync(moved);

                Assert.All(
                    [preview[^1], up[^1]],
                    step =>
                        Assert.Contains("would move from ap-guangzhou to ap-shanghai", step.Error!.Status.Detail, StringComparison.Ordinal)
                );
                Assert.Equal([$"{New} {Team}", $"{New} {Team}"], [stage.KeysOf(1), stage.KeysOf(2)]);
            }
        );

    [Fact]
    public void DeleteOfAnOldObjectUnderTheSameUrn_LeavesWhatItsSuccessorDeclares() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Team)),
            async stage =>
            {
                var program = Association("web", Ids(1, 2), [New]);
                await stage.Deployment.SucceedAsync(program);
                var old = stage.Deployment.State["web"];

                // Create-first replacement, as --target-replace or replaceOnChanges of the user force it: check, create, then the old one is deleted.
                var provider = await stage.StartConfiguredAsync();
                var check = await provider.CheckAsync(
                    new CheckRequest { Urn = program.Urn, News = Association("web", Ids(1, 1), [New]).Inputs }
                );
                await provider.CreateAsync(new CreateRequest { Urn = program.Urn, Properties = check.Inputs });
                await provider.DeleteAsync(
                    new DeleteRequest
                    {
                        Id = old.Id,
                        Urn = program.Urn,
                        Properties = old.Outputs,
                        OldInputs = old.Inputs,
                    }
                );

                Assert.Equal([$"{New} {Team}", Team], [stage.KeysOf(1), stage.KeysOf(2)]);
            }
        );

    [Fact]
    public void PairMovedBetweenTwoResources_IsNeverUnbound() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("a", Ids(1, 2), [New]), Association("b", Ids(1, 1), [Team]));

                await stage.Deployment.SucceedAsync(Association("a", Ids(1, 1), [New]), Association("b", Ids(1, 2), [Team, New]));

                Assert.Equal([$"{New} {Team}", $"{New} {Team}"], [stage.KeysOf(1), stage.KeysOf(2)]);
                Assert.Empty(stage.Calls("DisassociateInstancesKeyPairs"));
                Assert.Equal("ins-00000001: skey-new00000", stage.Deployment.State["a"].Outputs.Lists("bindings"));
                Assert.Equal(
                    "ins-00000001: skey-new00000 skey-team0000; ins-00000002: skey-new00000 skey-team0000",
                    stage.Deployment.State["b"].Outputs.Lists("bindings")
                );
            }
        );

    [Fact]
    public void ResourceRemovedWhileAnotherTakesItsPairs_KeepsThem() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("old-name", Ids(1, 2), [New]));

                var steps = await stage.Deployment.SucceedAsync(Association("new-name", Ids(1, 2), [New]));

                Assert.Equal(["create new-name", "delete old-name"], steps.Select(step => step.ToString()));
                Assert.Equal([New, New], [stage.KeysOf(1), stage.KeysOf(2)]);
                Assert.Empty(stage.Calls("DisassociateInstancesKeyPairs"));
            }
        );

    [Fact]
    public void TwoResourcesOnOneInstanceAtOnce_BothEndAsDeclared_InOneWindow() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING")),
            async stage =>
            {
                var a = Association("a", Ids(1, 2), [New], Policy("graceful"));
                var b = Association("b", Ids(2, 2), [Team], Policy("graceful"));

                await stage.Deployment.PreviewAsync(a, b);
                Assert.Contains(
                    stage.Diagnostics,
                    message =>
                        message.Message.Contains(
                            "KB3015: 'a', 'b' stop ins-00000002: one stop and start for all of them",
                            StringComparison.Ordinal
                        )
                );

                await stage.Deployment.SucceedAsync(a, b);

                Assert.Equal([New, $"{New} {Team}", Team], [stage.KeysOf(1), stage.KeysOf(2), stage.KeysOf(3)]);
                Assert.All([1, 2, 3], number => Assert.Equal("RUNNING", stage.StateOf(number)));
                // They meet in one window of the instance.
                var power = stage.Cloud.Journal.Calls.Where(call =>
                    call.Action is "StopInstances" or "StartInstances" && call.InstanceIds.Contains(Id(2))
                );
                Assert.Equal(["StopInstances", "StartInstances"], power.Select(call => call.Action));
            }
        );

    [Fact]
    public void KeyDroppedUnderStoppedOnly_StaysOwnedUntilItIsGone() =>
        Play(
            Fleet(Instance(1, "STOPPED"), Instance(2, "RUNNING", New, Team)),
            async stage =>
            {
                var policy = Policy("stoppedOnly");
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New, Team], policy));

                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Team], policy));
                Assert.Equal(
                    "ins-00000001: skey-team0000; ins-00000002: skey-new00000 skey-team0000",
                    stage.Deployment.State["web"].Outputs.Lists("bindings")
                );
                Assert.Equal("ins-00000002: running", stage.Deployment.State["web"].Outputs.Pairs("pendingInstances"));
                Assert.Equal("same", (await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Team], policy)))[^1].Op);

                stage.Cloud.StopByHand(Id(2));
                await stage.SettleAsync();
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Team], policy));
                Assert.Equal(Team, stage.KeysOf(2));
                Assert.Equal("", stage.Deployment.State["web"].Outputs.Pairs("pendingInstances"));
            }
        );

    [Fact]
    public void Contradiction_IsACheckFailure_OverlapAWarning() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                var steps = await stage.Deployment.UpAsync(Exclusive("build", Ids(1, 1), [New]), Association("web", Ids(1, 2), [Team]));
                Assert.Contains(steps, step => step.Error?.Status.Detail.Contains("contradict", StringComparison.Ordinal) == true);

                await stage.Deployment.SucceedAsync(Association("a", Ids(2, 1), [Team]), Association("b", Ids(2, 1), [Team]));
                Assert.Contains(
                    stage.Diagnostics,
                    message => message.Severity == LogSeverity.Warning && message.Message.StartsWith("KB1012", StringComparison.Ordinal)
                );
            }
        );

    private static World TwoRegions()
    {
        var world = Fleet(Instances(1, 2, "STOPPED", Team));
        world.AddKey(
            new WorldKeyPair
            {
                Id = "skey-newshan0",
                Name = "ops_2026",
                Region = "ap-shanghai",
            }
        );
        foreach (var instance in Instances(11, 2, "STOPPED"))
        {
            world.AddInstance(instance with { Region = "ap-shanghai" });
        }

        return world;
    }
}
