using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Faults;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>What we stopped and could not start stays in the resource's state, and the next run says so and starts it.</summary>
public class LeftDown
{
    [Theory]
    [InlineData("KeyPairAssociation")]
    [InlineData("InstanceKeysExclusive")]
    [InlineData("KeyRevocation")]
    public void StartRefused_IsKept_IsPlanned_AndTheNextProcessStartsIt(string kind) =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team), Instance(2, "STOPPED", Old, Team)),
            async scenario =>
            {
                var input = WishOf(kind);
                var failed = await FailToStartAsync(scenario, input);

                var read = await scenario.ReadAsync(failed.State);
                Assert.Equal([(Id(1), PendingCode.StartFailed)], PendingOf(read));

                scenario.Fleet.Cloud.Faults.Clear();
                var next = NextProcess(scenario.Fleet);
                var plan = next.PlanStored(input, read, "web");
                Assert.True(plan.NeedsApply);
                Assert.Equal([Id(1)], Assert.Single(plan.Plan.Problems, problem => problem.Code == ProblemCodes.LeftDown).Instances);
                Assert.Equal(1, plan.Plan.Calls.Starts);
                Assert.Equal(0, plan.Plan.StopCount);

                var healed = await Apply(next, input, read);
                Assert.Empty(healed.Errors);
                Assert.Equal("RUNNING", scenario.Fleet.Cloud.View.Find(Id(1).Value)!.State);
                Assert.Equal(OutcomeKind.Changed, Assert.Single(healed.Report!.Outcomes).Kind);
                Assert.Empty(healed.State.Outputs.PendingInstances);
                Assert.False(NextProcess(scenario.Fleet).PlanStored(input, healed.State, "web").NeedsApply);
            }
        );

    [Fact]
    public void StartRefusedAgain_StaysPending() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team), Instance(2, "STOPPED", Old, Team)),
            async scenario =>
            {
                var input = WishOf("KeyPairAssociation");
                var failed = await FailToStartAsync(scenario, input);
                var again = await Apply(NextProcess(scenario.Fleet), input, failed.State);
                Assert.Contains(again.Errors, problem => problem.Code == ProblemCodes.StartFailed);
                Assert.Equal([(Id(1), PendingCode.StartFailed)], PendingOf(again.State));
            }
        );

    [Fact]
    public void StartedByHand_IsForgotten() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team), Instance(2, "STOPPED", Old, Team)),
            async scenario =>
            {
                var input = WishOf("KeyPairAssociation");
                var failed = await FailToStartAsync(scenario, input);
                scenario.Fleet.Cloud.Faults.Clear();
                scenario.Fleet.Cloud.StartByHand(Id(1).Value);
                await Task.Delay(TimeSpan.FromMinutes(5), scenario.Fleet.Time);

                var read = await scenario.ReadAsync(failed.State);
                Assert.Empty(read.Outputs.PendingInstances);
                Assert.False(StoredPlan.Of(input, read, ChangePolicyInput.None).NeedsApply);
            }
        );

    [Theory]
    [InlineData(OnDestroy.Unbind, "RUNNING")]
    [InlineData(OnDestroy.Keep, "STOPPED")]
    public void Delete_StartsIt_UnlessEverythingIsToBeKept(OnDestroy onDestroy, string state) =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team), Instance(2, "STOPPED", Old, Team)),
            async scenario =>
            {
                var failed = await FailToStartAsync(scenario, WishOf("KeyPairAssociation") with { OnDestroy = onDestroy });
                scenario.Fleet.Cloud.Faults.Clear();
                Assert.Empty((await scenario.DeleteAsync(failed.State)).Errors);
                Assert.Equal(state, scenario.Fleet.Cloud.View.Find(Id(1).Value)!.State);
            }
        );

    private static ResourceInput WishOf(string kind) =>
        kind == "KeyRevocation"
            ? Input(KeyRevocationKind.Instance, StopPolicy.Graceful, [], Old)
            : Input(ResourceKinds.Named(kind)!, StopPolicy.Graceful, [1, 2], New);

    private static async Task<ResourceResult> FailToStartAsync(ResourceScenario scenario, ResourceInput input)
    {
        scenario.Fleet.Cloud.Faults.Add(
            FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
        );
        var failed = await scenario.ApplyAsync(input);
        Assert.Contains(failed.Errors, problem => problem.Code == ProblemCodes.StartFailed);
        Assert.Equal([(Id(1), PendingCode.StartFailed)], PendingOf(failed.State));
        return failed;
    }

    private static (Core.Identity.InstanceId, PendingCode)[] PendingOf(ResourceState state) =>
        [.. state.Outputs.PendingInstances.Select(pending => (pending.Key, pending.Value))];

    private static ResourceOperations NextProcess(FleetScenario fleet) =>
        new(new KeyBindingEngine(fleet.Api, fleet.Time, new EngineOptions()), Region, ChangePolicyInput.None);

    private static Task<ResourceResult> Apply(ResourceOperations operations, ResourceInput input, ResourceState prior) =>
        operations.ApplyAsync(input, prior, "web", Moq.Mock.Of<Progress.IApplyProgress>(), review: null, ApplyCancellation.None);
}
