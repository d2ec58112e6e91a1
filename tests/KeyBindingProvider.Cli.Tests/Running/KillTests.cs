using System.Diagnostics;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>The command line, as a process over a socket, ended at each call of a rollout: what is down then, and after one further run.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Machines = 4;
    private const string Old = "skey-old00001";
    private const string New = "skey-new00001";

    private static readonly Dictionary<string, string> s_credentials = new()
    {
        ["TENCENTCLOUD_SECRET_ID"] = SimulatorOptions.DefaultSecretId,
        ["TENCENTCLOUD_SECRET_KEY"] = SimulatorOptions.DefaultSecretKey,
        ["KEYBINDING_POLL_MILLISECONDS"] = "20",
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-kills-");

    /// <summary>The first three in every run of the tests, all where the matrix is whole.</summary>
    public static TheoryData<string, string, bool> Rows()
    {
        var rows = new TheoryData<string, string, bool>
        {
            { "auto", "KILL", false },
            { "auto", "HUP", true },
            { "off", "KILL", false },
        };
        if (KillMatrix.IsWhole)
        {
            rows.Add("auto", "TERM", false);
            rows.Add("auto", "HUP", false);
            rows.Add("off", "TERM", false);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task EndedAtAnyCall_NothingStaysDown_WithTheMarker(string marker, string signal, bool onTerminal)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "Pulumi.yaml"), ProgramOf(marker), Test);

        var tally = await KillMatrix.RunAsync(
            marker == "off" ? 2 : 5,
            (call, afterItsEffect) => GatedAccount.StartAsync(Fleet(), call, afterItsEffect),
            account => Task.FromResult(onTerminal ? StartOnTerminal(account) : Start(account, signal)),
            async account =>
            {
                var ran = await Keybinding.RunAsync(_folder.FullName, s_credentials, Apply(account));
                return $"{ran.ExitCode}\n{ran.Out}{ran.Error}";
            },
            (account, story) =>
            {
                var isDone = account.Cloud.View.Instances.All(instance => instance.KeyIds.SequenceEqual([New]));
                Assert.True(isDone, story);
                var left = account.Cloud.View.Instances.Count(instance => instance.State != "RUNNING");
                Assert.True(left == 0 || marker == "off", story);
                Assert.All(account.Cloud.View.Instances, instance => Assert.False(instance.Tags.ContainsKey("keybinding-restart"), story));
            }
        );

        output.WriteLine($"command line, {(onTerminal ? "closed terminal" : "SIG" + signal)}, restartMarker {marker}: {tally}");
        Assert.True(tally.Calls > 0);
        Assert.True(signal != "KILL" || tally.DownBefore > 0);
        Assert.True(signal != "KILL" || marker != "off" || tally.DownAfter > 0);
        Assert.True(signal == "KILL" || tally.DownBefore == 0, $"{tally}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    private static string[] Apply(GatedAccount account) => ["apply", "--yes", "--endpoint", account.Endpoint];

    private static string ProgramOf(string marker) =>
        $$"""
            name: swap
            resources:
              swap:
                type: keybinding:InstanceKeysExclusive
                properties:
                  region: ap-guangzhou
                  instanceIds: [{{string.Join(", ", Enumerable.Range(1, Machines).Select(Id))}}]
                  keyIds: [{{New}}]
                  changePolicy: { stopPolicy: graceful, maxUnavailable: 2, restartMarker: {{marker}} }
            """;

    private static string Id(int number) => $"ins-{number:00000000}";

    private static World Fleet()
    {
        var world = new World();
        world.AddKey(new WorldKeyPair { Id = Old, Name = "old" });
        world.AddKey(new WorldKeyPair { Id = New, Name = "new" });
        for (var number = 1; number <= Machines; number++)
        {
            world.AddInstance(
                new WorldInstance
                {
                    Id = Id(number),
                    Name = $"web-{number}",
                    State = "RUNNING",
                    KeyIds = [Old],
                }
            );
        }

        return world;
    }

    private DyingRun Start(GatedAccount account, string signal)
    {
        var process = Keybinding.Start(_folder.FullName, s_credentials, Apply(account));
        return new DyingRun(() => SignalAsync(signal, process.Id), EndOf(process), process.Dispose);
    }

    private DyingRun StartOnTerminal(GatedAccount account)
    {
        var process = Keybinding.StartOnTerminal(_folder.FullName, s_credentials, string.Join(' ', Apply(account)));
        var program = process.StandardOutput.ReadLineAsync(Test).AsTask();
        return new DyingRun(
            () =>
            {
                process.Kill();
                return Task.CompletedTask;
            },
            EndOfProgramAsync(process, program),
            process.Dispose
        );
    }

    /// <summary>The program goes on when its terminal is gone.</summary>
    private static async Task EndOfProgramAsync(Process terminal, Task<string?> firstLine)
    {
        using var program = Process.GetProcessById(int.Parse((await firstLine)!, System.Globalization.CultureInfo.InvariantCulture));
        await Task.WhenAll(program.WaitForExitAsync(Test), EndOf(terminal));
    }

    private static async Task EndOf(Process process)
    {
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Test), process.StandardError.ReadToEndAsync(Test));
        await process.WaitForExitAsync(Test);
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync(Test);
    }
}
