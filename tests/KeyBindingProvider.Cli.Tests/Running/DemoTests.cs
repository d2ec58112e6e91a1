using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>The demonstration checks itself, so it must fail when a claim does not hold.</summary>
public class DemoTests
{
    [Fact]
    public async Task Demo_WhenMachinesCannotBeChanged_ShowsTheClaimsThatDoNotHold_AndEndsWithAnError()
    {
        var cloud = SimulatorOptions.Instant with { Seed = 250, OperationFailures = 0.5 };
        var (exitCode, output) = await RunAsync(cloud);

        Assert.Equal(1, exitCode);
        Assert.Contains("  FAIL exit code 0", output, StringComparison.Ordinal);
        Assert.Contains("  FAIL her key is left on the two stop-charging machines only", output, StringComparison.Ordinal);
        Assert.Contains("  ok   at most", output, StringComparison.Ordinal);
        Assert.Contains("CLAIMS DO NOT HOLD", output, StringComparison.Ordinal);
        Assert.DoesNotContain("identity", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_WithATokenOfTheUsersOwn_StillReachesItsSimulator()
    {
        using var process = Keybinding.Start(
            Path.GetTempPath(),
            new Dictionary<string, string> { ["TENCENTCLOUD_SECURITY_TOKEN"] = "mine", ["http_proxy"] = "http://127.0.0.1:9" },
            "demo"
        );
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("(exit code", StringComparison.Ordinal))
            {
                Assert.Equal("(exit code 4)", line);
                break;
            }
        }

        process.Kill();
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(SimulatorOptions cloud)
    {
        var output = new StringWriter();
        var host = new CliHost
        {
            Out = output,
            Error = output,
            Time = TimeProvider.System,
        };
        return (await DemoCommand.RunAsync(host, scale: 60, cloud), output.ToString());
    }
}
