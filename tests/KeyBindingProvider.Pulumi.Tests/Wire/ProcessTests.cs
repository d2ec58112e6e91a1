using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>The program as the engine starts it: port line, command line, hostile surroundings, signals, the engine's death.</summary>
public class ProcessTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:1")]
    [InlineData("--logtostderr -v=9 --tracing 127.0.0.1:4317 127.0.0.1:1")]
    [InlineData("--new-flag 127.0.0.1:1")]
    public async Task Start_PrintsThePortAndNothingElse_InAHostilePlace(string arguments)
    {
        var folder = Directory.CreateTempSubdirectory("keybinding-");
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "appsettings.json"),
            """{"Kestrel":{"Endpoints":{"Other":{"Url":"http://203.0.113.1:1"}}},"Logging":{"Console":{}}}""",
            Test
        );
        using var program = ProviderProgram.Start(
            arguments,
            start =>
            {
                start.WorkingDirectory = folder.FullName;
                start.Environment["Kestrel__Endpoints__Second__Url"] = "http://203.0.113.1:2";
                start.Environment["ASPNETCORE_URLS"] = "http://203.0.113.1:3";
                start.Environment["HTTP_PROXY"] = start.Environment["http_proxy"] = "http://203.0.113.1:4";
                start.Environment.Remove("HOME");
            }
        );

        var port = await program.ReadPortAsync(Test);

        Assert.InRange(port, 1, 65535);
        var provider = program.Connect(port);
        await provider.HandshakeAsync(new ProviderHandshakeRequest());
        Assert.Equal("0.1.0", (await provider.GetPluginInfoAsync()).Version);
        program.Signal("INT");
        Assert.Equal(0, await program.WaitForExitAsync(Test));
        Assert.Equal("", await program.Output.ReadToEndAsync(Test));
        Assert.Equal("", await program.Error.ReadToEndAsync(Test));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signal_WithACallInFlight_StartsWhatIsDownAndEnds(string signal)
    {
        await using var cloud = await SimulatorServer.StartAsync(
            Fleet(Instances(1, 2, "RUNNING")),
            SimulatorOptions.Instant with
            {
                StopSoft = DurationRange.Seconds(1, 1),
                RateLimits = false,
            },
            TimeProvider.System,
            cancellationToken: Test
        );
        using var program = ProviderProgram.Start("");
        var provider = program.Connect(await program.ReadPortAsync(Test));
        await provider.HandshakeAsync(new ProviderHandshakeRequest());
        await provider.ConfigureAsync(
            new ConfigureRequest { Args = Configure(("endpoint", Values.Text(cloud.Endpoint.GetLeftPart(UriPartial.Authority)))) }
        );
        var declared = Association("web", Ids(1, 2), [New], Values.Map(("stopPolicy", Values.Text("graceful"))));
        var check = await provider.CheckAsync(new CheckRequest { Urn = declared.Urn, News = declared.Inputs });
        var create = provider.CreateAsync(new CreateRequest { Urn = declared.Urn, Properties = check.Inputs }, Test);
        while (cloud.Cloud.Journal.Find("StopInstances").Count == 0)
        {
            await Task.Yield();
        }

        program.Signal(signal);

        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => create);
        Assert.Equal(0, await program.WaitForExitAsync(Test));
        // The engine would kill after five seconds: what was stopped has been sent a start before that, and nothing more was stopped.
        Assert.All(cloud.Cloud.View.Instances, instance => Assert.NotEqual("STOPPED", instance.State));
        Assert.Single(cloud.Cloud.Journal.Find("StopInstances"));
    }

    [Fact]
    public async Task EngineThatIsKilled_TakesTheProcessWithIt()
    {
        var engine = await FakeEngineServer.StartAsync();
        using var program = ProviderProgram.Start($"127.0.0.1:{engine.Port}");
        var provider = program.Connect(await program.ReadPortAsync(Test));
        await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = $"127.0.0.1:{engine.Port}" });
        await engine.Answered;

        await engine.DisposeAsync();
        program.EndInput();

        Assert.Equal(0, await program.WaitForExitAsync(Test));
    }

    [Fact]
    public async Task LauncherWithoutInput_IsNotTakenForADeadEngine()
    {
        await using var engine = await FakeEngineServer.StartAsync();
        using var program = ProviderProgram.Start($"127.0.0.1:{engine.Port}");
        program.EndInput();
        var provider = program.Connect(await program.ReadPortAsync(Test));
        await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = $"127.0.0.1:{engine.Port}" });
        await engine.Answered;

        Assert.Equal("0.1.0", (await provider.GetPluginInfoAsync()).Version);
        program.Signal("TERM");
        Assert.Equal(0, await program.WaitForExitAsync(Test));
    }

    /// <summary>Without its first line nobody can find it: a message and an exit code.</summary>
    [Theory]
    [InlineData(">/dev/full", ":", 1)]
    [InlineData(">&-", ":", 1)]
    [InlineData(">&- 2>&-", ":", 1)]
    [InlineData("2>/dev/full", ":", 0)]
    [InlineData("2>&-", ":", 0)]
    [InlineData("--garbage ';' 'not an address' 2>&1", ":", 0)]
    [InlineData("", "mkdir gone && cd gone && rmdir ../gone", 0)]
    public async Task Start_WithAStreamOrAFolderThatIsGone_EndsWithACode(string redirections, string before, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        var folder = Directory.CreateTempSubdirectory("keybinding-streams-");
        var provider = Path.Combine(AppContext.BaseDirectory, "pulumi-resource-keybinding");
        using var process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", ["-c", $"{before}; exec '{provider}' {redirections}"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        if (exitCode == 0)
        {
            Assert.Matches("^[0-9]+$", await process.StandardOutput.ReadLineAsync(Test));
            using var kill = System.Diagnostics.Process.Start("kill", ["-HUP", $"{process.Id}"]);
        }

        var error = await process.StandardError.ReadToEndAsync(Test);
        await process.WaitForExitAsync(Test);
        Assert.Equal(exitCode, process.ExitCode);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
