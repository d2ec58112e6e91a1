namespace KeyBindingProvider.Simulator.Tests;

public class PowerTests
{
    [Fact]
    public void StopAndStart_TakeTheirTime_AndEndWhereTheyShould()
    {
        var options = SimulatorOptions.Instant with
        {
            StopSoft = DurationRange.Seconds(10, 10),
            Start = DurationRange.Seconds(7, 7),
        };
        var simulation = new Simulation(options, Simulation.Running(1, Simulation.KeyA));

        Assert.Equal("OK", simulation.Stop(1).Code);
        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(9.9);
        Assert.Equal("STOPPING", simulation.True(1).State);
        simulation.Pass(0.1);
        Assert.Equal("STOPPED", simulation.True(1).State);
        Assert.Equal("KEEP_CHARGING", simulation.Read(1).GetProperty("StopChargingMode").GetString());
        Assert.Equal("OK", simulation.Start(1).Code);
        simulation.Pass(7);
        Assert.Equal("RUNNING", simulation.True(1).State);
        Assert.Equal(1, simulation.True(1).PowerCycles);
        Assert.Equal(TimeSpan.FromSeconds(17), simulation.Mine.LongestDown);
        Assert.Empty(simulation.Mine.LeftDown);
    }
}
