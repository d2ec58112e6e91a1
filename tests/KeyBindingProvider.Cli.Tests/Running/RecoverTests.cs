using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using Spectre.Console.Testing;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary><c>keybinding recover</c>: what runs that were killed have left is shown, asked about and started; what it says was read.</summary>
public class RecoverTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, ada] }
              - { id: ins-web00002, name: web-2, keys: [team, ada] }
              - { id: ins-web00003, name: web-3, keys: [team, ada] }
              - { id: ins-left0001, name: left-1, state: STOPPED, keys: [team], tags: { keybinding-restart: left-down } }
              - { id: ins-up000001, name: up-1, keys: [team], tags: { keybinding-restart: left-down } }
              - { id: ins-hand0001, name: hand-1, state: STOPPED, keys: [team] }
        """;

    private const string Program = """
        name: offboarding
        resources:
          tencent:
            type: pulumi:providers:keybinding
            defaultProvider: true
            properties: { region: ap-guangzhou }
          ada:
            type: keybinding:InstanceKeysExclusive
            properties:
              instanceIds: [ins-web00001, ins-web00002, ins-web00003]
              keyIds: [skey-team0001]
              changePolicy: { stopPolicy: graceful, maxUnavailable: 3, canary: 0 }
        """;

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void DryRun_SaysWhatIsDown_ByTheMarkerAndByTheJournal_AndWritesNothing(string output) =>
        Run(async cli =>
        {
            await KillAsync(cli);
            var calls = cli.Cloud.Journal.Calls.Count;
            var ran = await RecoverAsync(cli, "--dry-run", "--output", output);

            Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
            Golden.IsFile($"recover-dry-run.{output}", ran.Out);
            Assert.Equal(["DescribeResourcesByTags", "DescribeInstances"], cli.Cloud.Journal.Calls.Skip(calls).Select(call => call.Action));
            if (output == "json")
            {
                Assert.Empty(Schema.Errors("recover", ran.Out));
            }
        });

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("markdown")]
    public void Recover_StartsThem_ReadsThemRunning_AndLeavesNothingToRecover(string output) =>
        Run(async cli =>
        {
            await KillAsync(cli);
            var ran = await RecoverAsync(cli, "--yes", "--output", output);

            Assert.Equal(0, ran.ExitCode);
            Golden.IsFile($"recover.{output}", ran.Out);
            Assert.All(
                cli.Cloud.View.Instances,
                instance => Assert.Equal(instance.Id == "ins-hand0001" ? "STOPPED" : "RUNNING", instance.State)
            );
            Assert.DoesNotContain(cli.Cloud.View.Instances, instance => instance.Tags.Count > 0);
            Assert.Empty(Journals(cli));

            var again = await RecoverAsync(cli, "--dry-run");
            Assert.Equal(
                (0, "Recover: no run that has ended left a machine down\n\nap-guangzhou: nothing to start\n", ""),
                (again.ExitCode, again.Out, again.Error)
            );
        });

    [Fact]
    public void Recover_OfTheAccountsOfAProgram_LooksInItsRegions() =>
        Run(async cli =>
        {
            await KillAsync(cli);
            var ran = await cli.RunAsync("recover", "--yes");

            Assert.Equal(0, ran.ExitCode);
            Assert.Contains("4 of 4 started", ran.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void Recover_WithoutATerminal_AndWithoutYes_StartsNothing() =>
        Run(async cli =>
        {
            var ran = await RecoverAsync(cli);

            Assert.Equal(1, ran.ExitCode);
            Assert.Contains("KB1016", ran.Error, StringComparison.Ordinal);
            Assert.Empty(cli.WritesSent);
        });

    [Theory]
    [InlineData("n", 130, 0)]
    [InlineData("y", 0, 1)]
    public Task Recover_OnATerminal_Asks(string answer, int exitCode, int starts) =>
        SimulatedCli.RunOnThreadsAsync(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                using var terminal = new TestConsole();
                terminal.Profile.Width = 200;
                terminal.Profile.Capabilities.Interactive = true;
                terminal.Input.PushTextWithEnter(answer);
                cli.Terminal = terminal;
                var ran = await RecoverAsync(cli);

                Assert.Equal(exitCode, ran.ExitCode);
                Assert.Contains("Start what was left down?", terminal.Output, StringComparison.Ordinal);
                Assert.Contains("ins-left0001 (left-1) by marker", ran.Out, StringComparison.Ordinal);
                Assert.Equal(starts, cli.WritesSent.Count());
            },
            new SimulatorOptions()
        );

    [Fact]
    public void MachineThatCannotBeStarted_IsThree_AndStaysInTheJournal() =>
        Run(async cli =>
        {
            await KillAsync(cli);
            cli.Cloud.Faults.Add(
                FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
            );
            var ran = await RecoverAsync(cli, "--yes");

            Assert.Equal(3, ran.ExitCode);
            Assert.Contains("KB4005", ran.Out, StringComparison.Ordinal);
            Assert.Contains("INCOMPLETE", ran.Out, StringComparison.Ordinal);
            Assert.Single(Journals(cli));
        });

    /// <summary>The API tells no time: what a StopInstances has stopped is listed for a person, and started by name only.</summary>
    [Fact]
    public void WhatNobodyKnowsOf_IsListedOnRequest_AndStartedByName() =>
        Run(async cli =>
        {
            Assert.True(cli.Cloud.StopByHand("ins-web00001"));
            await Task.Delay(TimeSpan.FromMinutes(1), cli.Time);
            Assert.DoesNotContain("web-1", (await RecoverAsync(cli, "--dry-run")).Out, StringComparison.Ordinal);
            var listed = await RecoverAsync(cli, "--dry-run", "--list-stopped");
            Golden.IsFile("recover-list-stopped.txt", listed.Out);

            Assert.Equal(0, (await RecoverAsync(cli, "--yes", "--instance", "ins-web00001")).ExitCode);
            Assert.Equal("RUNNING", cli.Cloud.View["ins-web00001"].State);
        });

    /// <summary>What the machines do not tell the audit log does: when they were stopped, and by whom.</summary>
    [Fact]
    public void WhatIsStopped_IsListedBackToATime_WithWhenAndByWhom() =>
        Run(async cli =>
        {
            Assert.True(cli.Cloud.StopByHand("ins-web00001"));
            await Task.Delay(TimeSpan.FromHours(3), cli.Time);
            Assert.True(cli.Cloud.StopByHand("ins-web00002"));
            await Task.Delay(TimeSpan.FromMinutes(10), cli.Time);

            var listed = await RecoverAsync(cli, "--dry-run", "--list-stopped", "--since", "2h");
            Golden.IsFile("recover-list-stopped-since.txt", listed.Out);
            var json = await RecoverAsync(cli, "--dry-run", "--list-stopped", "--since", "2h", "--output", "json");
            Golden.IsFile("recover-list-stopped-since.json", json.Out);
            var longer = await RecoverAsync(cli, "--dry-run", "--list-stopped", "--since", "1d");
            Assert.Contains("web-1", longer.Out, StringComparison.Ordinal);
            Assert.Equal(3, cli.Cloud.Journal.Find(action: "DescribeEvents").Count);
        });

    /// <summary>Nothing is started by the list, so that it is shown whole where the log does not tell.</summary>
    [Fact]
    public void WhereTheLogMayNotBeRead_AllThatIsStoppedIsListed_AndThatIsSaid() =>
        Run(async cli =>
        {
            cli.Cloud.Faults.Add(
                new FaultRule { Action = "DescribeEvents", Effect = new FaultEffect.RefuseWith("AuthFailure.UnauthorizedOperation", "") }
            );
            Assert.True(cli.Cloud.StopByHand("ins-web00001"));
            await Task.Delay(TimeSpan.FromHours(3), cli.Time);

            var listed = await RecoverAsync(cli, "--dry-run", "--list-stopped", "--since", "2h");

            Assert.Contains("web-1", listed.Out, StringComparison.Ordinal);
            Assert.Contains("KB2013", listed.Out, StringComparison.Ordinal);
            Assert.Contains("Allow cloudaudit:DescribeEvents, or leave --since away.", listed.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void Since_WithoutTheList_IsAnErrorOfTheInput() =>
        Run(async cli =>
        {
            var ran = await RecoverAsync(cli, "--dry-run", "--since", "2h");

            Assert.Equal(1, ran.ExitCode);
            Assert.Contains("--since is for the audit log: write --list-stopped with it.", ran.Error, StringComparison.Ordinal);
        });

    [Fact]
    public void WhatTheJournalKnowsOfAnotherRegion_IsSaid() =>
        Run(async cli =>
        {
            await KillAsync(cli);
            var ran = await cli.RunBareAsync("recover", "--dry-run", "--region", "ap-shanghai");

            Assert.Equal(0, ran.ExitCode);
            Assert.Contains("ins-web00003 of ap-guangzhou down; that region is not looked at.", ran.Error, StringComparison.Ordinal);
            Assert.Contains("Run keybinding recover --region ap-guangzhou.", ran.Error, StringComparison.Ordinal);
        });

    [Fact]
    public void InstanceThatIsNone_IsAnErrorOfTheInput() =>
        Run(async cli =>
        {
            var ran = await RecoverAsync(cli, "--yes", "--instance", "web-1");

            Assert.Equal(1, ran.ExitCode);
            Assert.Contains("KB1001 --instance: 'web-1' is not ins- and 8 of 0-9 a-z.", ran.Error, StringComparison.Ordinal);
            Assert.Empty(cli.Cloud.Journal.Calls);
        });

    /// <summary>The next apply of a program says that somebody has to recover; it does not know whether that machine is its own.</summary>
    [Fact]
    public void NextApply_SaysThatARunWasKilled() =>
        Run(async cli =>
        {
            await KillAsync(cli);
            var ran = await cli.RunAsync("apply", "--yes");

            Assert.StartsWith(
                "warning KB2011: By its journal a run on this computer ended while it had ins-web00001, ins-web00002, ins-web00003 down.\n",
                ran.Error,
                StringComparison.Ordinal
            );
        });

    /// <summary>A run that ended well has left a journal in which nothing is open; the next one clears it away.</summary>
    [Fact]
    public void ApplyThatEndsWell_LeavesAJournal_ThatTheNextRunRemoves() =>
        Run(async cli =>
        {
            Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
            var journal = Assert.Single(Journals(cli));
            var ran = await cli.RunAsync("apply", "--yes");

            Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
            Assert.False(File.Exists(journal));
        });

    private static string[] Journals(SimulatedCli cli) => Directory.GetFiles(cli.JournalFolder, "*.jsonl");

    private static Task<Ran> RecoverAsync(SimulatedCli cli, params string[] more) =>
        cli.RunBareAsync(["recover", "--region", SimulatedCli.Region, .. more]);

    /// <summary>An apply whose process ends when its machines are down: its wire is cut, and what it has noted stands where nobody holds it.</summary>
    private static async Task KillAsync(SimulatedCli cli)
    {
        var died = new TaskCompletionSource();
        cli.Wire = inner => new CutWire(inner, "DisassociateInstancesKeyPairs", died);
        await Task.WhenAny(cli.RunAsync("apply", "--yes"), died.Task);
        var noted = Assert.Single(Journals(cli));
        cli.JournalFolder = cli.PathOf("journal-of-the-dead");
        Directory.CreateDirectory(cli.JournalFolder);
        File.Copy(noted, Path.Combine(cli.JournalFolder, "run.jsonl"));
        cli.Wire = null;
        await Task.Delay(TimeSpan.FromMinutes(10), cli.Time);
        Assert.Equal(
            3,
            cli.Cloud.View.Instances.Count(instance =>
                instance.Name.StartsWith("web-", StringComparison.Ordinal) && instance.State == "STOPPED"
            )
        );
    }

    private static void Run(Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(Program);
                await body(cli);
            }
        );

    /// <summary>From the first call of an action on nothing goes out and nothing comes back.</summary>
    private sealed class CutWire(HttpMessageHandler inner, string action, TaskCompletionSource died) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (died.Task.IsCompleted || request.Headers.GetValues("X-TC-Action").Contains(action))
            {
                died.TrySetResult();
                await new TaskCompletionSource().Task;
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
