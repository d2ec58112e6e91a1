using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Engine.Tests.Resources;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>Calls, power cycles and the time of the virtual clock: what a change costs, so that no later change makes it dearer unseen.</summary>
public class WhatItCosts(ITestOutputHelper output)
{
    private const int TerraformParallelism = 10;

    [Theory]
    [InlineData(null, 40, null)]
    [InlineData(100, null, 4)]
    public void FiveAssociationsOnTwentyRunningMachines_AtOnce_AreOnePowerCycleEach(int? percent, int? mostLooks, int? mostWrites)
    {
        var world = Fleet(Instances(1, 20, "RUNNING", Team));
        KeyId[] keys = [.. Enumerable.Range(0, 5).Select(number => KeyId.FromService($"skey-ops{number:00000}"))];
        foreach (var key in keys)
        {
            world.AddKey(new WorldKeyPair { Id = key.Value, Name = "ops" });
        }

        ResourceScenario.Play(
            world,
            async scenario =>
            {
                var policy = new ChangePolicyInput
                {
                    StopPolicy = StopPolicy.Graceful,
                    MaxUnavailable = percent is { } all ? MaxUnavailable.Percent(all) : null,
                    Canary = percent is null ? null : 0,
                };
                var results = await InParallel(
                    keys.Select(key =>
                        ResourceScenario.Association(StopPolicy.Graceful, [.. Enumerable.Range(1, 20)], key) with
                        {
                            ChangePolicy = policy,
                        }
                    ),
                    (resource, number) => scenario.ApplyAsync(resource with { Name = $"team-{number}" }, owner: $"team-{number}")
                );

                Say(scenario.Fleet);
                Assert.All(results, result => Assert.Empty(result.Errors));
                Assert.All(scenario.Fleet.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.Equal(20, scenario.Fleet.Us.PowerCycles.Count);
                Assert.All(results, result => Assert.Equal(20, result.State.Outputs.PowerCycledInstanceIds.Count));
                Assert.All(
                    results,
                    result => Assert.All(result.State.Outputs.PowerCycledWith.Values, names => Assert.Equal(4, names.Count))
                );
                Assert.All(results.SelectMany(result => result.Report.Outcomes), outcome => Assert.Equal(4, outcome.SharedWith.Length));
                Assert.InRange(scenario.Fleet.Calls("DescribeInstances").Length, 1, mostLooks ?? int.MaxValue);
                Assert.InRange(scenario.Fleet.Writes, 1, mostWrites ?? int.MaxValue);
            },
            SimulatorOptions.Instant
        );
    }

    [Fact]
    public void ThreeHundredResourcesOfOneMachine_TenAtATime_ShareTheirBinds() =>
        ResourceScenario.Play(
            Fleet(Instances(1, 300, "STOPPED", Team)),
            async scenario =>
            {
                var began = scenario.Fleet.Time.GetUtcNow();
                var results = await InParallel(
                    Enumerable.Range(1, 300).Select(number => ResourceScenario.Association(StopPolicy.Graceful, [number], New)),
                    (resource, number) => scenario.ApplyAsync(resource with { Name = $"one-{number}" }, owner: $"one-{number}")
                );

                Say(scenario.Fleet);
                Assert.All(results, result => Assert.Empty(result.Errors));
                Assert.InRange(scenario.Fleet.Calls("AssociateInstancesKeyPairs").Length, 30, 33);
                Assert.InRange((scenario.Fleet.Time.GetUtcNow() - began).TotalSeconds, 0, 26);
            },
            SimulatorOptions.Instant
        );

    /// <summary>The real one begins its ten at different moments, and each needs a moment between two resources.</summary>
    [Theory]
    [InlineData(60, 30)]
    [InlineData(25, 5)]
    public void ThreeHundredResourcesOfOneMachine_WhoseTenBeginAtDifferentMoments_ComeTogether(int apart, int between) =>
        ResourceScenario.Play(
            Fleet(Instances(1, 300, "STOPPED", Team)),
            async scenario =>
            {
                var time = scenario.Fleet.Time;
                var began = time.GetUtcNow();
                var waiting = new Queue<int>(Enumerable.Range(1, 300));
                await Task.WhenAll(Enumerable.Range(0, TerraformParallelism).Select(WalkAsync));

                Say(scenario.Fleet);
                Assert.InRange(scenario.Fleet.Calls("AssociateInstancesKeyPairs").Length, 30, 33);
                Assert.InRange((time.GetUtcNow() - began).TotalSeconds, 0, 26);

                async Task WalkAsync(int walker)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(apart * walker), time);
                    while (waiting.TryDequeue(out var number))
                    {
                        var one = ResourceScenario.Association(StopPolicy.Graceful, [number], New) with { Name = $"one-{number}" };
                        Assert.Empty((await scenario.ApplyAsync(one, owner: $"one-{number}")).Errors);
                        await Task.Delay(TimeSpan.FromMilliseconds(between), time);
                    }
                }
            },
            SimulatorOptions.Instant
        );

    [Fact]
    public void SwapOnAHundredRunningMachines_InstantOperations() => Swap(SimulatorOptions.Instant, mostCalls: 15, mostSeconds: 2.5);

    [Fact]
    public void SwapOnAHundredRunningMachines_ThirtySecondOperations() =>
        Swap(
            SimulatorOptions.Instant with
            {
                StopSoft = DurationRange.Seconds(30, 30),
                Start = DurationRange.Seconds(30, 30),
                BindTime = DurationRange.Seconds(30, 30),
                UnbindTime = DurationRange.Seconds(30, 30),
            },
            mostCalls: 60,
            mostSeconds: 126
        );

    [Fact]
    public void HundredMachinesThatStopAtTimesOfTheirOwn_NeedFewWrites() =>
        Play(
            Fleet(Instances(1, 100, "RUNNING", Old, Team)),
            async scenario =>
            {
                var report = await scenario.ApplyAsync(Exactly(Graceful(100), Enumerable.Range(1, 100).Select(Id), New, Team));

                Say(scenario);
                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.InRange(scenario.Writes, 1, 60);
            },
            new SimulatorOptions { StopSoft = DurationRange.Seconds(8, 25) }
        );

    private void Swap(SimulatorOptions options, int mostCalls, double mostSeconds) =>
        Play(
            Fleet(Instances(1, 100, "RUNNING", Old, Team)),
            async scenario =>
            {
                var began = scenario.Time.GetUtcNow();
                var report = await scenario.ApplyAsync(
                    Exactly(Graceful(100) with { Canary = 0 }, Enumerable.Range(1, 100).Select(Id), New, Team)
                );

                var seconds = (scenario.Time.GetUtcNow() - began).TotalSeconds;
                Say(scenario);
                Assert.All(report.Outcomes, outcome => Assert.Equal(OutcomeKind.Changed, outcome.Kind));
                Assert.InRange(seconds, 0, mostSeconds);
                Assert.InRange(scenario.Cloud.Journal.Calls.Count, 1, mostCalls);
            },
            options
        );

    private void Say(FleetScenario scenario) =>
        output.WriteLine(
            $"{scenario.Cloud.Journal.Calls.Count} calls, {scenario.Writes} writes, {scenario.Calls("DescribeInstances").Length} DescribeInstances, "
                + $"{scenario.Calls("DescribeKeyPairs").Length} DescribeKeyPairs, {(scenario.Time.GetUtcNow() - TestKit.VirtualTime.Origin).TotalSeconds:0.0} s"
        );

    /// <summary>As Terraform walks: the next one begins when one has returned.</summary>
    private static async Task<ResourceResult[]> InParallel(
        IEnumerable<ResourceInput> resources,
        Func<ResourceInput, int, Task<ResourceResult>> apply
    )
    {
        using var turns = new SemaphoreSlim(TerraformParallelism);
        return await Task.WhenAll(
            resources.Select(
                async (resource, number) =>
                {
                    await turns.WaitAsync();
                    try
                    {
                        return await apply(resource, number);
                    }
                    finally
                    {
                        turns.Release();
                    }
                }
            )
        );
    }
}
