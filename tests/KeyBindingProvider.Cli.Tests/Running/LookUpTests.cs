using System.Text.Json;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>Look-ups that ask for what nobody has say so, and a check that has looked at nothing does not pass.</summary>
public class LookUpTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-glass001, name: emergency }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team], tags: { env: prod, role: web } }
              - { id: ins-web00002, name: web-2, keys: [team], tags: { env: stage, role: web } }
              - { id: ins-bare0001, name: bare, tags: { "tencentcloud:autoscaling:auto-scaling-group-id": asg-group001 } }
          ap-shanghai:
            keys:
              - { id: skey-shang001, name: shanghai }
            instances:
              - { id: ins-shg00001, name: shg-1, keys: [shanghai], tags: { env: qa } }
        """;

    private const string Nothing =
        "error KB1033 --fail-on: no machine of ap-guangzhou is one that was asked for, so that none was looked at.\n";

    [Theory]
    [InlineData("show", "")]
    [InlineData("show", "json")]
    [InlineData("show", "markdown")]
    [InlineData("audit", "")]
    [InlineData("audit", "json")]
    [InlineData("audit", "csv")]
    [InlineData("discover", "")]
    public void ValueThatNobodyHas_IsAWarningOfItsOwn_WithWhatWasProbablyMeant(string command, string output) =>
        Run(async cli =>
        {
            string[] format = output.Length == 0 ? [] : ["--output", output];
            var ran = await LookAsync(
                cli,
                command,
                [
                    .. format,
                    .. (string[])["--tag", "env=prodd", "--tag", "env=prod", "--tag", "Role=web", "--name", "Web-1", "--name", "zzz"],
                    .. (string[])["--auto-scaling-group", "asg-group002", "--auto-scaling-group", "asg-group001"],
                ]
            );
            Assert.Equal(0, ran.ExitCode);
            Assert.Equal(
                [
                    "warning KB3029: No instance of ap-guangzhou has tag Role 'web', nor any tag with this key. Did you mean 'role'?",
                    "warning KB3029: No instance of ap-guangzhou has tag env 'prodd'. Did you mean 'prod'?",
                    "warning KB3029: No instance of ap-guangzhou is a member of asg-group002. Did you mean 'asg-group001'?",
                    "warning KB3029: No instance of ap-guangzhou is named 'Web-1'. Did you mean 'web-1'?",
                    "warning KB3029: No instance of ap-guangzhou is named 'zzz'.",
                ],
                Warnings(ran)
            );
        });

    [Theory]
    [InlineData("show", "Not found in this region:\n    tag env 'prodd' (no instance has it)\n")]
    [InlineData("audit", "Not found in this region:\n      tag env 'prodd' (no instance has it)\n")]
    public void Text_NamesTheTag(string command, string section) =>
        Run(async cli => Assert.Contains(section, (await LookAsync(cli, command, "--tag", "env=prodd")).Out, StringComparison.Ordinal));

    [Theory]
    [InlineData("show", "access")]
    [InlineData("audit", "audit")]
    public void Json_HasTheTags(string command, string schema) =>
        Run(async cli =>
        {
            var ran = await LookAsync(cli, command, "--output", "json", "--tag", "env=prodd", "--tag", "env=prod");
            Assert.Empty(Schema.Errors(schema, ran.Out));
            using var json = JsonDocument.Parse(ran.Out);
            var place = command == "audit" ? json.RootElement.GetProperty("regions")[0] : json.RootElement;
            var tag = Assert.Single(place.GetProperty("missingTags").EnumerateArray());
            Assert.Equal(("env", "prodd"), (tag.GetProperty("key").GetString(), tag.GetProperty("value").GetString()));
        });

    /// <summary>Each condition has somebody, and nobody has all of them: that is no less nothing.</summary>
    [Theory]
    [InlineData("show", "--name web-2 --tag env=prod", "No instance of ap-guangzhou has tag env 'prod' and name 'web-2', all at once.")]
    [InlineData("audit", "--name web-2 --tag env=prod", "No instance of ap-guangzhou has tag env 'prod' and name 'web-2', all at once.")]
    [InlineData("discover", "--name web-2 --tag env=prod", "No instance of ap-guangzhou has tag env 'prod' and name 'web-2', all at once.")]
    [InlineData("show", "--instance ins-web00002 --tag env=prod", "Not one of these has tag env 'prod': ins-web00002.")]
    [InlineData("audit", "--instance ins-web00002 --tag env=prod", "Not one of these has tag env 'prod': ins-web00002.")]
    public void NobodyHasAllOfThem_IsSaid(string command, string options, string warning) =>
        Run(async cli =>
        {
            var ran = await LookAsync(cli, command, options.Split(' '));
            Assert.Equal(0, ran.ExitCode);
            Assert.Equal([$"warning KB3029: {warning}"], Warnings(ran));
        });

    [Theory]
    [InlineData("show")]
    [InlineData("audit")]
    [InlineData("discover")]
    public void WhatIsThere_IsNoWarning(string command) =>
        Run(async cli =>
        {
            var ran = await LookAsync(cli, command, "--tag", "env=prod", "--tag", "env=stage", "--name", "web-1");
            Assert.Equal(0, ran.ExitCode);
            Assert.Empty(Warnings(ran));
        });

    /// <summary>One machine is keyless, so that every pass here is one that has not looked.</summary>
    [Theory]
    [InlineData("--tag env=prodd", "No instance of ap-guangzhou has tag env 'prodd'. Did you mean 'prod'?")]
    [InlineData("--auto-scaling-group asg-none0001", "No instance of ap-guangzhou is a member of asg-none0001.")]
    [InlineData("--name nobody", "No instance of ap-guangzhou is named 'nobody'.")]
    [InlineData("--name bare --tag env=prod", "No instance of ap-guangzhou has tag env 'prod' and name 'bare', all at once.")]
    [InlineData("--instance ins-none0001", "ins-none0001 does not exist in ap-guangzhou.")]
    public void FailOn_WithNoMachineToLookAt_IsNoPass(string options, string warning) =>
        Run(async cli =>
        {
            foreach (var output in (string[])["text", "json", "markdown", "csv"])
            {
                var page = cli.PathOf("audit.html");
                var ran = await LookAsync(
                    cli,
                    "audit",
                    ["--fail-on", "keyless", "--output", output, "--html", page, .. options.Split(' ')]
                );
                Assert.Equal(1, ran.ExitCode);
                Assert.StartsWith(Nothing, ran.Error, StringComparison.Ordinal);
                Assert.Contains(warning, ran.Error, StringComparison.Ordinal);
                Assert.False(File.Exists(page));
                if (output == "json")
                {
                    Assert.Contains("KB1033", ran.Out, StringComparison.Ordinal);
                }
                else
                {
                    Assert.Equal("", ran.Out);
                }
            }
        });

    [Fact]
    public void FailOn_WithADeadValueBesideALiveOne_LooksAtTheLiveOne_AndWarns() =>
        Run(async cli =>
        {
            var found = await LookAsync(cli, "audit", "--fail-on", "keyless", "--name", "bare", "--name", "zzz");
            Assert.Equal(2, found.ExitCode);
            Assert.Equal(["warning KB3029: No instance of ap-guangzhou is named 'zzz'."], Warnings(found));
            Assert.Equal(0, (await LookAsync(cli, "audit", "--fail-on", "keyless", "--name", "web-1", "--name", "zzz")).ExitCode);
        });

    /// <summary>With keys the audit has no machine without any: the check could only pass.</summary>
    [Fact]
    public void FailOnKeyless_WithKey_IsRefused_BeforeAnyCall() =>
        Run(async cli =>
        {
            var ran = await LookAsync(cli, "audit", "--fail-on", "keyless", "--key", "skey-team0001");
            Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
            Assert.Equal(
                "error KB1033 --fail-on: 'keyless' is a machine that no key at all opens, and --key narrows the audit to some keys.\n"
                    + "  -> Leave --key out, in a run of its own if need be; what narrows the machines may stay.\n",
                ran.Error
            );
            Assert.Empty(cli.Cloud.Journal.Find());
        });

    [Theory]
    [InlineData("", "--fail-on pinned-missing", "'pinned-missing' is asked for, and no provider of the program has pinnedKeys.")]
    [InlineData("pinnedKeys: [skey-glass001]", "--fail-on pinned-missing --key skey-team0001", "--key names no key that is pinned.")]
    [InlineData(
        "pinnedKeys: [skey-glass001]",
        "--fail-on expired --key skey-none0001",
        "no key of ap-guangzhou is one that was asked for, so that none was looked at."
    )]
    [InlineData("pinnedKeys: [skey-glass001]", "--fail-on expired --name nobody", "no machine of ap-guangzhou is one that was asked for")]
    [InlineData("pinnedKeys: [skey-glass001]", "--fail-on pinned-missing --name nobody", "no machine of ap-guangzhou is one that was")]
    public void FailOn_WhatAProgramSays_WithNothingToLookAt_IsNoPass(string provider, string options, string message) =>
        Run(async cli =>
        {
            cli.Program(ProgramOf(provider, "ap-guangzhou"));
            var ran = await cli.RunAsync(["audit", .. options.Split(' ')]);
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains($"error KB1033 --fail-on: ", ran.Error, StringComparison.Ordinal);
            Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("--fail-on pinned-missing", 2)]
    [InlineData("--fail-on pinned-missing --key skey-glass001 --name web-1", 2)]
    [InlineData("--fail-on expired", 0)]
    [InlineData("--fail-on expired --key skey-team0001", 0)]
    public void FailOn_WhatAProgramSays_AnswersWhereThereIsSomething(string options, int exitCode) =>
        Run(async cli =>
        {
            cli.Program(ProgramOf("pinnedKeys: [skey-glass001]", "ap-guangzhou"));
            var ran = await cli.RunAsync(["audit", .. options.Split(' ')]);
            Assert.Equal((exitCode, ""), (ran.ExitCode, ran.Error));
        });

    /// <summary>What one region of a program has was found.</summary>
    [Fact]
    public void SeveralRegions_WarnOfWhatNoneOfThemHas() =>
        Run(async cli =>
        {
            cli.Program(ProgramOf("", "ap-guangzhou", "ap-shanghai"));
            string[] options = ["--name", "shg-1", "--name", "zzz", "--tag", "env=prod", "--tag", "env=qa", "--tag", "env=pord"];
            var ran = await cli.RunAsync(["audit", "--fail-on", "keyless", .. options]);
            Assert.Equal(0, ran.ExitCode);
            Assert.Equal(
                [
                    "warning KB3029: No instance of ap-guangzhou, ap-shanghai has tag env 'pord'. Did you mean 'prod'?",
                    "warning KB3029: No instance of ap-guangzhou, ap-shanghai is named 'zzz'.",
                ],
                Warnings(ran)
            );
        });

    /// <summary>The number of the head is of the machines that were looked at, whatever the key opens.</summary>
    [Fact]
    public void Show_SaysWhatItHasLookedAt() =>
        Run(async cli =>
        {
            var ran = await LookAsync(cli, "show", "--key", "skey-team0001");
            Assert.StartsWith(
                "ap-guangzhou: 3 instances looked at, 1 key\n\nskey-team0001 (team) opens 2 instances\n",
                ran.Out,
                StringComparison.Ordinal
            );
        });

    [Fact]
    public void BadFormat_IsOneLine_WithWhatThereIs() =>
        Run(async cli =>
        {
            var ran = await LookAsync(cli, "discover", "--format", "terafform");
            Assert.Equal(1, ran.ExitCode);
            Assert.Equal(
                "keybinding: --format is pulumi-yaml, terraform or import-file, not 'terafform'. Did you mean 'terraform'?\nSee keybinding discover --help.\n",
                ran.Error
            );
        });

    private static string[] Warnings(Ran ran) =>
        [.. ran.Error.Split('\n').Where(line => line.StartsWith("warning", StringComparison.Ordinal))];

    private static Task<Ran> LookAsync(SimulatedCli cli, string command, params string[] options) =>
        cli.RunBareAsync([command, "--region", SimulatedCli.Region, .. options]);

    private static string ProgramOf(string provider, params string[] regions) =>
        "name: fleet\nresources:\n  account:\n    type: pulumi:providers:keybinding\n    defaultProvider: true\n    properties: { "
        + provider
        + " }\n"
        + string.Concat(
            regions.Select(region =>
                $"  of-{region}:\n    type: keybinding:KeyRevocation\n    properties: {{ region: {region}, keyIds: [skey-gone0001] }}\n"
            )
        );

    private static void Run(Func<SimulatedCli, Task> body) => SimulatedCli.Run(SimulatedCli.WorldOf(World), body);
}
