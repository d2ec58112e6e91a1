using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>An object that was replaced and cannot be deleted: no edit of the program reaches its policy, the provider's does.</summary>
public class StuckReplacements
{
    private const string Remedy =
        "  -> Another object has taken its place, so no edit of the resource reaches it any more. From the next run on the provider's changePolicy counts "
        + "for it: set stopPolicy: graceful there, to let the instances be stopped.";

    private static Declaration Web(string key) => Association("web", Ids(1, 1), [key], Policy("refuse")) with { ReplaceOnChanges = true };

    /// <summary>The new object is made while the machine is stopped; it runs again when the old one is to be taken away.</summary>
    private static async Task GetStuckAsync(Stage stage)
    {
        await stage.Deployment.SucceedAsync(Web(Old));
        await stage.Deployment.SucceedAsync(Web(Old));
        // Bound by hand, so that the successor has nothing to change on a machine that runs.
        stage.Cloud.BindByHand(Id(1), New);
        stage.Cloud.StartByHand(Id(1));
        await stage.SettleAsync();

        var steps = await stage.Deployment.UpAsync(Web(New));

        Assert.Equal(["replace", "delete"], steps.Select(step => step.Op).Where(op => op is "replace" or "delete"));
        Assert.EndsWith(Remedy, steps[^1].Error!.Status.Detail, StringComparison.Ordinal);
        Assert.Single(stage.Deployment.PendingDeletes);
        Assert.Equal($"{New} {Old}", stage.KeysOf(1));
    }

    [Fact]
    public void PendingOriginal_IsFreedByThePresentPolicyOfTheProvider_Softly() =>
        Play(
            Fleet(Instance(1, "STOPPED")),
            async stage =>
            {
                await GetStuckAsync(stage);

                // No edit of the resource reaches it.
                var edited = await stage.Deployment.UpAsync(Association("web", Ids(1, 1), [New], Policy("graceful")));
                Assert.EndsWith(Remedy, edited[^1].Error!.Status.Detail, StringComparison.Ordinal);
                Assert.Equal(0, stage.Us.PowerCycles.GetValueOrDefault(Id(1)));

                stage.Deployment.Configuration = Configure(("changePolicy", Policy("graceful")));
                var steps = await stage.Deployment.UpAsync(Web(New));

                Assert.Null(steps[^1].Error);
                Assert.Empty(stage.Deployment.PendingDeletes);
                Assert.Equal((New, "RUNNING"), (stage.KeysOf(1), stage.StateOf(1)));
                Assert.Equal(1, stage.Us.PowerCycles[Id(1)]);
                Assert.All(
                    stage.Calls("StopInstances"),
                    call => Assert.Contains("SOFT", call.Parameters.ToString(), StringComparison.Ordinal)
                );
            }
        );

    [Theory]
    [InlineData("refuse")]
    [InlineData("stoppedOnly")]
    public void PendingOriginal_UnderAProviderThatAllowsNoStop_StaysAsItIs(string stopPolicy) =>
        Play(
            Fleet(Instance(1, "STOPPED")),
            async stage =>
            {
                await GetStuckAsync(stage);
                stage.Deployment.Configuration = Configure(("changePolicy", Policy(stopPolicy)));
                var writes = stage.Writes;

                var steps = await stage.Deployment.UpAsync(Web(New));

                Assert.EndsWith(Remedy, steps[^1].Error!.Status.Detail, StringComparison.Ordinal);
                Assert.Equal(writes, stage.Writes);
            }
        );

    [Fact]
    public void FieldsThatTheProviderDoesNotSet_StayAsTheyAreStored() =>
        Play(
            Fleet(Instance(1, "STOPPED")),
            async stage =>
            {
                await GetStuckAsync(stage);
                // Something about waves, nothing about stops: the stored refusal stands.
                stage.Deployment.Configuration = Configure(("changePolicy", Values.Map(("canary", Value.ForNumber(3)))));
                Assert.NotNull((await stage.Deployment.UpAsync(Web(New)))[^1].Error);
            }
        );

    [Fact]
    public void ResourceThatLeavesTheProgram_IsUnderItsOwnPolicy() =>
        Play(
            Fleet(Instance(1, "STOPPED", Team)),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Web(New));
                stage.Cloud.StartByHand(Id(1));
                await stage.SettleAsync();
                stage.Deployment.Configuration = Configure(("changePolicy", Policy("graceful")));

                var removed = await stage.Deployment.UpAsync();
                var destroyed = await stage.Deployment.DestroyAsync();

                Assert.All(
                    [removed[^1], destroyed[^1]],
                    step =>
                        Assert.Contains(
                            "To give it up without a change set onDestroy: keep",
                            step.Error!.Status.Detail,
                            StringComparison.Ordinal
                        )
                );
                Assert.Equal("RUNNING", stage.StateOf(1));
                Assert.Equal(0, stage.Us.PowerCycles.GetValueOrDefault(Id(1)));
            }
        );
}
