using CsCheck;

namespace KeyBindingProvider.Engine.Tests.Properties;

public class PromiseProperties
{
    /// <summary>At least what CI must run; a soak sets KEYBINDING_CASES.</summary>
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_CASES"), out var cases) ? cases : 2000;

    [Fact]
    public void EveryPromiseHolds_UnderEveryReadingOfTheApi() =>
        Gen.ULong.Sample(
            seed =>
            {
                var fleetCase = FleetCase.Of(seed);
                var broken = Promises.Broken(CaseRun.Execute(fleetCase, new ExecutionRules()));
                Assert.True(broken.Count == 0, $"{fleetCase}\n{string.Join('\n', broken)}");
            },
            iter: Cases,
            print: seed => $"{seed} (rerun with KEYBINDING_SEED={seed})"
        );

    [Fact]
    public void Rerun_SeedFromTheEnvironment()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SEED"), out var given) ? given : 1;
        var run = CaseRun.Execute(FleetCase.Of(seed), new ExecutionRules());
        var broken = Promises.Broken(run);
        Assert.True(broken.Count == 0, $"{run.Case}\n{string.Join('\n', broken)}\n{Journal.Text(run.Cloud)}");
    }
}
