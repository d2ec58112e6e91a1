using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>What a pipeline makes of a program: SARIF and a page of its plan, JUnit of its drift. Exit codes are those of the other formats.</summary>
public partial class ReviewTests
{
    [Fact]
    public void Sarif_OfAPlan_HasProblemsAtTheirLines() =>
        Run(async cli =>
        {
            var ran = await cli.RunAsync("plan", "--output", "sarif");
            Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
            var result = JsonDocument.Parse(ran.Out).RootElement.GetProperty("runs")[0].GetProperty("results")[0];
            Assert.Equal("KB3002", result.GetProperty("ruleId").GetString());
            var region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
            Assert.Equal("  offboard-ada:", Repository.Read("Pulumi.yaml").Split('\n')[region.GetProperty("startLine").GetInt32() - 1]);
            Assert.Equal(3, region.GetProperty("startColumn").GetInt32());
        });

    /// <summary>Whoever uploads the file must not find it empty.</summary>
    [Fact]
    public void InputThatIsWrong_IsInBothFormats() =>
        Run(async cli =>
        {
            cli.Program(
                "resources:\n  web:\n    type: keybinding:KeyRevocation\n    properties: { region: ap-guangzhou, keyIds: [nonsense] }\n"
            );
            var plan = await cli.RunAsync("plan", "--output", "sarif");
            Assert.Equal(1, plan.ExitCode);
            var result = JsonDocument.Parse(plan.Out).RootElement.GetProperty("runs")[0].GetProperty("results")[0];
            Assert.Equal(("KB1001", "error"), (result.GetProperty("ruleId").GetString(), result.GetProperty("level").GetString()));
            Assert.Equal(
                4,
                result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32()
            );
            Assert.Contains("error KB1001", plan.Error, StringComparison.Ordinal);

            var drift = await cli.RunAsync("drift", "--output", "junit");
            Assert.Equal(1, drift.ExitCode);
            Assert.Equal("1", (string?)XDocument.Parse(drift.Out).Root!.Attribute("errors"));
        });

    /// <summary>The report is red exactly where the command is.</summary>
    [Fact]
    public void JUnit_FailsWhereDriftDoes() =>
        Run(async cli =>
        {
            Assert.Equal((2, true), await DriftAsync(cli));
            Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
            Assert.Equal((0, false), await DriftAsync(cli));
            Assert.Equal((2, true), await DriftAsync(cli, "--sources"));
            cli.Cloud.BindByHand("ins-web00001", "skey-ada0left");
            Assert.Equal((2, true), await DriftAsync(cli));
        });

    [Theory]
    [InlineData("plan", "junit")]
    [InlineData("drift", "sarif")]
    [InlineData("apply", "sarif")]
    [InlineData("audit", "junit")]
    public void Format_ThatACommandDoesNotHave_IsSaid(string command, string format) =>
        Run(async cli =>
        {
            var ran = await cli.RunAsync(command, "--output", format);
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains($"not '{format}'", ran.Error, StringComparison.Ordinal);
        });

    [Fact]
    public void Page_OfAPlan_HasTheTimesOfItsRehearsal_AndIsForItsOwner() =>
        Run(async cli =>
        {
            var path = cli.PathOf("plan.html");
            for (var i = 0; i < 2; i++)
            {
                var ran = await cli.RunAsync("plan", "--simulate", "--html", path);
                Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
                Assert.EndsWith("Written to plan.html.\n", ran.Out, StringComparison.Ordinal);
            }

            var page = Read(path);
            Assert.DoesNotContain("not known", page, StringComparison.Ordinal);
            Assert.Equal(5, Rehearsed().Count(page));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            Overwrite(path, "mine");
            var refused = await cli.RunAsync("plan", "--html", path);
            Assert.Equal((1, ""), (refused.ExitCode, refused.Out));
            Assert.Contains("KB1032 --html: plan.html exists and is no page of a plan", refused.Error, StringComparison.Ordinal);
            Assert.Equal("mine", Read(path));
        });

    /// <summary>In the order of the waves, and none while another of its rollout is down where the limit is 1.</summary>
    [Fact]
    public void WavesOfARehearsal_FollowEachOther() =>
        Run(async cli =>
        {
            var ran = await cli.RunAsync("plan", "--simulate", "--output", "json");
            var waves = JsonDocument
                .Parse(ran.Out)
                .RootElement.GetProperty("rehearsal")
                .GetProperty("runs")[0]
                .GetProperty("waves")
                .EnumerateArray()
                .Where(wave => wave.GetProperty("mostDown").GetInt32() > 0)
                .Select(wave => (From: wave.GetProperty("fromSeconds").GetInt32(), To: wave.GetProperty("toSeconds").GetInt32()))
                .ToArray();
            Assert.Equal(4, waves.Length);
            Assert.All(waves, wave => Assert.True(wave.From < wave.To));
            Assert.All(waves.Zip(waves.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From + 1));
        });

    private static async Task<(int, bool)> DriftAsync(SimulatedCli cli, params string[] options)
    {
        var ran = await cli.RunAsync(["drift", "--output", "junit", .. options]);
        var root = XDocument.Parse(ran.Out).Root!;
        Assert.NotEqual("0", (string?)root.Attribute("tests"));
        return (ran.ExitCode, root.Descendants("failure").Concat(root.Descendants("error")).Any());
    }

    /// <summary>On a clock that jumps nothing may wait for a disk.</summary>
    private static string Read(string path) => File.ReadAllText(path);

    private static void Overwrite(string path, string text) => File.WriteAllText(path, text);

    private static void Run(Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            cli =>
            {
                cli.Program(Repository.Read("Pulumi.yaml"));
                return body(cli);
            }
        );

    [GeneratedRegex("after the begin, rehearsed</td>")]
    private static partial Regex Rehearsed();
}
