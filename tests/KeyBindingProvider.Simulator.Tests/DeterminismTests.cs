using CsCheck;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>What property tests of others rely on, checked over random worlds, readings and calls.</summary>
public class DeterminismTests
{
    private static readonly Gen<SimulatorOptions> s_options = Gen.Select(
        Gen.Enum<BindReading>(),
        Gen.Enum<ForceStopReading>(),
        Gen.Enum<RefusedBatch>(),
        Gen.Enum<KeyChangeMode>(),
        Gen.Enum<RestartRequestId>(),
        Gen.Enum<RunningWithoutForce>(),
        Gen.Long[1, 1000],
        (bind, force, refused, mode, restart, running, seed) =>
            new SimulatorOptions
            {
                Bind = bind,
                ForceStop = force,
                RefusedBatch = refused,
                KeyChanges = mode,
                RestartRequestId = restart,
                RunningWithoutForce = running,
                Seed = seed,
                SoftStopHangs = 0.1,
                SoftStopReverts = 0.1,
                OperationFailures = 0.1,
                RateLimits = false,
            }
    );

    private static readonly Gen<(int Kind, int First, int Count, int Key, double Wait)[]> s_calls = Gen.Select(
        Gen.Int[0, 7],
        Gen.Int[0, 11],
        Gen.Int[1, 4],
        Gen.Int[0, 4],
        Gen.Double[0, 40]
    ).Array[1, 30];

    [Fact]
    public void EqualCallsAtEqualTimes_GiveEqualAnswers() =>
        Gen.Select(s_options, s_calls)
            .Sample((options, calls) => Assert.Equal(Play(options, calls).Answers, Play(options, calls).Answers), iter: 100);

    [Fact]
    public void TheWorld_SettlesAndAddsUp() =>
        Gen.Select(s_options, s_calls)
            .Sample(
                (options, calls) =>
                {
                    var simulation = Play(options, calls).Simulation;
                    simulation.Pass(3600);
                    var view = simulation.Cloud.View;
                    var mine = simulation.Mine;

                    foreach (var instance in view.Instances)
                    {
                        Assert.True(!instance.Busy || instance.State == InstanceStates.Stopping, "only a hung stop lasts");
                        Assert.Equal(instance.KeyIds.Distinct(), instance.KeyIds);
                        Assert.Equal(instance.PowerCycles, mine.PowerCycles.GetValueOrDefault(instance.Id));
                    }

                    Assert.DoesNotContain(mine.LeftDown, id => view[id].State == InstanceStates.Running);
                    Assert.All(simulation.Cloud.Oracle.Pairs, p => Assert.True(!p.Removed || (p.Accepted && !p.IsBind)));
                    Assert.True(mine.PeakDown <= view.Instances.Count);
                    var read = simulation.Call("DescribeInstances", new { Limit = 100 }).Instances;
                    Assert.Equal(view.Instances.Select(i => i.State), read.Select(i => i.GetProperty("InstanceState").GetString()));
                },
                iter: 200
            );

    private static (List<string> Answers, Simulation Simulation) Play(
        SimulatorOptions options,
        (int Kind, int First, int Count, int Key, double Wait)[] calls
    )
    {
        var world = World.Generate(new WorldSpec { Running = 8, Stopped = 4 });
        var simulation = new Simulation(world, options);
        var answers = new List<string>();
        foreach (var (kind, first, count, key, wait) in calls)
        {
            var ids = Enumerable.Range(first, count).Select(n => world.Instances[n % 12].Id).ToArray();
            var keys = Simulation.Texts(world.Keys[key].Id);
            var answer = kind switch
            {
                0 => simulation.Call("AssociateInstancesKeyPairs", new { InstanceIds = ids, KeyIds = keys }),
                1 => simulation.Call("DisassociateInstancesKeyPairs", new { InstanceIds = ids, KeyIds = keys }),
                2 => simulation.Call(
                    "AssociateInstancesKeyPairs",
                    new
                    {
                        InstanceIds = ids,
                        KeyIds = keys,
                        ForceStop = true,
                    }
                ),
                3 => simulation.Call(
                    "DisassociateInstancesKeyPairs",
                    new
                    {
                        InstanceIds = ids,
                        KeyIds = keys,
                        ForceStop = true,
                    }
                ),
                4 => simulation.Call("StopInstances", new { InstanceIds = ids }),
                5 => simulation.Call("StopInstances", new { InstanceIds = ids, StopType = "HARD" }),
                6 => simulation.Call("StartInstances", new { InstanceIds = ids }),
                _ => simulation.Call("DescribeInstances", new { InstanceIds = ids }),
            };
            answers.Add(answer.Response.ToString());
            simulation.Pass(wait);
        }

        return (answers, simulation);
    }
}
