using Grpc.Core;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Destroy: unbinds what is owned, keeps what is to be kept, refuses before any write.</summary>
public class Destroys
{
    [Fact]
    public void OfEachKind_LeavesTheWorldAsEngineRulesSay() =>
        Play(
            Fleet(Instance(1, "STOPPED", Team), Instance(2, "STOPPED", Team)),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(
                    Association("web", Ids(1, 1), [New]),
                    Exclusive("build", Ids(2, 1), [New]),
                    Revocation("offboard", [Old])
                );

                var steps = await stage.Deployment.DestroyAsync();

                Assert.All(steps, step => Assert.Null(step.Error));
                Assert.Empty(stage.Deployment.State);
                Assert.Equal([Team, New], [stage.KeysOf(1), stage.KeysOf(2)]);
            }
        );

    [Fact]
    public void OfARunningInstanceUnderRefuse_FailsBeforeAnyWrite_NamesTheWaysOut_WorksAfterThePolicyChange() =>
        Play(
            Fleet(Instance(1, "STOPPED", Team), Instance(2, "RUNNING", New, Team)),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                var writes = stage.Writes;

                var step = Assert.Single(await stage.Deployment.DestroyAsync());

                Assert.Equal(StatusCode.FailedPrecondition, step.Error!.StatusCode);
                Assert.All(
                    ["The destroy is refused; nothing was changed.", "keep", "stopPolicy", Id(2)],
                    part => Assert.Contains(part, step.Error.Status.Detail, StringComparison.Ordinal)
                );
                Assert.Equal(writes, stage.Writes);
                Assert.Single(stage.Deployment.State);

                Assert.Equal(
                    "same",
                    (await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("graceful"))))[^1].Op
                );
                Assert.Null(Assert.Single(await stage.Deployment.DestroyAsync()).Error);
                Assert.Equal([Team, Team], [stage.KeysOf(1), stage.KeysOf(2)]);
                Assert.Equal("RUNNING", stage.StateOf(2));
            }
        );

    [Fact]
    public void OfTheLastKey_IsRefusedUnlessKeylessIsAllowed() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New]));
                var refused = Assert.Single(await stage.Deployment.DestroyAsync());
                Assert.StartsWith(
                    "The destroy is refused; nothing was changed.\nKB3009",
                    refused.Error!.Status.Detail,
                    StringComparison.Ordinal
                );

                await stage.Deployment.SucceedAsync(
                    Association(
                        "web",
                        Ids(1, 1),
                        [New],
                        Policy("refuse", ("allowKeyless", Google.Protobuf.WellKnownTypes.Value.ForBool(true)))
                    )
                );
                Assert.Null(Assert.Single(await stage.Deployment.DestroyAsync()).Error);
                Assert.Equal("", stage.KeysOf(1));
            }
        );

    [Fact]
    public void Twice_IsSuccessBothTimes() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Team)),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New]));
                var state = stage.Deployment.State["web"];
                Assert.Null(Assert.Single(await stage.Deployment.DestroyAsync()).Error);
                var writes = stage.Writes;

                var provider = await stage.StartConfiguredAsync();
                await provider.DeleteAsync(
                    new Protocol.DeleteRequest
                    {
                        Id = state.Id,
                        Urn = state.Declared.Urn,
                        Properties = state.Outputs,
                        OldInputs = state.Inputs,
                    }
                );

                Assert.Equal(writes, stage.Writes);
            }
        );

    [Fact]
    public void WithKeep_SendsNothing() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", New)),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New]);
                await stage.Deployment.SucceedAsync(program with { Inputs = program.Inputs.With("onDestroy", Values.Text("keep")) });

                Assert.Null(Assert.Single(await stage.Deployment.DestroyAsync()).Error);

                Assert.Equal(0, stage.Writes);
                Assert.Equal(New, stage.KeysOf(1));
            }
        );
}
