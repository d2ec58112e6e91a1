using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>Hundreds of resources refreshed ten at a time, as Terraform does: what it costs, and that nothing old is taken for new (rule <c>recent-scan</c>).</summary>
public class RefreshOfMany
{
    private const int AtOnce = 10;

    private static readonly SimulatorOptions s_noLags = new() { KeysLag = DurationRange.None, StateLag = DurationRange.None };

    [Theory]
    [InlineData(300, 300, 9)]
    // The region is ten times as large: a look at it never costs more than what was asked before it.
    [InlineData(300, 3000, 45)]
    // Few resources are asked for as ever.
    [InlineData(20, 300, 2)]
    public void OneMachineEach_TenAtATime_CostsFewReads(int resources, int machines, int mostReads) =>
        Play(
            Fleet(Instances(1, machines, "STOPPED", New)),
            async scenario =>
            {
                var states = States(resources);
                var before = scenario.Fleet.Calls("DescribeInstances").Length;

                foreach (var party in states.Chunk(AtOnce))
                {
                    var read = await Task.WhenAll(party.Select(scenario.ReadAsync));
                    Assert.All(read, state => Assert.Equal(state.Declared.InstanceIds.Single(), Assert.Single(state.Outputs.Bindings).Key));
                }

                Assert.InRange(scenario.Fleet.Calls("DescribeInstances").Length - before, 1, mostReads);
            }
        );

    /// <summary>
    /// Where a look at the region takes longer than it may serve, whoever waits for it would have been answered by id: it is given up after three pages of six, and not
    /// begun again. One more page tells how large the region is.
    /// </summary>
    [Fact]
    public void SlowService_IsAskedByIdAsEver() =>
        Play(
            Fleet(Instances(1, 600, "STOPPED", New)),
            async scenario =>
            {
                var states = States(600)[300..];
                var before = scenario.Fleet.Calls("DescribeInstances").Length;
                await ReadAllAsync(scenario, states);
                Assert.InRange(scenario.Fleet.Calls("DescribeInstances").Length - before, 30, 30 + 1 + 3);
            },
            new SimulatorOptions { Latency = DurationRange.Seconds(0.2, 0.2) }
        );

    /// <summary>What a person does in the middle of it is seen a second later.</summary>
    [Fact]
    public void ChangeOfAnother_IsSeenAfterASecond() =>
        Play(
            Fleet(Instances(1, 300, "STOPPED", New)),
            async scenario =>
            {
                var states = States(200);
                await ReadAllAsync(scenario, states[..100]);
                scenario.Bind(150, Old);
                await Task.Delay(TimeSpan.FromMilliseconds(1001), scenario.Fleet.Time);
                Assert.Equal(Old, Assert.Single((await scenario.ReadAsync(states[149])).Outputs.ForeignBindings[Id(150)]));
            },
            s_noLags
        );

    /// <summary>After a write of this process every question is asked of the service.</summary>
    [Fact]
    public void AfterAWriteOfOurs_EveryReadIsItsOwn() =>
        Play(
            Fleet(Instances(1, 300, "STOPPED", New)),
            async scenario =>
            {
                var states = States(200);
                await ReadAllAsync(scenario, states[..100]);
                await scenario.ApplyAsync(Association(StopPolicy.Refuse, [200], Team) with { Name = "more" }, owner: "more");

                var before = scenario.Fleet.Calls("DescribeInstances").Length;
                Assert.Equal(Team, Assert.Single((await scenario.ReadAsync(states[199])).Outputs.ForeignBindings[Id(200)]));
                await ReadAllAsync(scenario, states[100..200]);
                Assert.Equal(11, scenario.Fleet.Calls("DescribeInstances").Length - before);
            },
            s_noLags
        );

    /// <summary>A machine that the look at the region does not show is asked for by id before it counts as gone.</summary>
    [Fact]
    public void MachineThatIsGone_IsAskedForById() =>
        Play(
            Fleet(Instances(1, 300, "STOPPED", New)),
            async scenario =>
            {
                var states = States(100);
                await ReadAllAsync(scenario, states);
                var before = scenario.Fleet.Calls("DescribeInstances").Length;
                Assert.Null((await scenario.Operations.ReadAsync(State(999), "gone", default)).State);
                Assert.Equal(1, scenario.Fleet.Calls("DescribeInstances").Length - before);
            }
        );

    private static async Task ReadAllAsync(ResourceScenario scenario, IEnumerable<ResourceState> states)
    {
        foreach (var party in states.Chunk(AtOnce))
        {
            await Task.WhenAll(party.Select(scenario.ReadAsync));
        }
    }

    private static ResourceState[] States(int count) => [.. Enumerable.Range(1, count).Select(State)];

    private static ResourceState State(int machine) =>
        new()
        {
            Declared = Association(StopPolicy.Refuse, [machine], New) with { Name = $"web-{machine}" },
            Region = Region,
            Outputs = ResourceOutputs.None with { Bindings = Pairs((machine, [New])) },
            Observation = Observation.NothingLookedFor(Region),
        };
}
