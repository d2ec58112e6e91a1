using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

public class LagTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant with
        {
            BindTime = DurationRange.Seconds(1, 1),
            StateLag = DurationRange.Seconds(2, 2),
            KeysLag = DurationRange.Seconds(3, 3),
            OperationLag = DurationRange.Seconds(4, 4),
            ListLag = DurationRange.Seconds(10, 10),
        },
        Simulation.Stopped(1, Simulation.KeyA) with
        {
            LatestOperation = new LatestOperation("StopInstances", "SUCCESS", "old-request"),
        }
    );

    [Fact]
    public void LatestOperation_ShowsAnOldSuccessFirst_ThenOperating_ThenSuccess()
    {
        var bind = _simulation.Bind([1], [Simulation.KeyB]);

        Assert.Equal(("SUCCESS", "old-request"), Operation());
        _simulation.Pass(3.9);
        Assert.Equal(("SUCCESS", "old-request"), Operation());
        _simulation.Pass(0.1);
        Assert.Equal(("OPERATING", bind.RequestId), Operation());
        _simulation.Pass(1);
        Assert.Equal(("SUCCESS", bind.RequestId), Operation());
    }

    [Fact]
    public void Keys_ShowLate_AndBeforeTheOperationDoes()
    {
        _simulation.Bind([1], [Simulation.KeyB]);
        _simulation.Pass(3.9);

        Assert.Equal(1, ShownKeys());
        Assert.Equal(2, _simulation.True(1).KeyIds.Count);
        _simulation.Pass(0.1);
        Assert.Equal(2, ShownKeys());
    }

    [Fact]
    public void State_ShowsLate()
    {
        _simulation.Start(1);

        Assert.Equal("RUNNING", _simulation.True(1).State);
        Assert.Equal("STOPPED", State());
        _simulation.Pass(2);
        Assert.Equal("RUNNING", State());
    }

    [Fact]
    public void AssociatedInstances_LagBothWays()
    {
        _simulation.Bind([1], [Simulation.KeyB]);
        _simulation.Pass(10.9);
        Assert.Empty(Associated(Simulation.KeyB));
        _simulation.Pass(0.1);
        Assert.Equal([Simulation.Id(1)], Associated(Simulation.KeyB));

        _simulation.Unbind([1], [Simulation.KeyB]);
        _simulation.Pass(9.9);
        Assert.Equal([Simulation.Id(1)], Associated(Simulation.KeyB));
        _simulation.Pass(0.1);
        Assert.Empty(Associated(Simulation.KeyB));
    }

    [Fact]
    public void DestroyedInstance_LeavesReads_BeforeTheKeyForgetsIt()
    {
        Assert.True(_simulation.Cloud.TerminateByHand(Simulation.Id(1)));
        Assert.Null(_simulation.Cloud.View.Find(Simulation.Id(1)));
        Assert.Equal("InvalidInstanceId.NotFound", _simulation.Unbind([1], [Simulation.KeyA]).Code);
        _simulation.Pass(2);

        Assert.Empty(_simulation.Call("DescribeInstances", new { }).Instances);
        Assert.Equal([Simulation.Id(1)], Associated(Simulation.KeyA));
        _simulation.Pass(8);
        Assert.Empty(Associated(Simulation.KeyA));
    }

    [Fact]
    public void Lags_AreDrawnBySeed_AndNeverShowChangesOutOfOrder()
    {
        static string Story(long seed)
        {
            var simulation = new Simulation(
                new SimulatorOptions { Seed = seed, RateLimits = false },
                Simulation.Running(1, Simulation.KeyA)
            );
            simulation.Stop(1);
            var story = new List<string>();
            for (var i = 0; i < 400; i++)
            {
                var shown = simulation.Read(1);
                var moment = shown.GetProperty("InstanceState") + "/" + shown.GetProperty("LatestOperationState");
                if (story.Count == 0 || !story[^1].EndsWith(moment, StringComparison.Ordinal))
                {
                    story.Add($"{i}:{moment}");
                }

                simulation.Pass(0.1);
            }

            var states = story.Select(s => s.Split(':')[1].Split('/')[0]).ToList();
            Assert.Equal(["RUNNING", "STOPPING", "STOPPED"], states.Where((state, i) => i == 0 || states[i - 1] != state));
            return string.Join(' ', story);
        }

        Assert.Equal(Story(5), Story(5));
        Assert.NotEqual(Story(5), Story(6));
    }

    [Fact]
    public void WorldComesOutTheSame_HoweverSeldomItIsTouched()
    {
        static InstanceView After(int touches)
        {
            var simulation = new Simulation(new SimulatorOptions(), Simulation.Running(1, Simulation.KeyA));
            simulation.Unbind([1], [Simulation.KeyA], force: true);
            for (var i = 0; i < touches; i++)
            {
                simulation.Pass(60.0 / touches);
                _ = simulation.Cloud.View;
            }

            Assert.Equal("RUNNING", simulation.True(1).State);
            Assert.InRange(simulation.Mine.LongestDown, TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(30));
            return simulation.True(1) with { KeyIds = [] };
        }

        Assert.Equal(After(1).LatestOperation, After(600).LatestOperation);
    }

    private (string?, string?) Operation()
    {
        var shown = _simulation.Read(1);
        return (shown.GetProperty("LatestOperationState").GetString(), shown.GetProperty("LatestOperationRequestId").GetString());
    }

    private int ShownKeys() => _simulation.Read(1).GetProperty("LoginSettings").GetProperty("KeyIds").GetArrayLength();

    private string? State() => _simulation.Read(1).GetProperty("InstanceState").GetString();

    private IEnumerable<string?> Associated(string key) =>
        _simulation
            .Call("DescribeKeyPairs", new { KeyIds = Simulation.Texts(key) })
            .Response.GetProperty("KeyPairSet")[0]
            .GetProperty("AssociatedInstanceIds")
            .EnumerateArray()
            .Select(i => i.GetString());
}
