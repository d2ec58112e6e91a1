using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>Resources of one run that know of each other: claims, contradictions, shared reads.</summary>
public class ManyResources
{
    [Fact]
    public void ReplacedObject_DoesNotTakeAwayWhatItsSuccessorHasBound() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Team)),
            async scenario =>
            {
                var input = Association(StopPolicy.Refuse, [1, 2], New);
                var old = (await scenario.ApplyAsync(input, owner: "old")).State;
                Assert.Empty((await scenario.ApplyAsync(input, owner: "successor")).Errors);
                var writes = scenario.Fleet.Writes;
                Assert.Empty((await scenario.DeleteAsync(old, "old")).Errors);
                Assert.Equal(writes, scenario.Fleet.Writes);
                Assert.Contains(New.Value, scenario.Fleet.KeysOf(1));
            }
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PairMovedBetweenResources_IsNotUnboundOnceTheOtherHasClaimedIt(bool byDeclaration) =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Team)),
            async scenario =>
            {
                var a = (await scenario.ApplyAsync(Association(StopPolicy.Refuse, [1, 2], New), owner: "a")).State;
                var other = Association(StopPolicy.Refuse, [2], New) with { Name = "other" };
                if (byDeclaration)
                {
                    scenario.Operations.Declare("b", other, claims: true);
                }
                else
                {
                    await scenario.ApplyAsync(other, owner: "b");
                }

                var writes = scenario.Fleet.Writes;
                var less = await scenario.ApplyAsync(Association(StopPolicy.Refuse, [1], New), a, owner: "a");
                Assert.Equal(writes, scenario.Fleet.Writes);
                Assert.Equal(Pairs((1, [New])), less.State.Outputs.Bindings);

                // Handed over for good: when the other is gone from the next run, the pair is not this resource's to take away.
                scenario.Operations.BeginRun();
                await scenario.ApplyAsync(less.State.Declared, less.State, owner: "a");
                Assert.Equal(writes, scenario.Fleet.Writes);
            }
        );

    [Fact]
    public void Declare_Contradiction_NamesBothAndOverlapIsAWarning() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED", Team)),
            scenario =>
            {
                var operations = scenario.Operations;
                Assert.Empty(operations.Declare("a", Association(StopPolicy.Refuse, [1], New) with { Name = "a" }, claims: true));
                var overlap = operations.Declare("b", Association(StopPolicy.Refuse, [1], New) with { Name = "b" }, claims: true);
                Assert.Equal(ProblemCodes.Overlap, Assert.Single(overlap).Code);
                var revocation = Input(KeyRevocationKind.Instance, StopPolicy.Refuse, [], New) with { Name = "gone" };
                var problems = operations.Declare("c", revocation, claims: true);
                Assert.Equal(
                    2,
                    problems.Count(problem => problem.Code == ProblemCodes.Contradiction && problem.Message.Contains("'gone'"))
                );

                operations.BeginRun();
                Assert.Empty(operations.Declare("c", revocation, claims: true));
                return Task.CompletedTask;
            }
        );

    [Fact]
    public void Declare_TheSameOwnerAgain_DoesNotMeetItself() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED", Team)),
            scenario =>
            {
                var exclusive = Input(InstanceKeysExclusiveKind.Instance, StopPolicy.Refuse, [1], New);
                Assert.Empty(scenario.Operations.Declare("a", exclusive, claims: true));
                Assert.Empty(scenario.Operations.Declare("a", exclusive with { KeyIds = KeySet.Of(Old) }, claims: true));
                return Task.CompletedTask;
            }
        );

    [Fact]
    public void Read_OneHundredAtOnce_ShareOneCallPerHundredInstances() =>
        Play(
            Fleet(Instances(1, 1000, "STOPPED", New)),
            async scenario =>
            {
                var states = new List<ResourceState>();
                for (var i = 0; i < 100; i++)
                {
                    var input = Association(StopPolicy.Refuse, [.. Enumerable.Range(1 + i * 10, 10)], New);
                    Assert.True(
                        ImportRequest.TryParse(
                            KeyPairAssociationKind.Instance,
                            $"{New}/{string.Join(',', input.InstanceIds)}",
                            out var request,
                            out _
                        )
                    );
                    states.Add((await scenario.Operations.ImportAsync(request, "web", default)).State!);
                }

                var describes = scenario.Fleet.Calls("DescribeInstances").Length;
                await Task.Delay(TimeSpan.FromMinutes(1), scenario.Fleet.Time);
                var keyReads = scenario.Fleet.Calls("DescribeKeyPairs").Length;
                var read = await Task.WhenAll(states.Select(scenario.ReadAsync));
                Assert.All(read, state => Assert.Equal(10, state.Outputs.Bindings.Count));
                Assert.Equal(10, scenario.Fleet.Calls("DescribeInstances").Length - describes);
                Assert.Equal(1, scenario.Fleet.Calls("DescribeKeyPairs").Length - keyReads);
            }
        );

    /// <summary>As long as an answer may be old a key pair that was found is not looked up again; one that was not is, as it may just have been created.</summary>
    [Fact]
    public void KeyPairs_FoundAMomentAgo_AreNotLookedUpAgain() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async scenario =>
            {
                var late = Core.Identity.KeyId.FromService("skey-late0000");
                async Task<int> ReadsOfAsync(params Core.Identity.KeyId[] keys)
                {
                    var before = scenario.Fleet.Calls("DescribeKeyPairs").Length;
                    await scenario.Operations.PreviewAsync(Association(StopPolicy.Refuse, [1], keys), prior: null, "web", default);
                    return scenario.Fleet.Calls("DescribeKeyPairs").Length - before;
                }

                Assert.Equal(1, await ReadsOfAsync(New));
                Assert.Equal(0, await ReadsOfAsync(New));
                Assert.Equal(1, await ReadsOfAsync(New, late));
                Assert.Equal(1, await ReadsOfAsync(late));
                await Task.Delay(TimeSpan.FromSeconds(31), scenario.Fleet.Time);
                Assert.Equal(1, await ReadsOfAsync(New));
            }
        );

    /// <summary>A revocation reads the region anyway; whoever reads at the same time is served from its pages.</summary>
    [Fact]
    public void Read_TogetherWithARegionScan_CostsNoCallOfItsOwn() =>
        Play(
            Fleet(Instances(1, 250, "STOPPED", New)),
            async scenario =>
            {
                var revocation = (await scenario.ApplyAsync(Input(KeyRevocationKind.Instance, StopPolicy.Refuse, [], Old))).State;
                var association = (await scenario.ApplyAsync(Association(StopPolicy.Refuse, [.. Enumerable.Range(1, 200)], New))).State;
                var describes = scenario.Fleet.Calls("DescribeInstances").Length;
                await Task.WhenAll(scenario.ReadAsync(revocation), scenario.ReadAsync(association));
                Assert.Equal(3, scenario.Fleet.Calls("DescribeInstances").Length - describes);
            }
        );
}
