using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>What somebody does behind the engine's back: refresh shows it, a plain up heals it.</summary>
public class Drift
{
    [Fact]
    public void PairUnboundByHand_RefreshShowsIt_UpHealsIt() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                var program = Association("web", Ids(1, 2), [New]);
                await stage.Deployment.SucceedAsync(program);
                stage.Cloud.UnbindByHand(Id(2), New);
                await stage.SettleAsync();

                var refresh = Assert.Single(await stage.Deployment.RefreshAsync());
                Assert.Equal("drift web", refresh.ToString());
                Assert.Equal(["bindings.ins-00000002 Delete"], Updates.Lines(refresh.Diff!));
                Assert.Equal("ins-00000001: skey-new00000", stage.Deployment.State["web"].Outputs.Lists("bindings"));
                Assert.Contains(stage.Diagnostics, message => message.Message.Contains($"{Id(2)} lost: {New}", StringComparison.Ordinal));

                var again = Assert.Single(await stage.Deployment.RefreshAsync());
                Assert.Equal("refresh web", again.ToString());

                var steps = await stage.Deployment.SucceedAsync(program);
                Assert.Equal("update", steps[^1].Op);
                Assert.Equal(New, stage.KeysOf(2));
                Assert.Equal("refresh", Assert.Single(await stage.Deployment.RefreshAsync()).Op);
            }
        );

    [Fact]
    public void PlainUp_RefreshesBeforeAndHeals() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                var program = Association("web", Ids(1, 2), [New]);
                await stage.Deployment.SucceedAsync(program);
                stage.Cloud.UnbindByHand(Id(1), New);
                await stage.SettleAsync();

                var steps = await stage.Deployment.SucceedAsync(program);

                Assert.Equal(["drift web", "update web"], steps.Select(step => step.ToString()));
                Assert.Equal(New, stage.KeysOf(1));
            }
        );

    /// <summary>Two resources of one stack on the same machines: what the stack itself has bound is no stranger's.</summary>
    [Fact]
    public void KeysOfAnotherResourceOfTheStack_AreNoDrift() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                Declaration[] program = [Association("web", Ids(1, 2), [New]), Association("team", Ids(1, 2), [Team])];
                await stage.Deployment.SucceedAsync(program);
                await stage.SettleAsync();
                await stage.Deployment.SucceedAsync(program);
                await stage.Deployment.RefreshAsync();

                Assert.DoesNotContain(stage.Diagnostics, message => message.Message.Contains("has other keys", StringComparison.Ordinal));
            }
        );

    /// <summary>What a run that was killed between stop and start leaves: nothing but a machine that is down.</summary>
    [Fact]
    public void MachineThatRanAndIsStoppedNow_IsNamedOnce() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING")),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New], Policy("graceful"));
                await stage.Deployment.SucceedAsync(program);
                Assert.True(stage.Cloud.StopByHand(Id(1)));
                await stage.SettleAsync();
                await stage.Deployment.SucceedAsync(program);
                await stage.Deployment.SucceedAsync(program);

                var message = Assert.Single(stage.Diagnostics, message => message.Message.Contains("KB3018", StringComparison.Ordinal));
                Assert.Contains($"{Id(1)} ran when last seen and is STOPPED now", message.Message, StringComparison.Ordinal);
                Assert.Equal("STOPPED", stage.Cloud.View[Id(1)].State);
            }
        );

    [Fact]
    public void StrangersKeyOnAnAssociation_IsReportedAndLeft() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED")),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New]);
                await stage.Deployment.SucceedAsync(program);
                stage.Cloud.BindByHand(Id(1), Team);
                await stage.SettleAsync();

                var steps = await stage.Deployment.SucceedAsync(program);

                Assert.Equal(["refresh web", "same web"], steps.Select(step => step.ToString()));
                Assert.Equal("ins-00000001: skey-team0000", stage.Deployment.State["web"].Outputs.Lists("foreignBindings"));
                Assert.Contains(
                    stage.Diagnostics,
                    message => message.Message.Contains($"{Id(1)} has other keys since the last look: {Team}", StringComparison.Ordinal)
                );
                Assert.Equal($"{New} {Team}", stage.KeysOf(1));
            }
        );

    [Fact]
    public void StrangersKeyOnAnExclusiveSet_IsDriftAndRemoved() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED", New)),
            async stage =>
            {
                var program = Exclusive("build", Ids(1, 1), [New]);
                await stage.Deployment.SucceedAsync(program);
                stage.Cloud.BindByHand(Id(1), Team);
                await stage.SettleAsync();

                var steps = await stage.Deployment.SucceedAsync(program);

                Assert.Equal(["drift build", "update build"], steps.Select(step => step.ToString()));
                Assert.Equal(["bindings.ins-00000001 Update"], Updates.Lines(steps[1].Diff!));
                Assert.Equal(New, stage.KeysOf(1));
            }
        );

    [Fact]
    public void RevokedKeyBoundAgain_IsDriftAndTakenAway() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Team)),
            async stage =>
            {
                var program = Revocation("offboard", [Old]);
                await stage.Deployment.SucceedAsync(program);
                Assert.Equal("", stage.Deployment.State["offboard"].Outputs.Lists("bindings"));
                stage.Cloud.BindByHand(Id(2), Old);
                await stage.SettleAsync();

                var refresh = Assert.Single(await stage.Deployment.RefreshAsync());
                Assert.Equal(["bindings.ins-00000002 Add"], Updates.Lines(refresh.Diff!));

                await stage.Deployment.SucceedAsync(program);
                Assert.Equal(Team, stage.KeysOf(2));
            }
        );

    [Fact]
    public void InstanceTerminated_RefusesUntilItLeavesTheProgram_OthersStay() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                stage.Cloud.TerminateByHand(Id(2));
                await stage.WaitAsync(TimeSpan.FromMinutes(10));

                var refused = await stage.Deployment.UpAsync(Association("web", Ids(1, 2), [New]));
                Assert.Contains("KB3007", refused[^1].Error!.Status.Detail, StringComparison.Ordinal);
                Assert.Contains(
                    stage.Diagnostics,
                    message => message.Message.Contains($"{Id(2)} does not exist any more", StringComparison.Ordinal)
                );

                var steps = await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New]));
                Assert.Equal("update", steps[^1].Op);
                Assert.Equal("ins-00000001: skey-new00000", stage.Deployment.State["web"].Outputs.Lists("bindings"));
            }
        );

    [Fact]
    public void EverythingTerminated_IsGone_KeyStillThere() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                stage.Cloud.TerminateByHand(Id(1));
                stage.Cloud.TerminateByHand(Id(2));
                await stage.WaitAsync(TimeSpan.FromMinutes(10));

                Assert.Equal("gone web", Assert.Single(await stage.Deployment.RefreshAsync()).ToString());
                Assert.Empty(stage.Deployment.State);
            }
        );

    [Fact]
    public void WrongAccountOrRegion_IsKeptWithAWarning() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                stage.Cloud.Reset(new Simulator.Worlds.World());

                Assert.Equal("refresh web", Assert.Single(await stage.Deployment.RefreshAsync()).ToString());
                Assert.Equal(
                    "ins-00000001: skey-new00000; ins-00000002: skey-new00000",
                    stage.Deployment.State["web"].Outputs.Lists("bindings")
                );
                Assert.Contains(stage.Diagnostics, message => message.Message.StartsWith("KB2007", StringComparison.Ordinal));
            }
        );

    [Fact]
    public void ServiceError_FailsTheReadAndKeepsTheState() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                stage.Deployment.Configuration = Configure(("secretKey", Values.Secret(Values.Text("wrong-wrong-wrong"))));

                var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(stage.Deployment.RefreshAsync);

                Assert.Equal(Grpc.Core.StatusCode.Unauthenticated, error.StatusCode);
                Assert.DoesNotContain("wrong-wrong", error.Status.Detail, StringComparison.Ordinal);
                Assert.Single(stage.Deployment.State);
            }
        );
}
