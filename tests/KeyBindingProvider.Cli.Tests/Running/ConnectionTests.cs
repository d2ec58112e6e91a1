using System.Globalization;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>The way to the account, over real sockets and as real processes: what is missing or wrong is said, and no secret is.</summary>
public sealed class ConnectionTests : IDisposable
{
    private const string Secret = "theSecretThatNobodyMaySee0000001";

    private const string Program = """
        name: offboard-ada
        resources:
          offboard-ada:
            type: keybinding:KeyRevocation
            properties:
              region: ap-guangzhou
              keyIds: [skey-ada0left]
              changePolicy: { stopPolicy: graceful, onBlocked: skip }
        """;

    private static readonly Dictionary<string, string> NoCredentials = [];

    private static readonly Dictionary<string, string> SimulatorsCredentials = new()
    {
        ["TENCENTCLOUD_SECRET_ID"] = SimulatorOptions.DefaultSecretId,
        ["TENCENTCLOUD_SECRET_KEY"] = SimulatorOptions.DefaultSecretKey,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-connection-");

    public ConnectionTests() => File.WriteAllText(Path.Combine(_folder.FullName, "Pulumi.yaml"), Program);

    [Fact]
    public async Task NoCredentials_NamesEveryPlaceThatWasLookedAt()
    {
        var ran = await Keybinding.RunAsync(_folder.FullName, NoCredentials, "plan", "--endpoint", "http://127.0.0.1:9");

        Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
        Assert.StartsWith("error KB2001: credentials: none found. Looked at: ", ran.Error, StringComparison.Ordinal);
        string[] places =
        [
            "provider configuration (secretId, secretKey)",
            "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
            Path.Combine(_folder.FullName, ".tencentcloud", "credentials"),
            Path.Combine(_folder.FullName, ".tccli", "default.credential"),
            "CVM role (",
        ];
        Assert.All(places, place => Assert.Contains(place, ran.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task HalfOfAPairInTheEnvironment_SaysWhichHalfIsMissing()
    {
        var half = new Dictionary<string, string> { ["TENCENTCLOUD_SECRET_KEY"] = Secret };
        var ran = await Keybinding.RunAsync(_folder.FullName, half, "plan", "--endpoint", "http://127.0.0.1:9");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("TENCENTCLOUD_SECRET_KEY is set, but TENCENTCLOUD_SECRET_ID is not", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ran.Out + ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CredentialFiles_AreRead()
    {
        await using var server = await StartAsync();
        var file = Directory.CreateDirectory(Path.Combine(_folder.FullName, ".tencentcloud"));
        await File.WriteAllTextAsync(
            Path.Combine(file.FullName, "credentials"),
            $"[default]\nsecret_id = {SimulatorOptions.DefaultSecretId}\nsecret_key = {SimulatorOptions.DefaultSecretKey}\n",
            TestContext.Current.CancellationToken
        );
        var ran = await Keybinding.RunAsync(_folder.FullName, NoCredentials, "plan", "--endpoint", Address(server));

        Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
    }

    [Fact]
    public async Task RoleOfTheCvm_IsAskedForWhereTheEnvironmentSays()
    {
        await using var server = await StartAsync(SimulatorOptions.Instant with { CvmRole = "operators" });
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CliHost
        {
            Out = output,
            Error = error,
            Time = TimeProvider.System,
            Machine = TestKit.SimulatedAccount.Nowhere with { Metadata = server.Endpoint },
        };
        var exitCode = await KeybindingCommand.RunAsync(
            ["plan", "-f", Path.Combine(_folder.FullName, "Pulumi.yaml"), "--endpoint", Address(server)],
            host
        );

        Assert.Equal((2, ""), (exitCode, error.ToString()));
        Assert.All(server.Cloud.Journal.Calls, call => Assert.NotEqual(SimulatorOptions.DefaultSecretId, call.SecretId));
    }

    [Fact]
    public async Task Apply_OverARealSocketAsAProcess_TakesTheKeyAway()
    {
        await using var server = await StartAsync();
        var ran = await Keybinding.RunAsync(_folder.FullName, SimulatorsCredentials, "apply", "--yes", "--endpoint", Address(server));

        Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
        Assert.Equal(["ins-cold0001"], WithAdasKey(server));
        Assert.Empty(server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown);
        Assert.DoesNotContain(SimulatorOptions.DefaultSecretKey, ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public async Task WrongSecret_IsAuthFailure_AndNeverShown(string output)
    {
        await using var server = await StartAsync();
        var wrong = new Dictionary<string, string>(SimulatorsCredentials) { ["TENCENTCLOUD_SECRET_KEY"] = Secret };
        var ran = await Keybinding.RunAsync(_folder.FullName, wrong, "apply", "--yes", "--output", output, "--endpoint", Address(server));

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("error KB2002: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains("AuthFailure.SignatureFailure", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.Empty(Writes(server));
    }

    [Fact]
    public async Task NobodyListens_IsUnreachable_WithTheAddress()
    {
        await using var server = await StartAsync();
        var address = Address(server);
        await server.DisposeAsync();
        var ran = await Keybinding.RunAsync(_folder.FullName, SimulatorsCredentials, "plan", "--endpoint", address);

        Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
        Assert.StartsWith("error KB2004: ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(new Uri(address).Authority + " cannot be reached", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlC_AsASignal_Is130_AndWhatWasStoppedIsRunningAgain()
    {
        await using var server = await StartAsync(new SimulatorOptions { TimeScale = 20 });
        using var process = Keybinding.Start(_folder.FullName, SimulatorsCredentials, "apply", "--yes", "--endpoint", Address(server));
        var output = process.StandardOutput;
        await AcceptedAsync(server, "StopInstances");
        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var rest = await output.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("cancelled; what was stopped has been started again", rest, StringComparison.Ordinal);
        Assert.StartsWith(
            "Cancelling: nothing new is stopped",
            await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Empty(server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown);
    }

    /// <summary>The terminal is closed: nobody reads any more, and the window is closed all the same.</summary>
    [Theory]
    [InlineData("-HUP")]
    [InlineData("-TERM")]
    [InlineData("-QUIT")]
    public async Task TerminalThatGoesAway_InTheMiddle_Is130_AndNothingStaysDown(string signal)
    {
        await using var server = await StartAsync(new SimulatorOptions { TimeScale = 20 });
        using var process = Keybinding.Start(_folder.FullName, SimulatorsCredentials, "apply", "--yes", "--endpoint", Address(server));
        await AcceptedAsync(server, "StopInstances");
        process.StandardOutput.Close();
        process.StandardError.Close();
        using var kill = System.Diagnostics.Process.Start("kill", [signal, $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.Empty(server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown);
    }

    /// <summary>A closed terminal refuses what is written, unlike a closed pipe, and the live display writes to it from a thread of its own.</summary>
    [Fact]
    public async Task TerminalThatGoesAway_UnderTheLiveDisplay_NothingStaysDown()
    {
        await using var server = await StartAsync(new SimulatorOptions { TimeScale = 20 });
        using var terminal = Keybinding.StartOnTerminal(
            _folder.FullName,
            SimulatorsCredentials,
            $"apply --yes --endpoint {Address(server)}"
        );
        var id = await terminal.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        using var process = System.Diagnostics.Process.GetProcessById(int.Parse(id!, CultureInfo.InvariantCulture));
        await ReadToAsync(terminal, "stopping 1 instance");
        terminal.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var oracle = server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);
        Assert.All(oracle.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
        // The terminal may be gone for a moment before anybody hears of it: the machine after the first may have been stopped by then, and no more.
        Assert.InRange(oracle.PowerCycles.Count, 1, 2);
        Assert.Empty(oracle.LeftDown);
    }

    /// <summary>Who reads has gone, as with Ctrl-C: no further machine is stopped, and the other stream says how it ended.</summary>
    [Fact]
    public async Task PipeThatIsClosed_InTheMiddle_IsACancel_ToldOnTheOtherStream()
    {
        await using var server = await StartAsync(new SimulatorOptions { TimeScale = 20 });
        using var process = Keybinding.Start(_folder.FullName, SimulatorsCredentials, "apply", "--yes", "--endpoint", Address(server));
        await AcceptedAsync(server, "StopInstances");
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(130, process.ExitCode);
        Assert.StartsWith("Cancelling: nobody reads any more.", error, StringComparison.Ordinal);
        Assert.Contains("cancelled; what was stopped has been started again", error, StringComparison.Ordinal);
        Assert.Empty(server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown);
    }

    /// <summary>Waits until the service has accepted a call; another process sends it, on real time.</summary>
    private static async Task AcceptedAsync(SimulatorServer server, string action, string? after = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        bool IsAccepted() =>
            server
                .Cloud.Journal.Calls.SkipWhile(call => after is not null && (call.Action != after || call.Outcome != "OK"))
                .Any(call => call.Action == action && call.Outcome == "OK");
        while (!IsAccepted())
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task ReadToAsync(System.Diagnostics.Process process, string text)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"'{text}' was not printed.");
    }

    [Fact]
    public async Task KillNine_InTheMiddle_TheLogNamesWhatIsDown_AndTheMarkerIsOnIt()
    {
        await using var server = await StartAsync(new SimulatorOptions { TimeScale = 20 });
        using var process = Keybinding.Start(_folder.FullName, SimulatorsCredentials, "apply", "--yes", "--endpoint", Address(server));
        await AcceptedAsync(server, "StopInstances");
        process.Kill();
        var inTheLog = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var stopped = server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown;

        Assert.NotEmpty(stopped);
        Assert.All(stopped, instance => Assert.Contains(instance, inTheLog, StringComparison.Ordinal));
        Assert.All(stopped, instance => Assert.Contains("keybinding-restart", server.Cloud.View[instance].Tags.Keys));
    }

    [Theory]
    [InlineData("error KB1014 --endpoint", "plan", "--endpoint", "http://cvm.example.com")]
    [InlineData("error KB1014 --endpoint", "plan", "--endpoint", "https://me:secret@cvm.example.com")]
    [InlineData("error KB1014 --endpoint", "plan", "--endpoint", "cvm.example.com")]
    [InlineData("error KB1009: There is no file nothere/Pulumi.yaml.", "plan", "-f", "nothere/Pulumi.yaml")]
    [InlineData("error KB1009: . is a folder", "drift", "-f", ".")]
    [InlineData("error KB1005 --region", "plan", "--region", "Guangzhou 3")]
    [InlineData("error KB1005 --config", "plan", "--config", "key")]
    [InlineData("error KB1013: No region is known", "show")]
    [InlineData("error KB1001 --key: 'abc'", "show", "--key", "abc", "--region", "ap-guangzhou")]
    [InlineData("keybinding: --output is text, json, markdown or sarif, not 'xml'.", "plan", "--output", "xml")]
    [InlineData("keybinding: Unrecognized command or argument 'pln'.", "pln")]
    [InlineData("error KB1005 --time-scale", "demo", "--time-scale", "0")]
    public void WrongOptions_AreOneMessageAndExitCodeOne(string message, params string[] arguments) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                cli.Program(Program);
                string[] file =
                    arguments.Contains("-f") || arguments[0] is "show" or "demo" or "pln" ? [] : ["-f", cli.PathOf("Pulumi.yaml")];
                var ran = await cli.RunBareAsync([.. arguments, .. file]);

                Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                Assert.StartsWith(message, ran.Error, StringComparison.Ordinal);
                Assert.Equal(2, ran.Error.Count(c => c == '\n'));
                Assert.DoesNotContain("secret", ran.Error, StringComparison.Ordinal);
                Assert.Empty(cli.Cloud.Journal.Calls);
            }
        );

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Nothing but the journal knows: the marker is off, and the lock of the process that was killed is free.</summary>
    [Fact]
    public async Task KillNine_InTheMiddle_ThenRecover_MakesItWhole()
    {
        await using var server = await StartAsync(new SimulatorOptions { TimeScale = 20 });
        using var process = Keybinding.Start(_folder.FullName, SimulatorsCredentials, "apply", "--yes", "--endpoint", Address(server));
        await AcceptedAsync(server, "StopInstances");
        await AcceptedAsync(server, "DisassociateInstancesKeyPairs", after: "StopInstances");
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var stopped = server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown;
        string[] recover = ["recover", "--region", "ap-guangzhou", "--endpoint", Address(server)];
        var shown = await Keybinding.RunAsync(_folder.FullName, SimulatorsCredentials, [.. recover, "--dry-run"]);
        var ran = await Keybinding.RunAsync(_folder.FullName, SimulatorsCredentials, [.. recover, "--yes"]);

        Assert.Equal(2, shown.ExitCode);
        Assert.Contains(Assert.Single(stopped), shown.Out, StringComparison.Ordinal);
        Assert.Equal(0, ran.ExitCode);
        Assert.Contains("1 of 1 started", ran.Out, StringComparison.Ordinal);
        Assert.Empty(server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.FullName, ".local", "state", "keybinding", "journal")));
    }

    private static Task<SimulatorServer> StartAsync(SimulatorOptions? options = null) =>
        SimulatorServer.StartAsync(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            options ?? SimulatorOptions.Instant,
            TimeProvider.System
        );

    private static string Address(SimulatorServer server) => server.Endpoint.ToString().TrimEnd('/');

    private static IEnumerable<string> WithAdasKey(SimulatorServer server) =>
        server.Cloud.View.Instances.Where(instance => instance.KeyIds.Contains("skey-ada0left")).Select(instance => instance.Id);

    private static IEnumerable<CallRecord> Writes(SimulatorServer server) =>
        server.Cloud.Journal.Calls.Where(call =>
            call.Action != "GetCallerIdentity" && !call.Action.StartsWith("Describe", StringComparison.Ordinal)
        );
}
