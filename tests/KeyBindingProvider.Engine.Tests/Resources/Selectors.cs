using System.Collections.Immutable;
using System.Diagnostics;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>Resources that select their instances: who joins, who leaves, what it costs (rule <c>selectors</c>).</summary>
public class Selectors(ITestOutputHelper output)
{
    private const string Role = "role";

    private static readonly SimulatorOptions s_noLags = new()
    {
        KeysLag = DurationRange.None,
        StateLag = DurationRange.None,
        TagLag = DurationRange.None,
    };

    [Fact]
    public void JoiningMachine_ShowsInTheNextRead_AndIsChangedByTheNextApply() =>
        Play(
            Fleet(Tagged(1, "web"), Tagged(2, "web"), Tagged(3, "db")),
            async scenario =>
            {
                var desired = Web(KeyPairAssociationKind.Instance, Team);
                var state = (await ApplyAsync(scenario, desired)).State;
                Assert.Equal([Id(1), Id(2)], state.Declared.InstanceIds);

                scenario.Fleet.Cloud.TagByHand(Id(3).Value, Role, "web");
                var read = await scenario.ReadAsync(state);
                Assert.Equal([Id(1), Id(2)], read.Declared.InstanceIds);
                Assert.Equal([Id(1), Id(2), Id(3)], read.Observation.Selected!);
                // What joins has been looked at: the next plan needs no call.
                var stored = scenario.Operations.PlanStored(desired with { InstanceIds = read.Observation.Selected! }, read, "web");
                Assert.True(stored.IsWhollyObserved);
                Assert.Equal([Id(3)], stored.Plan.Changes.Select(change => change.Id));

                var next = await ApplyAsync(scenario, desired, read);
                Assert.Equal([Id(1), Id(2), Id(3)], next.State.Declared.InstanceIds);
                Assert.Contains(Team.Value, scenario.Fleet.Cloud.View[Id(3).Value].KeyIds);
            },
            s_noLags
        );

    [Theory]
    [InlineData(OnDestroy.Unbind, false)]
    [InlineData(OnDestroy.Keep, true)]
    public void LeavingMachine_FollowsOnDestroy(OnDestroy onDestroy, bool keeps) =>
        Play(
            Fleet(Tagged(1, "web"), Tagged(2, "web")),
            async scenario =>
            {
                var desired = Web(KeyPairAssociationKind.Instance, Team) with { OnDestroy = onDestroy };
                var state = (await ApplyAsync(scenario, desired)).State;
                scenario.Fleet.Cloud.TagByHand(Id(2).Value, Role, "db");
                state = await scenario.ReadAsync(state);
                Assert.Equal([Id(1)], state.Observation.Selected!);

                var result = await ApplyAsync(scenario, desired, state);
                Assert.Empty(result.Errors);
                Assert.Equal([Id(1)], result.State.Declared.InstanceIds);
                Assert.Equal(keeps, scenario.Fleet.Cloud.View[Id(2).Value].KeyIds.Contains(Team.Value));
            },
            s_noLags
        );

    /// <summary>An exclusive set lists every key of its machines; of one that has left only its own are its to take away.</summary>
    [Fact]
    public void LeavingMachine_OfAnExclusiveSet_KeepsTheKeysOfOthers() =>
        Play(
            Fleet(Tagged(1, "web"), Tagged(2, "web")),
            async scenario =>
            {
                var desired = Web(InstanceKeysExclusiveKind.Instance, Team) with { OnDestroy = OnDestroy.Unbind };
                var state = (await ApplyAsync(scenario, desired)).State;
                scenario.Bind(2, New);
                scenario.Fleet.Cloud.TagByHand(Id(2).Value, Role, "db");
                state = await scenario.ReadAsync(state);

                Assert.Empty((await ApplyAsync(scenario, desired, state)).Errors);
                Assert.Equal([New.Value], scenario.Fleet.Cloud.View[Id(2).Value].KeyIds);
            },
            s_noLags
        );

    [Fact]
    public void NothingSelected_IsRefusedBeforeAnyWrite_AndLeavesTheKeysWhereTheyAre() =>
        Play(
            Fleet(Tagged(1, "web"), Tagged(2, "web")),
            async scenario =>
            {
                var desired = Web(KeyPairAssociationKind.Instance, Team);
                await ApplyAsync(scenario, desired);
                var misspelled = desired with { Instances = Selector("wbe") };
                var exception = await Assert.ThrowsAsync<ProblemException>(() =>
                    scenario.Operations.ResolveAsync(misspelled, TestContext.Current.CancellationToken)
                );
                var problem = Assert.Single(exception.Problems);
                Assert.Equal((ProblemCodes.SelectionOutOfBounds, "instances"), (problem.Code, problem.Path));
                Assert.Contains("no instance has tag role 'wbe'", problem.Message, StringComparison.Ordinal);
            },
            s_noLags
        );

    [Fact]
    public void ManyRefusals_AreSaidTogether_EachWithItsResource() =>
        Play(
            Fleet(Tagged(1, "web"), Tagged(2, "web"), Tagged(3, "web")),
            async scenario =>
            {
                var web = Web(KeyPairAssociationKind.Instance, Team);
                ResourceInput[] inputs =
                [
                    web with
                    {
                        Name = "none",
                        Instances = Selector("wbe"),
                    },
                    web with
                    {
                        Name = "many",
                        Instances = Selector("web", most: 2),
                    },
                    web,
                ];
                var exception = await Assert.ThrowsAsync<ProblemException>(() =>
                    scenario.Fleet.Engine.ResolveAsync(inputs, TestContext.Current.CancellationToken)
                );
                Assert.Equal(
                    ["resources.none.properties.instances", "resources.many.properties.instances"],
                    exception.Problems.Select(problem => problem.Path)
                );
            },
            s_noLags
        );

    /// <summary>The tags of a machine that cannot be read may be those that are asked for.</summary>
    [Fact]
    public void UnreadableTags_AreAnError_NotALeave() =>
        VirtualTime.Run(async time =>
        {
            var api = new InstantApi([Snapshot(1, "web"), Snapshot(2, "web") with { AreTagsTold = false }]);
            var engine = new KeyBindingEngine(api, time, new EngineOptions());
            var exception = await Assert.ThrowsAsync<ProblemException>(() =>
                engine.ResolveAsync([Web(KeyPairAssociationKind.Instance, Team)], TestContext.Current.CancellationToken)
            );
            var problem = Assert.Single(exception.Problems);
            Assert.Equal(ProblemCodes.Unreadable, problem.Code);
            Assert.Equal([Id(2)], problem.Instances);
        });

    [Fact]
    public void WithoutASelector_NothingIsAsked() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async scenario =>
            {
                var listed = Association(StopPolicy.Refuse, [1, 2], Team);
                Assert.Same(listed, await scenario.Operations.ResolveAsync(listed, TestContext.Current.CancellationToken));
                Assert.Empty(scenario.Fleet.Calls("DescribeInstances"));
            }
        );

    /// <summary>One look at the region serves every selector of a program: a page for a hundred machines, whoever is selected.</summary>
    [Theory]
    [InlineData(1_000, 1)]
    [InlineData(10_000, 1)]
    [InlineData(10_000, 50)]
    public void LargeRegion_CostsAPageForAHundredMachines(int machines, int resources)
    {
        var (calls, _, _) = Select(machines, resources);
        // The pages, and one call for the names of the one key that is on them.
        Assert.Equal((machines / 100) + 1, calls);
    }

    [Fact]
    public void TenTimesTheMachines_AllocateTenTimesAsMuch()
    {
        Select(1_000, 1);
        var (_, small, _) = Select(1_000, 1);
        var (calls, large, took) = Select(10_000, 1);
        output.WriteLine(
            $"10,000 machines: {calls} calls, {large / 1_000_000.0:0.0} MB ({(double)large / small:0.0}x), {took.TotalMilliseconds:0} ms"
        );
        Assert.InRange((double)large / small, 0, 12.5);
    }

    private static (int Calls, long Bytes, TimeSpan Took) Select(int machines, int resources) =>
        VirtualTime.Run(async time =>
        {
            var api = new InstantApi(Enumerable.Range(1, machines).Select(number => Snapshot(number, number % 2 == 0 ? "web" : "db")));
            var engine = new KeyBindingEngine(api, time, new EngineOptions());
            ResourceInput[] inputs =
            [
                .. Enumerable
                    .Range(1, resources)
                    .Select(number => Web(KeyPairAssociationKind.Instance, Team) with { Name = $"web-{number}" }),
            ];
            var (bytes, began) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var selected = await engine.ResolveAsync(inputs, TestContext.Current.CancellationToken);
            Assert.All(selected, input => Assert.Equal(machines / 2, input.InstanceIds.Count));
            return (api.Calls, GC.GetAllocatedBytesForCurrentThread() - bytes, Stopwatch.GetElapsedTime(began));
        });

    private static async Task<Engine.Resources.ResourceResult> ApplyAsync(
        ResourceScenario scenario,
        ResourceInput desired,
        Core.Resources.ResourceState? prior = null
    ) => await scenario.ApplyAsync(await scenario.Operations.ResolveAsync(desired, TestContext.Current.CancellationToken), prior);

    private static ResourceInput Web(ResourceKind kind, KeyId key) =>
        Input(kind, StopPolicy.Refuse, [], key) with
        {
            Instances = Selector("web"),
            ChangePolicy = new ChangePolicyInput { AllowKeyless = true },
        };

    private static InstanceSelector Selector(string role, int most = 100_000) =>
        new()
        {
            Conditions = new() { Tags = InstanceConditions.TagsOf([new(Role, role)]) },
            MaxInstances = most,
        };

    private static WorldInstance Tagged(int number, string role) =>
        Instance(number, "STOPPED") with
        {
            Tags = new Dictionary<string, string> { [Role] = role },
        };

    private static InstanceSnapshot Snapshot(int number, string role) =>
        new()
        {
            Id = Id(number),
            State = PowerState.Stopped,
            Keys = KeySet.Of(Old),
            Tags = ImmutableDictionary<string, string>.Empty.Add(Role, role),
        };
}
