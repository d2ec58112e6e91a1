using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>
/// The program with streams that cannot be written and a folder that is gone: a message and an exit code, never an unhandled exception; and what was changed is told
/// on the stream that is left.
/// </summary>
public sealed class StreamTests : IDisposable
{
    private const string Crash = "Unhandled exception";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-streams-");

    private static readonly Dictionary<string, string> s_credentials = new()
    {
        ["TENCENTCLOUD_SECRET_ID"] = SimulatorOptions.DefaultSecretId,
        ["TENCENTCLOUD_SECRET_KEY"] = SimulatorOptions.DefaultSecretKey,
    };

    public StreamTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "Pulumi.yaml"),
            """
            name: streams
            resources:
              offboard-ada:
                type: keybinding:KeyRevocation
                properties:
                  region: ap-guangzhou
                  keyIds: [skey-ada0left]
                  changePolicy: { stopPolicy: graceful, maxUnavailable: 100%, canary: 0, onBlocked: skip }
            """
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>An error, which belongs on standard error, and help, which belongs on standard output.</summary>
    [Theory]
    [InlineData("plan -f nowhere.yaml", "2>/dev/full", "There is no file nowhere.yaml", 1)]
    [InlineData("plan -f nowhere.yaml", "2>&-", "There is no file nowhere.yaml", 1)]
    [InlineData("plan -f nowhere.yaml", ">/dev/full", "There is no file nowhere.yaml", 1)]
    [InlineData("plan -f nowhere.yaml", ">&-", "There is no file nowhere.yaml", 1)]
    [InlineData("plan -f nowhere.yaml", "<&-", "There is no file nowhere.yaml", 1)]
    [InlineData("plan -f nowhere.yaml", ">/dev/full 2>/dev/full", "", 1)]
    [InlineData("plan -f nowhere.yaml", "<&- >&- 2>&-", "", 1)]
    [InlineData("nonsense", "2>/dev/full", "nonsense", 1)]
    [InlineData("--help", ">/dev/full", "Who may open which Tencent Cloud CVM machine", 1)]
    [InlineData("--help", ">&-", "Who may open which Tencent Cloud CVM machine", 1)]
    [InlineData("--help", "2>/dev/full", "Who may open which Tencent Cloud CVM machine", 0)]
    public async Task Stream_ThatCannotBeWritten_IsMadeUpForByTheOther(string arguments, string redirections, string says, int exitCode)
    {
        var ran = await Keybinding.RunInShellAsync(_folder.FullName, new Dictionary<string, string>(), arguments, redirections);

        Assert.Equal(exitCode, ran.ExitCode);
        Assert.Contains(says, ran.Out + ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Crash, ran.Out + ran.Error, StringComparison.Ordinal);
    }

    /// <summary>As with other tools: not a word on the terminal about a reader that has read enough, whatever the exit code is.</summary>
    [Theory]
    [InlineData("plan --output text")]
    [InlineData("plan --output json")]
    [InlineData("drift")]
    [InlineData("recover --dry-run --region ap-guangzhou")]
    [InlineData("audit --region ap-guangzhou")]
    public async Task ReaderThatIsGone_OfWhatChangesNothing_EndsItQuietly(string arguments)
    {
        await using var server = await StartAsync();
        using var process = Keybinding.Start(
            _folder.FullName,
            s_credentials,
            [.. arguments.Split(' '), "--endpoint", server.Endpoint.GetLeftPart(UriPartial.Authority)]
        );
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", error);
        Assert.InRange(process.ExitCode, 1, 2);
    }

    /// <summary>A command that is new is taken for one that changes something, until somebody has said that it only looks.</summary>
    [Fact]
    public void Commands_ThatMayChange_AreTheseOnly()
    {
        string[] changing =
        [
            .. KeybindingCommand
                .Create(
                    new CliHost
                    {
                        Out = TextWriter.Null,
                        Error = TextWriter.Null,
                        Time = TimeProvider.System,
                    }
                )
                .Subcommands.Select(command => command.Name)
                .Where(name => KeybindingCommand.MayChange([name])),
        ];
        Assert.Equal(["apply", "recover", "demo"], changing);
        Assert.False(KeybindingCommand.MayChange(["recover", "--dry-run"]));
        Assert.False(KeybindingCommand.MayChange(["--help"]));
    }

    [Theory]
    [InlineData("text", ">/dev/full", 1)]
    [InlineData("text", ">&-", 1)]
    [InlineData("json", ">/dev/full", 1)]
    [InlineData("markdown", ">&-", 1)]
    [InlineData("text", "2>/dev/full", 0)]
    [InlineData("json", "2>&-", 0)]
    [InlineData("text", ">/dev/full 2>/dev/full", 1)]
    [InlineData("text", ">&- 2>&-", 1)]
    public async Task Apply_WithAStreamThatCannotBeWritten_IsDone_AndToldOnTheOther(string format, string redirections, int exitCode)
    {
        await using var server = await StartAsync();
        var ran = await Keybinding.RunInShellAsync(
            _folder.FullName,
            s_credentials,
            $"apply --yes --output {format} --endpoint {server.Endpoint.GetLeftPart(UriPartial.Authority)}",
            redirections
        );

        Assert.Equal(exitCode, ran.ExitCode);
        Assert.DoesNotContain(Crash, ran.Out + ran.Error, StringComparison.Ordinal);
        var oracle = server.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);
        Assert.NotEmpty(oracle.PowerCycles);
        Assert.Empty(oracle.LeftDown);
        if (!redirections.Contains(" 2>", StringComparison.Ordinal))
        {
            Assert.All(oracle.PowerCycles.Keys, machine => Assert.Contains(machine, ran.Out + ran.Error, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("plan", "KB")]
    [InlineData("apply --yes", "KB")]
    [InlineData("drift -f Pulumi.yaml", "KB")]
    [InlineData("whoami -f Pulumi.yaml", "KB")]
    [InlineData("show --key skey-ada0left", "KB")]
    [InlineData("nonsense", "nonsense")]
    public async Task WorkingDirectory_ThatIsGone_IsAnErrorWithACode(string arguments, string says)
    {
        var ran = await Keybinding.RunInShellAsync(
            _folder.FullName,
            new Dictionary<string, string> { ["TENCENTCLOUD_SECRET_ID"] = "half" },
            arguments,
            "",
            "mkdir gone && cd gone && rmdir ../gone"
        );

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(says, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Crash, ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("KB9001", ran.Error, StringComparison.Ordinal);
    }

    private static Task<SimulatorServer> StartAsync() =>
        SimulatorServer.StartAsync(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            SimulatorOptions.Instant with
            {
                RateLimits = false,
            },
            TimeProvider.System,
            cancellationToken: TestContext.Current.CancellationToken
        );
}
