using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests.Contract;

/// <summary>Busy instances, refused batches, and limits of calls a second.</summary>
public class BatchTests
{
    private static readonly SimulatorOptions s_slow = SimulatorOptions.Instant with { BindTime = DurationRange.Seconds(5, 5) };

    [Theory]
    [InlineData(BusyCode.TaskRunning, "MutexOperation.TaskRunning")]
    [InlineData(BusyCode.OperationInProgress, "OperationDenied.InstanceOperationInProgress")]
    public void BusyInstance_RefusesTheWholeBatch(BusyCode busy, string code)
    {
        var simulation = new Simulation(s_slow with { Busy = busy }, Simulation.Stopped(1), Simulation.Stopped(2));
        simulation.Bind([1], [Simulation.KeyA]);

        Assert.Equal(code, simulation.Bind([2, 1], [Simulation.KeyB]).Code);
        Assert.Equal(code, simulation.Start(1).Code);
        simulation.Pass(5);
        Assert.Equal("OK", simulation.Bind([2, 1], [Simulation.KeyB]).Code);
        simulation.Pass(5);
        Assert.Equal([Simulation.KeyB], simulation.True(2).KeyIds);
    }

    [Fact]
    public void RefusedBatch_ChangesNothing_ByDefault()
    {
        var simulation = Mixed(RefusedBatch.NothingChanged, 1);
        var answer = simulation.Unbind(Enumerable.Range(1, 40), [Simulation.KeyA]);

        Assert.Equal("UnsupportedOperation.InstanceStateRunning", answer.Code);
        Assert.All(simulation.Cloud.View.Instances, i => Assert.Equal([Simulation.KeyA], i.KeyIds));
        Assert.Empty(simulation.Cloud.Journal.Calls[^1].InstanceIds);
    }

    [Fact]
    public void RefusedBatch_CanChangeASeededPart_UnderTheRefusalsRequestId()
    {
        var simulation = Mixed(RefusedBatch.HealthyPartProceeds, 1);
        var answer = simulation.Unbind(Enumerable.Range(1, 40), [Simulation.KeyA]);
        var changed = simulation.Cloud.View.Instances.Where(i => i.KeyIds.Count == 0).ToList();

        Assert.Equal("UnsupportedOperation.InstanceStateRunning", answer.Code);
        Assert.InRange(changed.Count, 5, 36);
        Assert.All(changed, i => Assert.Equal(answer.RequestId, i.LatestOperation!.RequestId));
        Assert.Equal(changed.Select(i => i.Id), simulation.Cloud.Journal.Calls[^1].InstanceIds);
        Assert.Equal(changed.Count, simulation.Cloud.Oracle.Pairs.Count(p => p.Accepted));

        var other = Mixed(RefusedBatch.HealthyPartProceeds, 2);
        other.Unbind(Enumerable.Range(1, 40), [Simulation.KeyA]);
        Assert.NotEqual(changed.Select(i => i.Id), other.Cloud.View.Instances.Where(i => i.KeyIds.Count == 0).Select(i => i.Id));
    }

    [Fact]
    public void ReportedCulprit_IsNotAlwaysTheFirst()
    {
        var culprits = Enumerable
            .Range(1, 20)
            .Select(seed => Mixed(RefusedBatch.NothingChanged, seed).Unbind(Enumerable.Range(1, 40), [Simulation.KeyA]).Message)
            .Distinct()
            .Count();

        Assert.InRange(culprits, 2, 3);
    }

    [Fact]
    public void RateLimit_IsASlidingSecond_AndRefusedCallsCount()
    {
        var simulation = new Simulation(SimulatorOptions.Instant, Simulation.Stopped(1, Simulation.KeyA));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("OK", simulation.Bind([1], [Simulation.KeyA]).Code);
            simulation.Pass(0.05);
        }

        Assert.Equal("RequestLimitExceeded", simulation.Bind([1], [Simulation.KeyA]).Code);
        simulation.Pass(0.5);
        Assert.Equal("RequestLimitExceeded", simulation.Bind([1], [Simulation.KeyA]).Code);
        Assert.Equal("OK", simulation.Unbind([1], [Simulation.KeyB]).Code);
        simulation.Pass(1);
        Assert.Equal("OK", simulation.Bind([1], [Simulation.KeyA]).Code);
        Assert.Equal(new ActionCounts(13, 2, 2), simulation.Cloud.Journal.Counts()["AssociateInstancesKeyPairs"]);
    }

    [Theory]
    [InlineData("DescribeInstances", 40)]
    [InlineData("DescribeInstancesStatus", 40)]
    [InlineData("DescribeKeyPairs", 10)]
    public void RateLimit_IsTheDocumentedOne(string action, int perSecond)
    {
        var simulation = new Simulation(SimulatorOptions.Instant);
        var codes = Enumerable.Range(0, perSecond + 1).Select(_ => simulation.Call(action, new { }).Code).ToList();

        Assert.Equal(perSecond, codes.Count(c => c == "OK"));
        Assert.Equal("RequestLimitExceeded", codes[^1]);
        simulation.Region = "ap-shanghai";
        Assert.Equal("OK", simulation.Call(action, new { }).Code);
    }

    [Fact]
    public void RateLimit_PacedExactly_IsNeverMet()
    {
        var simulation = new Simulation(SimulatorOptions.Instant);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal("OK", simulation.Call("DescribeKeyPairs", new { }).Code);
            simulation.Pass(0.1);
        }
    }

    [Fact]
    public void RateLimit_CanBeOff_OrHaveAnotherCode()
    {
        var off = new Simulation(SimulatorOptions.Instant with { RateLimits = false });
        var other = new Simulation(SimulatorOptions.Instant with { RateLimitCode = "RequestLimitExceeded.UinLimitExceeded" });

        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal("OK", off.Call("DescribeKeyPairs", new { }).Code));
        Assert.Equal(
            "RequestLimitExceeded.UinLimitExceeded",
            Enumerable.Range(0, 11).Select(_ => other.Call("DescribeKeyPairs", new { }).Code).ToList()[^1]
        );
    }

    /// <summary>Forty stopped instances with one key, but for three that run.</summary>
    private static Simulation Mixed(RefusedBatch reading, long seed) =>
        new(
            SimulatorOptions.Instant with
            {
                RefusedBatch = reading,
                Seed = seed,
            },
            Enumerable
                .Range(1, 40)
                .Select(n => n is 3 or 17 or 31 ? Simulation.Running(n, Simulation.KeyA) : Simulation.Stopped(n, Simulation.KeyA))
        );
}
