using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>Create, read, update, delete and import of single resources: what is kept is what was seen.</summary>
public class ResourceLife
{
    private static Task Settle(ResourceScenario scenario) => Task.Delay(TimeSpan.FromMinutes(10), scenario.Fleet.Time);

    [Theory]
    [InlineData("KeyPairAssociation")]
    [InlineData("InstanceKeysExclusive")]
    public void Create_Read_CreateAgain_SecondPlansNothing(string kind) =>
        Play(
            Fleet([.. Instances(1, 3, "RUNNING", Team), .. Instances(4, 2, "STOPPED", Old, Team)]),
            async scenario =>
            {
                var input = Input(ResourceKinds.Named(kind)!, StopPolicy.Graceful, [1, 2, 3, 4, 5], New);
                var created = await scenario.ApplyAsync(input);
                Assert.Empty(created.Errors);
                Assert.All(created.State.Outputs.Bindings.Values, keys => Assert.Contains(New, keys));
                Assert.Empty(created.State.Outputs.PendingInstances);
                Assert.Equal([Id(1), Id(2), Id(3)], created.State.Outputs.PowerCycledInstanceIds);

                await Settle(scenario);
                var read = await scenario.ReadAsync(created.State);
                Assert.Equal(created.State.Outputs, read.Outputs);
                Assert.False(StoredPlan.Of(input, read, ChangePolicyInput.None).NeedsApply);

                var writes = scenario.Fleet.Writes;
                Assert.Empty((await scenario.ApplyAsync(input, read)).Errors);
                Assert.Equal(writes, scenario.Fleet.Writes);
            }
        );

    /// <summary>A state that were made of it would forget what the resource owns.</summary>
    [Fact]
    public void MachineThatCannotBeRead_KeepsTheStateAsItWas() =>
        Play(
            Fleet(Instance(1, "STOPPED", Team), Instance(2, "STOPPED") with { EmptyKeys = EmptyKeysShape.TextKeyIds }),
            async scenario =>
            {
                var state = (await scenario.ApplyAsync(Association(StopPolicy.Refuse, [1], New))).State;
                var input = Association(StopPolicy.Refuse, [1, 2], New);
                var writes = scenario.Fleet.Writes;
                var applied = await Assert.ThrowsAsync<ProblemException>(() => scenario.ApplyAsync(input, state));
                var read = await Assert.ThrowsAsync<ProblemException>(() => scenario.ReadAsync(state with { Declared = input }));
                Assert.All([applied, read], thrown => Assert.Equal([Id(2)], Assert.Single(thrown.Problems).Instances));
                Assert.Equal(writes, scenario.Fleet.Writes);
            }
        );

    [Fact]
    public void Read_Drift_ShowsAndIsHealedByTheNextApply() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Team)),
            async scenario =>
            {
                var input = Association(StopPolicy.Refuse, [1, 2], New);
                var created = await scenario.ApplyAsync(input);
                scenario.Fleet.Cloud.UnbindByHand(Id(1).Value, New.Value);
                scenario.Bind(2, Old);
                await Settle(scenario);

                var read = await scenario.ReadAsync(created.State);
                Assert.Equal(Pairs((2, [New])), read.Outputs.Bindings);
                Assert.Equal(Pairs((1, [Team]), (2, [Old, Team])), read.Outputs.ForeignBindings);
                Assert.Equal(PendingCode.Ready, read.Outputs.PendingInstances[Id(1)]);
                Assert.True(StoredPlan.Of(input, read, ChangePolicyInput.None).NeedsApply);

                var healed = await scenario.ApplyAsync(input, read);
                Assert.Equal(Pairs((1, [New]), (2, [New])), healed.State.Outputs.Bindings);
                Assert.Equal([New.Value, Old.Value, Team.Value], scenario.Fleet.KeysOf(2));
            }
        );

    [Fact]
    public void Update_FailsOnOneInstance_KeepsTheOldDeclarationAndOwnsWhatItBound() =>
        Play(
            Fleet(
                Instance(1, "STOPPED", Team, New),
                Instance(2, "STOPPED", Team),
                Instance(3, "RUNNING", Team) with
                {
                    SoftStop = SoftStopManner.Hangs,
                }
            ),
            async scenario =>
            {
                var before = (await scenario.ApplyAsync(Association(StopPolicy.Graceful, [1], New))).State;
                var after = await scenario.ApplyAsync(Association(StopPolicy.Graceful, [1, 2, 3], New), before);

                Assert.Equal([Id(3)], Assert.Single(after.Errors).Instances);
                Assert.Equal(before.Declared, after.State.Declared);
                Assert.Equal(Pairs((1, [New]), (2, [New])), after.State.Outputs.Bindings);
                Assert.False(after.ChangedNothing);

                // Going back to the old declaration takes the half-done pair away again.
                var back = await scenario.ApplyAsync(before.Declared, after.State);
                Assert.Empty(back.Errors);
                Assert.Equal(Pairs((1, [New])), back.State.Outputs.Bindings);
                Assert.Equal([Team.Value], scenario.Fleet.KeysOf(2));
            }
        );

    [Fact]
    public void KeyDroppedUnderStoppedOnly_WaitsAndGoesWhenTheMachineIsStopped() =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, New)),
            async scenario =>
            {
                var state = (await scenario.ApplyAsync(Association(StopPolicy.StoppedOnly, [1], Old, New))).State;
                var less = Association(StopPolicy.StoppedOnly, [1], New);
                var deferred = await scenario.ApplyAsync(less, state);
                Assert.Empty(deferred.Errors);
                Assert.NotEmpty(deferred.Warnings);
                Assert.Equal(PendingCode.Running, deferred.State.Outputs.PendingInstances[Id(1)]);
                Assert.False(StoredPlan.Of(less, deferred.State, ChangePolicyInput.None).NeedsApply);

                Assert.True(scenario.Fleet.Cloud.StopByHand(Id(1).Value));
                await Settle(scenario);
                var read = await scenario.ReadAsync(deferred.State);
                Assert.True(StoredPlan.Of(less, read, ChangePolicyInput.None).NeedsApply);
                Assert.Empty((await scenario.ApplyAsync(less, read)).Errors);
                Assert.Equal([New.Value], scenario.Fleet.KeysOf(1));
                Assert.Equal("STOPPED", scenario.Fleet.StateOf(1));
            }
        );

    [Fact]
    public void Create_RefusedByThePolicy_ChangesNothingAndSaysWhich() =>
        Play(
            Fleet([.. Instances(1, 2, "RUNNING", Team), .. Instances(3, 1, "STOPPED", Team)]),
            async scenario =>
            {
                var refused = await scenario.ApplyAsync(Association(StopPolicy.Refuse, [1, 2, 3], New));
                Assert.True(refused.IsRefused && refused.ChangedNothing);
                Assert.Equal([Id(1), Id(2)], Assert.Single(refused.Errors).Instances);
                Assert.Empty(refused.State.Outputs.Bindings);
                Assert.Equal(0, scenario.Fleet.Writes);
            }
        );

    [Theory]
    [InlineData(StopPolicy.Refuse)]
    [InlineData(StopPolicy.StoppedOnly)]
    public void Delete_OfRunningInstances_RefusesBeforeAnyWriteAndNamesTheWaysOut(StopPolicy policy) =>
        Play(
            Fleet([.. Instances(1, 1, "RUNNING", New, Team), .. Instances(2, 1, "STOPPED", New, Team)]),
            async scenario =>
            {
                var state = (await scenario.ApplyAsync(Association(policy, [1, 2], New))).State;
                var deleted = await scenario.DeleteAsync(state);
                var error = Assert.Single(deleted.Errors);
                Assert.All(["keep", "stopPolicy"], way => Assert.Contains(way, error.EffectiveRemedy, StringComparison.Ordinal));
                Assert.Equal(0, scenario.Fleet.Writes);
                Assert.Equal(state.Outputs.Bindings, deleted.State.Outputs.Bindings);
            }
        );

    [Fact]
    public void Delete_TakesOwnedPairs_TwiceIsDone() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", New, Team)),
            async scenario =>
            {
                var state = (await scenario.ApplyAsync(Association(StopPolicy.Graceful, [1, 2, 3], New))).State;
                Assert.Empty((await scenario.DeleteAsync(state)).Errors);
                Assert.All(Enumerable.Range(1, 3), number => Assert.Equal([Team.Value], scenario.Fleet.KeysOf(number)));
                Assert.All(Enumerable.Range(1, 3), number => Assert.Equal("RUNNING", scenario.Fleet.StateOf(number)));
                var writes = scenario.Fleet.Writes;
                Assert.Empty((await scenario.DeleteAsync(state)).Errors);
                Assert.Equal(writes, scenario.Fleet.Writes);
            }
        );

    [Fact]
    public void Delete_AfterInstancesAreGone_IsDone() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", New, Team)),
            async scenario =>
            {
                var state = (await scenario.ApplyAsync(Association(StopPolicy.Refuse, [1, 2], New))).State;
                Assert.True(scenario.Fleet.Cloud.TerminateByHand(Id(1).Value));
                Assert.True(scenario.Fleet.Cloud.TerminateByHand(Id(2).Value));
                await Settle(scenario);
                Assert.Null((await scenario.Operations.ReadAsync(state, "web", default)).State);
                Assert.Empty((await scenario.DeleteAsync(state)).Errors);
            }
        );

    [Theory]
    [InlineData("KeyPairAssociation", "skey-team0000")]
    [InlineData("KeyPairAssociation", "skey-team0000/ins-00000002")]
    [InlineData("InstanceKeysExclusive", "ins-00000001,ins-00000002")]
    [InlineData("KeyRevocation", "skey-old00000")]
    public void Import_FirstPlanIsEmpty(string kind, string id) =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", New, Team)),
            async scenario =>
            {
                Assert.True(ImportRequest.TryParse(ResourceKinds.Named(kind)!, id, out var request, out _));
                var imported = (await scenario.Operations.ImportAsync(request, "web", default)).State!;
                Assert.False(StoredPlan.Of(imported.Declared, imported, ChangePolicyInput.None).NeedsApply);
                Assert.Equal(imported.Outputs, (await scenario.ReadAsync(imported)).Outputs);
            }
        );

    [Fact]
    public void Revocation_ReboundByHand_IsAViolationUntilTakenAway() =>
        Play(
            Fleet(Instances(1, 3, "STOPPED", Team)),
            async scenario =>
            {
                var input = Input(KeyRevocationKind.Instance, StopPolicy.Refuse, [], Old);
                var state = (await scenario.ApplyAsync(input)).State;
                Assert.Empty(state.Outputs.Bindings);
                scenario.Bind(2, Old);
                await Settle(scenario);
                var read = await scenario.ReadAsync(state);
                Assert.Equal(Pairs((2, [Old])), read.Outputs.Bindings);
                Assert.True(StoredPlan.Of(input, read, ChangePolicyInput.None).NeedsApply);
                Assert.Empty((await scenario.ApplyAsync(input, read)).State.Outputs.Bindings);
                Assert.Equal([Team.Value], scenario.Fleet.KeysOf(2));
            }
        );
}
