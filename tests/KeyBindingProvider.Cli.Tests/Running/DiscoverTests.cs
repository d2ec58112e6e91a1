using System.Text;
using System.Text.Json;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>A fleet taken over as it is: what discover writes plans to nothing (ADR 0047).</summary>
public class DiscoverTests(ITestOutputHelper output)
{
    private const int Fleets = 1000;

    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada_2026 }
              - { id: skey-ops00001, name: ops }
            instances:
              - { id: ins-web00001, name: "web 1\u001b[31m", keys: [team, ops], tags: { env: prod } }
              - { id: ins-web00002, name: web-2, keys: [team, ops], tags: { env: prod } }
              - { id: ins-batch001, name: batch-1, state: STOPPED, keys: [skey-ada00001] }
              - { id: ins-bare0001, name: bare }
        """;

    [Fact]
    public void RandomFleets_PlanToNothing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Fleets; i++)
        {
            SimulatedCli.Run(
                SimulatedCli.WorldOf(RandomWorld(random)),
                async cli =>
                {
                    var discovered = await cli.RunBareAsync("discover", "--region", SimulatedCli.Region);
                    Assert.Equal(0, discovered.ExitCode);
                    if (discovered.Out.Contains("resources: {}", StringComparison.Ordinal))
                    {
                        return;
                    }

                    cli.Program(discovered.Out);
                    var plan = await cli.RunAsync("plan");
                    Assert.True(plan.ExitCode == 0, $"{discovered.Out}\n{plan.Out}\n{plan.Error}");
                    Assert.Contains("Nothing to change.", plan.Out, StringComparison.Ordinal);
                    Assert.Empty(cli.WritesSent);
                }
            );
        }
    }

    [Theory]
    [InlineData("pulumi-yaml", "discover.yaml")]
    [InlineData("terraform", "discover.tf")]
    [InlineData("import-file", "discover.json")]
    public void Formats_AreAsTheyWere(string format, string golden) =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync("discover", "--region", SimulatedCli.Region, "--format", format);
            Assert.Equal((0, "ap-guangzhou: 2 resources for 5 pairs on 3 instances; 1 instance has no key.\n"), (ran.ExitCode, ran.Error));
            Golden.IsFile(golden, ran.Out);
            Assert.DoesNotContain('\u001b', ran.Out);
        });

    [Fact]
    public void ImportFile_NamesWhatTheProgramNames() =>
        Run(async cli =>
        {
            using var file = JsonDocument.Parse(
                (await cli.RunBareAsync("discover", "--region", SimulatedCli.Region, "--format", "import-file")).Out
            );
            var program = (await cli.RunBareAsync("discover", "--region", SimulatedCli.Region)).Out;
            Assert.All(
                file.RootElement.GetProperty("resources").EnumerateArray(),
                resource => Assert.Contains($"\n  {resource.GetProperty("name").GetString()}:\n", program, StringComparison.Ordinal)
            );
        });

    [Fact]
    public void Tag_SelectsInstances() =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync("discover", "--region", SimulatedCli.Region, "--tag", "env=prod");
            Assert.Contains("ins-web00002", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("ins-batch001", ran.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void NamesAndGroups_SelectInstances_AndWhatNobodyHasIsSaid() =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync("discover", "--region", SimulatedCli.Region, "--name", "web-2", "--name", "batch-1");
            Assert.Contains("ins-web00002", ran.Out, StringComparison.Ordinal);
            Assert.Contains("ins-batch001", ran.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("ins-web00001", ran.Out, StringComparison.Ordinal);
            Assert.Equal("ap-guangzhou: 2 resources for 3 pairs on 2 instances.\n", ran.Error);

            var none = await cli.RunBareAsync(
                "discover",
                "--region",
                SimulatedCli.Region,
                "--auto-scaling-group",
                "asg-nothere0",
                "--name",
                "Web-2"
            );
            Assert.Equal(0, none.ExitCode);
            Assert.Contains(
                "warning KB3029: No instance of ap-guangzhou is a member of asg-nothere0.",
                none.Error,
                StringComparison.Ordinal
            );
            Assert.Contains("warning KB3029: No instance of ap-guangzhou is named 'Web-2'.", none.Error, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("discover --region ap-guangzhou --tag env", "KB1001 --tag: 'env' is not key=value.")]
    [InlineData(
        "discover --region ap-guangzhou --auto-scaling-group workers",
        "KB1001 --auto-scaling-group: 'workers' is not the id of a scaling group (asg- and 8 of 0-9 a-z)."
    )]
    [InlineData("discover", "KB1013: No region is known.")]
    [InlineData("discover --region ap-guangzhou --format hcl", "'hcl'")]
    public void BadInput_IsSaid(string typed, string message) =>
        Run(async cli =>
        {
            var ran = await cli.RunBareAsync(typed.Split(' '));
            Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
            Assert.Contains(message, ran.Error, StringComparison.Ordinal);
        });

    private static void Run(Func<SimulatedCli, Task> body) => SimulatedCli.Run(SimulatedCli.WorldOf(World), body);

    private static string RandomWorld(Random random)
    {
        string[] keyNames = ["team", "Ops", "yes", "2026", "on_call"];
        string[] names = ["web", "", "'", "a: b", "的", "x # y", "-"];
        var keys = random.Next(1, 5);
        var text = new StringBuilder("regions:\n  ap-guangzhou:\n    keys:\n");
        for (var i = 0; i < keys; i++)
        {
            text.Append($"      - {{ id: skey-key0000{i}, name: {keyNames[random.Next(keyNames.Length)]}_{i} }}\n");
        }

        text.Append("    instances:\n");
        var machines = random.Next(1, 10);
        for (var i = 0; i < machines; i++)
        {
            var bound = Enumerable.Range(0, keys).Where(_ => random.Next(2) == 0).Select(key => $"skey-key0000{key}");
            var state = random.Next(3) == 0 ? "STOPPED" : "RUNNING";
            text.Append(
                $"      - {{ id: ins-web0000{i}, name: {JsonSerializer.Serialize(names[random.Next(names.Length)])}, state: {state}, keys: [{string.Join(", ", bound)}] }}\n"
            );
        }

        return text.ToString();
    }
}
