using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

public class JournalTests
{
    [Fact]
    public void Calls_AreNotedInOrder_WithAllThatMatters()
    {
        var simulation = new Simulation(SimulatorOptions.Instant, Simulation.Stopped(1, Simulation.KeyA));
        var first = simulation.Unbind([1], [Simulation.KeyA]);
        simulation.Pass(1);
        var second = simulation.Start(9);
        var calls = simulation.Cloud.Journal.Calls;

        Assert.Equal([1, 2], calls.Select(c => c.Number));
        Assert.Equal(
            ("DisassociateInstancesKeyPairs", Simulation.Me, Simulation.Me, World.DefaultRegion, first.RequestId, "OK", "answered"),
            (calls[0].Action, calls[0].Actor, calls[0].SecretId, calls[0].Region, calls[0].RequestId, calls[0].Outcome, calls[0].Delivery)
        );
        Assert.Equal([Simulation.Id(1)], calls[0].InstanceIds);
        Assert.Equal(Simulation.KeyA, calls[0].Parameters.GetProperty("KeyIds")[0].GetString());
        Assert.Equal(("InvalidInstanceId.NotFound", second.RequestId), (calls[1].Outcome, calls[1].RequestId));
        Assert.Empty(calls[1].InstanceIds);
        Assert.Equal(TimeSpan.FromSeconds(1), calls[1].At - calls[0].At);
    }

    [Fact]
    public void Find_AndCounts_SelectByActionNumberAndActor()
    {
        var simulation = new Simulation(SimulatorOptions.Instant, Simulation.Stopped(1));
        simulation.Call("DescribeInstances", new { });
        simulation.Start(9);
        simulation.Call("DescribeInstances", new { });
        simulation.Cloud.StartByHand(Simulation.Id(1));
        var journal = simulation.Cloud.Journal;

        Assert.Equal([1, 3], journal.Find("DescribeInstances").Select(c => c.Number));
        Assert.Equal([3, 4], journal.Find(since: 2).Select(c => c.Number));
        Assert.Equal([4], journal.Find(actor: Actors.Console).Select(c => c.Number));
        Assert.Equal(new ActionCounts(1, 1, 0), journal.Counts(Simulation.Me)["StartInstances"]);
        Assert.Equal(["DescribeInstances", "StartInstances"], journal.Counts(Simulation.Me).Keys);
    }

    [Fact]
    public void RefusedSignatures_AreNoted_UnderTheIdThatTheyClaim()
    {
        var simulation = new Simulation(SimulatorOptions.Instant) { SecretKey = "wrong" };
        simulation.Call("DescribeInstances", new { });
        var call = Assert.Single(simulation.Cloud.Journal.Calls);

        Assert.Equal((Simulation.Me, "AuthFailure.SignatureFailure"), (call.SecretId, call.Outcome));
    }
}
