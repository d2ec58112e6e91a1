using System.Globalization;
using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary><c>keybinding audit</c> at the command line (ADR 0055).</summary>
public class AuditTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-glass001, name: emergency }
              - { id: skey-guest001, name: guest }
              - { id: skey-spare001, name: spare }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, emergency, guest], tags: { role: web } }
              - { id: ins-web00002, name: "=web-2", keys: [team], tags: { role: web } }
              - { id: ins-bare0001, name: bare }
              - { id: ins-cold0001, name: cold, state: STOPPED, stopCharging: true, keys: [emergency] }
              - { id: ins-resc0001, name: rescue, state: RESCUE_MODE, keys: [emergency] }
              - { id: ins-win00001, name: win, os: Windows Server 2022 }
        """;

    private const string Grouped = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
            instances:
              - { id: ins-work0001, name: worker, keys: [team], tags: { env: a, "tencentcloud:autoscaling:auto-scaling-group-id": asg-worker01 } }
              - { id: ins-work0002, name: worker, keys: [team], tags: { env: b, "tencentcloud:autoscaling:auto-scaling-group-id": asg-worker02 } }
              - { id: ins-work0003, name: other, keys: [team], tags: { env: c, "tencentcloud:autoscaling:auto-scaling-group-id": asg-worker01 } }
        """;

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("csv")]
    public void Formats_AreAsTheyWereRead(string format) =>
        Run(
            5,
            async cli =>
            {
                var ran = await cli.RunAsync("audit", "--output", format);
                Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
                // Git may write line ends anew; those of CSV are held by AuditOutputTests.
                Golden.IsFile($"audit.{format}", ran.Out.ReplaceLineEndings("\n"));
                if (format == "json")
                {
                    Assert.Empty(Schema.Errors("audit", ran.Out));
                }

                Assert.Empty(cli.WritesSent);
            }
        );

    [Fact]
    public void WithoutAProgram_ItIsOfOneRegion() =>
        Run(
            5,
            async cli =>
            {
                var ran = await cli.RunBareAsync("audit", "--region", SimulatedCli.Region, "--tag", "role=web", "--key", "skey-team0001");
                Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
                Assert.Contains("ap-guangzhou: 2 instances, 1 key, 2 pairs", ran.Out, StringComparison.Ordinal);
                Assert.DoesNotContain("ins-cold0001", ran.Out, StringComparison.Ordinal);
                Assert.EndsWith("Findings: none\n", ran.Out, StringComparison.Ordinal);
            }
        );

    /// <summary>Values of one option are alternatives, options narrow each other, as in a selector; more of them than a filter of the service takes.</summary>
    [Fact]
    public void NamesGroupsAndTags_MeanWhatTheyMeanInASelector() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Grouped),
            async cli =>
            {
                async Task<JsonElement> ShownAsync(params string[] options)
                {
                    var ran = await cli.RunBareAsync(["show", "--region", SimulatedCli.Region, "--output", "json", .. options]);
                    Assert.Equal(0, ran.ExitCode);
                    Assert.Empty(Schema.Errors("access", ran.Out));
                    return JsonDocument.Parse(ran.Out).RootElement;
                }

                static string[] Opened(JsonElement access) =>
                    [
                        .. access
                            .GetProperty("keys")
                            .EnumerateArray()
                            .SelectMany(key => key.GetProperty("instances").EnumerateArray())
                            .Select(instance => instance.GetProperty("instanceId").GetString()!),
                    ];

                static string[] Texts(JsonElement access, string name) =>
                    [.. access.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

                string[] twelve = [.. Enumerable.Range(0, 12).SelectMany(n => new[] { "--name", $"name-{n}" })];
                var named = await ShownAsync([.. twelve, "--name", "worker"]);
                Assert.Equal(["ins-work0001", "ins-work0002"], Opened(named));
                Assert.Equal(12, Texts(named, "missingNames").Length);

                var member = await ShownAsync("--auto-scaling-group", "asg-worker01", "--auto-scaling-group", "asg-nothere0");
                Assert.Equal(["ins-work0001", "ins-work0003"], Opened(member));
                Assert.Equal(["asg-nothere0"], Texts(member, "missingAutoScalingGroups"));

                Assert.Equal(["ins-work0001"], Opened(await ShownAsync("--auto-scaling-group", "asg-worker01", "--name", "worker")));
                Assert.Equal(["ins-work0001", "ins-work0002"], Opened(await ShownAsync("--tag", "env=a", "--tag", "env=b")));
                Assert.Empty(Opened(await ShownAsync("--tag", "env=b", "--name", "other")));

                var audit = await cli.RunBareAsync(
                    "audit",
                    "--region",
                    SimulatedCli.Region,
                    "--name",
                    "worker",
                    "--name",
                    "<b>",
                    "--auto-scaling-group",
                    "asg-worker02"
                );
                Assert.Contains("ap-guangzhou: 1 instance, 1 key, 1 pair\n", audit.Out, StringComparison.Ordinal);
                Assert.Contains(
                    "Not found in this region:\n      '<b>' (no instance has this name)\n",
                    audit.Out,
                    StringComparison.Ordinal
                );
                Assert.Empty(cli.WritesSent);
            }
        );

    [Theory]
    [InlineData("show")]
    [InlineData("discover")]
    [InlineData("audit")]
    public void AnEmptyName_IsSaid_WithWhateverElseIsWrong(string command) =>
        Run(
            5,
            async cli =>
            {
                var ran = await cli.RunBareAsync(command, "--region", SimulatedCli.Region, "--name", "", "--tag", "x");
                Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                Assert.Contains("KB1005 --name: '' is not the name of an instance.", ran.Error, StringComparison.Ordinal);
                Assert.Contains("KB1001 --tag: 'x' is not key=value.", ran.Error, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void AMachineWhoseTagsCannotBeRead_IsNotLeftOutInSilence() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Grouped.Replace("{ env: b,", "{ \"\": x, env: b,", StringComparison.Ordinal)),
            async cli =>
            {
                foreach (var command in (string[])["show", "discover", "audit"])
                {
                    var ran = await cli.RunBareAsync(command, "--region", SimulatedCli.Region, "--auto-scaling-group", "asg-worker01");
                    Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                    Assert.Contains("KB3020", ran.Error, StringComparison.Ordinal);
                    Assert.Contains(
                        "ins-work0002 cannot be read, so that nobody can say whether it is asked for",
                        ran.Error,
                        StringComparison.Ordinal
                    );
                    Assert.Equal(0, (await cli.RunBareAsync(command, "--region", SimulatedCli.Region, "--name", "other")).ExitCode);
                }
            }
        );

    [Theory]
    [InlineData(5, "keyless", 2)]
    [InlineData(5, "pinned-missing", 2)]
    [InlineData(5, "expired", 0)]
    [InlineData(-5, "expired", 2)]
    [InlineData(5, "expired,keyless", 2)]
    public void FailOn_EndsWithTwo_WhereItIsFound(int hours, string findings, int exitCode) =>
        Run(hours, async cli => Assert.Equal(exitCode, (await cli.RunAsync("audit", "--fail-on", findings)).ExitCode));

    [Theory]
    [InlineData("audit --region ap-guangzhou --fail-on expired", "KB1031 --fail-on: 'expired' is found only where a program is given.")]
    [InlineData("audit --region ap-guangzhou --fail-on keyles", "--fail-on is keyless, pinned-missing, expired, not 'keyles'.")]
    [InlineData("audit --region ap-guangzhou --output sarif", "--output is text, json, markdown or csv, not 'sarif'.")]
    [InlineData("audit --region ap-guangzhou --instance web-1", "KB1001 --instance: 'web-1' is not ins- and 8 of 0-9 a-z.")]
    [InlineData(
        "audit --region ap-guangzhou --auto-scaling-group asg-1 --tag x",
        "KB1001 --auto-scaling-group: 'asg-1' is not the id of a scaling group (asg- and 8 of 0-9 a-z)."
    )]
    [InlineData("audit --region ap-guangzhou --html nowhere/audit.html", "KB1030 --html: nowhere/audit.html would lie in a folder")]
    public void BadInput_IsSaid_AndNothingIsRead(string typed, string message) =>
        Run(
            5,
            async cli =>
            {
                var ran = await cli.RunBareAsync(typed.Split(' '));
                Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                Assert.Contains(message, ran.Error, StringComparison.Ordinal);
                Assert.Empty(cli.Cloud.Journal.Calls);
            }
        );

    [Fact]
    public void Html_IsWrittenForItsOwner_AndOverNothingElse() =>
        Run(
            5,
            async cli =>
            {
                var path = cli.PathOf("audit.html");
                for (var i = 0; i < 2; i++)
                {
                    var ran = await cli.RunAsync("audit", "--html", path);
                    Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
                    Assert.EndsWith("Written to audit.html.\n", ran.Out, StringComparison.Ordinal);
                }

                Assert.Contains("\"id\":\"ins-cold0001\"", Read(path), StringComparison.Ordinal);
                if (!OperatingSystem.IsWindows())
                {
                    Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
                }

                Overwrite(path, "mine");
                var refused = await cli.RunAsync("audit", "--html", path);
                Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
                Assert.Contains("KB1030 --html: audit.html exists and is no audit", refused.Error, StringComparison.Ordinal);
                Assert.Equal("mine", Read(path));
                Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.tmp"));
            }
        );

    /// <summary>More key pairs than one page lists.</summary>
    [Fact]
    public void KeyPairs_AreReadToTheLastPage()
    {
        var keys = string.Concat(Enumerable.Range(0, 250).Select(i => $"      - {{ id: skey-k{i:D7}, name: k{i} }}\n"));
        SimulatedCli.Run(
            SimulatedCli.WorldOf($"regions:\n  ap-guangzhou:\n    keys:\n{keys}"),
            async cli =>
            {
                var ran = await cli.RunBareAsync("audit", "--region", SimulatedCli.Region, "--output", "csv");
                Assert.Equal(250, ran.Out.Split("opens-nothing").Length - 1);
                Assert.Equal(3, cli.Cloud.Journal.Find(action: "DescribeKeyPairs").Count);
            }
        );
    }

    /// <summary>A key that was not listed may be the one that opens nothing: half a list is none.</summary>
    [Theory]
    [InlineData(ListFault.TotalAbsent)]
    [InlineData(ListFault.EntryMissing)]
    [InlineData(ListFault.NeverEnds)]
    public void KeyPairs_ThatAreNotReadWhole_AreAnError(ListFault fault) =>
        Run(
            5,
            async cli =>
            {
                cli.Cloud.Faults.Add(FaultRule.From("DescribeKeyPairs", 1, new FaultEffect.MisreportList(fault)));
                var ran = await cli.RunAsync("audit");
                Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                Assert.StartsWith("error KB2008: DescribeKeyPairs: ", ran.Error, StringComparison.Ordinal);
                cli.Cloud.Faults.Clear();
                Assert.Equal(0, (await cli.RunAsync("audit")).ExitCode);
            }
        );

    /// <summary>The program and the machines of the page.</summary>
    [Fact]
    public void Page_ShowsWhatIsPrinted() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            async cli =>
            {
                cli.Program(Repository.Read("Pulumi.yaml"));
                var ran = await cli.RunAsync("audit", "--fail-on", "keyless");
                Assert.Equal(0, ran.ExitCode);
                Golden.IsPartOf(
                    "docs/commands.md",
                    "audit",
                    $"\n```console\n$ keybinding audit -f Pulumi.yaml --fail-on keyless\n{ran.Out}```\n\n"
                );
            }
        );

    /// <summary>On a clock that jumps nothing may wait for a disk.</summary>
    private static string Read(string path) => File.ReadAllText(path);

    private static void Overwrite(string path, string text) => File.WriteAllText(path, text);

    private static void Run(int hours, Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                var end = cli.Cloud.Clock.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
                cli.Program(
                    $$"""
                    name: fleet
                    resources:
                      tencent:
                        type: pulumi:providers:keybinding
                        defaultProvider: true
                        properties: { region: ap-guangzhou, pinnedKeys: [skey-glass001] }
                      guest:
                        type: keybinding:KeyPairAssociation
                        properties: { keyIds: [skey-guest001], instanceIds: [ins-web00001], notAfter: '{{end}}' }
                    """
                );
                await body(cli);
            }
        );
}
