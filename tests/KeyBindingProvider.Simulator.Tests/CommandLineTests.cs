using System.Diagnostics;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>The program as a process.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("--bind foo", "'foo' is not a value of 'bind' (adds|replaces)")]
    [InlineData("--bind replaces --bound-key error", "contradict")]
    [InlineData("--world no-such-file.yaml", "no-such-file.yaml")]
    [InlineData("--port 70000", "'70000' is not a port")]
    [InlineData("--credential onlyid", "secretId:secretKey")]
    [InlineData("--time-scale 0", "time-scale")]
    public async Task BadInput_IsOneLine_AndExit1(string arguments, string problem)
    {
        var (code, output, error) = await Run(arguments);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("cvm-simulator: ", error, StringComparison.Ordinal);
        Assert.Contains(problem, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Help_NamesEverySwitch()
    {
        var (code, output, _) = await Run("--help");

        Assert.Equal(0, code);
        Assert.All(OptionTable.Switches, s => Assert.Contains("--" + s.Name + " ", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_PrintsTheEndpointFirst_AndServesIt()
    {
        using var process = Start("--size 7 --seed 3 --bind replaces");
        try
        {
            var first = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("endpoint    http://127.0.0.1:", first, StringComparison.Ordinal);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            var options = new Uri(new Uri(first!.Split(' ')[^1]), "/_simulator/options");
            Assert.Contains(
                "replaces",
                await client.GetStringAsync(options, TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
        }
        finally
        {
            process.Kill();
        }
    }

    private static async Task<(int Code, string Output, string Error)> Run(string arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    private static Process Start(string arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "cvm-simulator.dll");
        return Process.Start(
            new ProcessStartInfo("dotnet", $"exec \"{program}\" {arguments}")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }
}
