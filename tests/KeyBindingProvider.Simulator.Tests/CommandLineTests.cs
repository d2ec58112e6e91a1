using System.Diagnostics;
using System.Runtime.CompilerServices;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>The program as a process.</summary>
public class CommandLineTests
{
    [Theory]
    [InlineData("--bind foo", "'foo' is not a value of 'bind' (adds|replaces)")]
    [InlineData("--bind replaces --bound-key error", "contradict")]
    [InlineData("--world no-such-file.yaml", "no-such-file.yaml")]
    [InlineData("--world /dev/zero", "/dev/zero: the file has more than 8388608 characters")]
    [InlineData("--faults /dev/zero", "/dev/zero: the file has more than 8388608 characters")]
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

    /// <summary>The web SDK makes <c>dotnet run</c> change to the project's folder, where no path that somebody types means anything.</summary>
    [Fact]
    public async Task DotnetRun_LeavesTheCurrentFolderAlone()
    {
        var project = Path.Combine(Path.GetDirectoryName(Here())!, "../../src/KeyBindingProvider.Simulator");
        var (code, output, _) = await Finish(Start("dotnet", $"msbuild \"{project}\" -getProperty:RunWorkingDirectory"));

        Assert.Equal((0, ""), (code, output.Trim()));

        static string Here([CallerFilePath] string path = "") => path;
    }

    /// <summary>A stream that cannot be written and a folder that is gone: a message and an exit code; a terminal that goes away ends it in order.</summary>
    [Theory]
    [InlineData(":", ">/dev/full", 1)]
    [InlineData(":", ">&-", 1)]
    [InlineData(":", ">&- 2>&-", 1)]
    [InlineData(":", "2>/dev/full", 0)]
    [InlineData("mkdir gone && cd gone && rmdir ../gone", "", 0)]
    public async Task Program_WithAStreamOrAFolderThatIsGone_EndsWithACode(string before, string redirections, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        var folder = Directory.CreateTempSubdirectory("cvm-simulator-streams-");
        var program = Path.Combine(AppContext.BaseDirectory, "cvm-simulator.dll");
        using var process = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"{before}; exec dotnet exec '{program}' {redirections}"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        if (exitCode == 0)
        {
            Assert.StartsWith(
                "endpoint",
                await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
            using var kill = Process.Start("kill", ["-HUP", $"{process.Id}"]);
        }

        var (code, _, error) = await Finish(process);
        Assert.Equal(exitCode, code);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static Task<(int Code, string Output, string Error)> Run(string arguments) => Finish(Start(arguments));

    private static async Task<(int Code, string Output, string Error)> Finish(Process started)
    {
        using var process = started;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    private static Process Start(string arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "cvm-simulator.dll");
        return Start("dotnet", $"exec \"{program}\" {arguments}");
    }

    private static Process Start(string program, string arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
