using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary><c>keybinding audit --sources</c>: what later machines get, in every format, and what nobody may look at.</summary>
public class AuditSourcesTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-ada0left, name: ada }
              - { id: skey-team2026, name: team }
              - { id: skey-idle0001, name: idle }
            instances:
              - { id: ins-web00001, name: web-1, keys: [ada], tags: { role: web } }
              - { id: ins-db000001, name: db-1, keys: [team] }
            launchTemplates:
              - { id: lt-web00001, name: "web|<b>", default: 2, versions: [{ keys: [ada] }, { keys: [team] }] }
            launchConfigurations:
              - { id: asc-web00001, name: web, keys: [ada], groups: { asg-web00001: web } }
            nodePools:
              - { id: np-native01, cluster: cls-prod0001, keys: [idle] }
        """;

    private static readonly string[] s_looks =
    [
        "DescribeLaunchTemplates",
        "DescribeLaunchTemplateVersions",
        "DescribeLaunchConfigurations",
        "DescribeClusters",
        "DescribeNodePools",
    ];

    [Fact]
    public void EachKey_HasWhatGivesIt_InEveryFormat() =>
        Run(async cli =>
        {
            var text = await AuditAsync(cli, "--sources");
            Contains(
                """
                  Starts machines later (looked at 1 launch template, 1 launch configuration, 1 node pool):
                    skey-ada0left (ada)
                      ! launch configuration asc-web00001 (web) (used by asg-web00001): its next machine gets it
                      = launch template lt-web00001 (web|<b>): version 1, harmless unless a machine is started from one by its number
                    skey-idle0001 (idle)
                      ! node pool np-native01 (used by cls-prod0001): its next machine gets it
                    skey-team2026 (team)
                      ! launch template lt-web00001 (web|<b>), version 2: its next machine gets it
                """,
                text
            );
            var json = await AuditAsync(cli, "--sources", "-o", "json");
            Assert.Empty(Schema.Errors("audit", json));
            var region = JsonDocument.Parse(json).RootElement.GetProperty("regions")[0];
            Assert.Equal(3, region.GetProperty("keySources").GetArrayLength());
            Assert.Equal(0, region.GetProperty("notLookedAt").GetArrayLength());
            var ada = region.GetProperty("keysOfLaterMachines")[0];
            Assert.Equal("asc-web00001", ada.GetProperty("nextOfSourceIds")[0].GetString());
            Assert.Equal("lt-web00001", ada.GetProperty("olderVersionOfSourceIds")[0].GetString());

            var csv = await AuditAsync(cli, "--sources", "-o", "csv");
            Assert.Equal(
                [
                    "ap-guangzhou,,,,,skey-ada0left,ada,,,,,later-machine,asc-web00001",
                    "ap-guangzhou,,,,,skey-ada0left,ada,,,,,older-version,lt-web00001",
                    "ap-guangzhou,,,,,skey-idle0001,idle,,,,,later-machine,np-native01",
                    "ap-guangzhou,,,,,skey-team2026,team,,,,,later-machine,lt-web00001",
                ],
                csv.Split("\r\n")
                    .Where(row =>
                        row.Contains(",later-machine,", StringComparison.Ordinal)
                        || row.Contains(",older-version,", StringComparison.Ordinal)
                    )
            );

            var markdown = await AuditAsync(cli, "--sources", "-o", "markdown");
            Assert.Null(Output.HostileTextTests.FaultInMarkdown(markdown));
            Contains(
                """
                - `skey-team2026` `team`
                  - ! launch template lt-web00001 (web\|&lt;b&gt;), version 2: its next machine gets it
                """,
                markdown
            );

            var page = cli.PathOf("audit.html");
            await AuditAsync(cli, "--sources", "--html", page);
            Contains("\"lines\":[\"! node pool np-native01 (used by cls-prod0001): its next machine gets it\"]", Read(page));
        });

    /// <summary>Nothing is looked at unless somebody asks, and then a few calls are enough.</summary>
    [Fact]
    public void Calls_AreFew_AndNoneUnlessAsked() =>
        Run(async cli =>
        {
            Assert.DoesNotContain("Starts machines later", await AuditAsync(cli), StringComparison.Ordinal);
            Assert.Equal([0, 0, 0, 0, 0], s_looks.Select(action => cli.Cloud.Journal.Find(action: action).Count));
            await AuditAsync(cli, "--sources");
            Assert.Equal([1, 1, 1, 1, 1], s_looks.Select(action => cli.Cloud.Journal.Find(action: action).Count));
        });

    /// <summary>A key or a machine that is asked for narrows it, like the rest.</summary>
    [Fact]
    public void Filter_NarrowsTheKeys() =>
        Run(async cli =>
        {
            var ofKey = await AuditAsync(cli, "--sources", "--key", "skey-team2026");
            Contains("    skey-team2026 (team)\n", ofKey);
            Assert.DoesNotContain("asc-web00001", ofKey, StringComparison.Ordinal);
            var ofMachines = await AuditAsync(cli, "--sources", "--tag", "role=web");
            Contains("    skey-ada0left (ada)\n", ofMachines);
            Assert.DoesNotContain("np-native01", ofMachines, StringComparison.Ordinal);
        });

    /// <summary>One note for all that may not be looked at; the rest of the audit is as it is.</summary>
    [Fact]
    public void WhatMayNotBeLookedAt_IsOneNote() =>
        Run(async cli =>
        {
            foreach (var action in s_looks.Where(action => action is "DescribeLaunchConfigurations" or "DescribeClusters"))
            {
                cli.Cloud.Faults.Add(FaultRule.From(action, 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
            }

            var text = await AuditAsync(cli, "--sources");
            Assert.Single(
                text.Split('\n'),
                line => line.StartsWith("    Not looked at, so nothing is known of it: launch configurations: ", StringComparison.Ordinal)
            );
            Contains("; node pools: ", text);
            Contains("lt-web00001", text);
            Contains(",not-looked-at,", await AuditAsync(cli, "--sources", "-o", "csv"));
            Contains("Not looked at, so nothing is known of it", await AuditAsync(cli, "--sources", "-o", "markdown"));
            Contains("\"notLookedAt\": [", await AuditAsync(cli, "--sources", "-o", "json"));
        });

    private static async Task<string> AuditAsync(SimulatedCli cli, params string[] options)
    {
        var ran = await cli.RunBareAsync(["audit", "--region", SimulatedCli.Region, .. options]);
        Assert.Equal(0, ran.ExitCode);
        return ran.Out;
    }

    private static void Contains(string expected, string actual) => Assert.Contains(expected, actual, StringComparison.Ordinal);

    /// <summary>On a clock that jumps nothing may wait for a disk.</summary>
    private static string Read(string path) => File.ReadAllText(path);

    private static void Run(Func<SimulatedCli, Task> body) => SimulatedCli.Run(SimulatedCli.WorldOf(World), body);
}
