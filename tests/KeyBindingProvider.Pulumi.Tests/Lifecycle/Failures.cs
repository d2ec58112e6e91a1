using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Half done is said and kept as half done, and the next up goes on from there.</summary>
public class Failures
{
    [Fact]
    public void CreateThatFailsOnOneInstance_KeepsWhatIsThere_NextUpContinues() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING"), RevertsOnStop(3)),
            async stage =>
            {
                var program = Association("web", Ids(1, 3), [New], Policy("graceful", ("stopTimeoutSeconds", Value.ForNumber(60))));

                var step = Assert.Single(await stage.Deployment.UpAsync(program));

                Assert.Equal(StatusCode.Aborted, step.Error!.StatusCode);
                Assert.StartsWith("KB4002", Assert.Single(step.Partial!.Reasons), StringComparison.Ordinal);
                Assert.Contains(Id(3), step.Partial.Reasons[0], StringComparison.Ordinal);
                Assert.True(step.Partial.RefreshBeforeUpdate);
                Assert.Equal("ins-00000001: skey-new00000; ins-00000002: skey-new00000", step.Partial.Properties.Lists("bindings"));
                Assert.Equal([Id(1), Id(2)], step.Partial.Properties.Strings("powerCycledInstanceIds").Take(2));
                Assert.Equal(("RUNNING", "RUNNING"), (stage.StateOf(1), stage.StateOf(2)));

                stage.Cloud.StopByHand(Id(3));
                await stage.SettleAsync();
                var steps = await stage.Deployment.SucceedAsync(program);

                Assert.Equal("update", steps[^1].Op);
                Assert.Equal([New, New, New], [stage.KeysOf(1), stage.KeysOf(2), stage.KeysOf(3)]);
                Assert.All(stage.Us.PowerCycles, cycles => Assert.InRange(cycles.Value, 0, 1));
            }
        );

    /// <summary>As a real run was recorded: the up ended with KB4005, and the one after it was silent and green while the machine stayed down.</summary>
    [Fact]
    public void MachineThatCouldNotBeStarted_ThePreviewSaysSo_AndTheNextUpStartsIt() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING")),
            async stage =>
            {
                stage.Cloud.Faults.Add(
                    FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
                );
                var program = Association("web", Ids(1, 1), [New], Policy("graceful"));
                var failed = Assert.Single(await stage.Deployment.UpAsync(program));
                Assert.StartsWith("KB4005", Assert.Single(failed.Partial!.Reasons), StringComparison.Ordinal);
                Assert.Equal("startFailed", failed.Partial.Properties.Fields["pendingInstances"].StructValue.Fields[Id(1)].StringValue);
                Assert.Equal("STOPPED", stage.StateOf(1));

                stage.Cloud.Faults.Clear();
                var preview = await stage.Deployment.PreviewAsync(program);
                Assert.Equal("update", preview[^1].Op);
                Assert.Contains(
                    stage.Diagnostics,
                    said => said.Message.Contains("left stopped by an earlier run", StringComparison.Ordinal)
                );

                await stage.Deployment.SucceedAsync(program);
                Assert.Equal("RUNNING", stage.StateOf(1));
                Assert.Equal("same", (await stage.Deployment.SucceedAsync(program))[^1].Op);
            }
        );

    [Fact]
    public void UpdateThatFails_KeepsTheInputsFromBeforeWithTheObservedOutputs() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED"), RevertsOnStop(2)),
            async stage =>
            {
                var policy = Policy("graceful", ("stopTimeoutSeconds", Value.ForNumber(60)));
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New], policy));

                var steps = await stage.Deployment.UpAsync(Association("web", Ids(1, 2), [New, Team], policy));

                Assert.NotNull(steps[^1].Partial);
                var kept = stage.Deployment.State["web"];
                Assert.Equal([Id(1)], kept.Inputs.Strings("instanceIds"));
                Assert.Equal([Id(1)], kept.Outputs.Strings("instanceIds"));
                Assert.Equal("ins-00000001: skey-new00000 skey-team0000", kept.Outputs.Lists("bindings"));
                Assert.NotEmpty(kept.InitErrors);

                // Giving the half of it up takes away what the failed update has bound: it is owned.
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New], policy));
                Assert.Equal(New, stage.KeysOf(1));
            }
        );

    [Fact]
    public void CreateThatChangesNothing_LeavesNoResourceBehind() =>
        Play(
            Fleet(RevertsOnStop(1)),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New], Policy("graceful", ("stopTimeoutSeconds", Value.ForNumber(60))));

                var step = Assert.Single(await stage.Deployment.UpAsync(program));

                Assert.Null(step.Partial);
                Assert.StartsWith("No key was changed.\nKB4002", step.Error!.Status.Detail, StringComparison.Ordinal);
                Assert.Empty(stage.Deployment.State);
            }
        );

    [Fact]
    public void CustomTimeout_StopsNothingMore_StartsWhatIsDown_SaysSo() =>
        Play(
            Fleet(Instances(1, 6, "RUNNING")),
            async stage =>
            {
                var program = Association(
                    "web",
                    Ids(1, 6),
                    [New],
                    Values.Map(("stopPolicy", Values.Text("graceful")), ("maxUnavailable", Values.Text("1")))
                ) with
                {
                    Timeout = 90,
                };

                var step = Assert.Single(await stage.Deployment.UpAsync(program));

                Assert.Equal(StatusCode.Aborted, step.Error!.StatusCode);
                Assert.All(step.Partial!.Reasons, reason => Assert.StartsWith("KB4013", reason, StringComparison.Ordinal));
                var done = Enumerable.Range(1, 6).Count(number => stage.KeysOf(number) == New);
                Assert.InRange(done, 1, 5);
                Assert.Equal(6 - done, step.Partial.Reasons.Count);
                Assert.All(Enumerable.Range(1, 6), number => Assert.Equal("RUNNING", stage.StateOf(number)));

                await stage.Deployment.SucceedAsync(program with { Timeout = 0 });
                Assert.All(Enumerable.Range(1, 6), number => Assert.Equal(New, stage.KeysOf(number)));
            }
        );

    [Fact]
    public void CancelInAWave_AnswersAtOnce_RestartsEverything_ProcessServesTheNextCall() =>
        Play(
            Fleet(Instances(1, 4, "RUNNING")),
            async stage =>
            {
                var program = Association(
                    "web",
                    Ids(1, 4),
                    [New],
                    Values.Map(("stopPolicy", Values.Text("graceful")), ("maxUnavailable", Values.Text("1")))
                );
                var up = stage.Deployment.UpAsync(program);
                while (stage.Calls("StopInstances").Count < 2)
                {
                    await stage.WaitAsync(TimeSpan.FromSeconds(1));
                }

                var before = stage.Time.GetUtcNow();
                await stage.Deployment.CancelAsync();
                Assert.Equal(before, stage.Time.GetUtcNow());
                var step = Assert.Single(await up);

                Assert.Equal(StatusCode.Cancelled, step.Error!.StatusCode);
                Assert.Equal(2, stage.Calls("StopInstances").Count);
                Assert.All(Enumerable.Range(1, 4), number => Assert.Equal("RUNNING", stage.StateOf(number)));
                var bound = Enumerable.Range(1, 4).Where(number => stage.KeysOf(number) == New).Select(Id);
                Assert.Equal(string.Join("; ", bound.Select(id => $"{id}: {New}")), step.Partial!.Properties.Lists("bindings"));

                var info = await stage.Deployment.Process!.GetPluginInfoAsync();
                Assert.Equal("0.1.0", info.Version);
            }
        );

    [Fact]
    public void DetailOfALargeFailure_StaysSmall_AndTheNextUpStillContinues() =>
        Play(
            Fleet(Instances(1, 400, "STOPPED"), RevertsOnStop(401)),
            async stage =>
            {
                var policy = Policy("graceful", ("stopTimeoutSeconds", Value.ForNumber(60)));
                var program = Association("web", Ids(1, 401), [New], policy);

                var step = Assert.Single(await stage.Deployment.UpAsync(program));

                Assert.False(step.Partial!.Properties.Fields.ContainsKey("__observation"));
                Assert.InRange(step.Error!.Trailers.Single().ValueBytes.Length, 1, 60 * 1024);

                stage.Cloud.StopByHand(Id(401));
                await stage.SettleAsync();
                await stage.Deployment.SucceedAsync(program);
                Assert.Equal(New, stage.KeysOf(401));
            }
        );

    private static IEnumerable<WorldInstance> RevertsOnStop(int number) =>
        [Instance(number, "RUNNING") with { SoftStop = SoftStopManner.Reverts }];
}
