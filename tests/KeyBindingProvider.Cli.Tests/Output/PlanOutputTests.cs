using System.Text.RegularExpressions;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>What a reviewer reads: the plan of the root program on the machines of <c>examples/cli</c>, and of fleets that fit no comment.</summary>
public partial class PlanOutputTests
{
    private const int LongestComment = 65_535;

    [Theory]
    [InlineData("text", "txt")]
    [InlineData("markdown", "md")]
    [InlineData("json", "json")]
    public void Plan_OfTheRootProgram_IsAsItWasRead(string output, string extension) =>
        RunExample(async cli =>
        {
            var ran = await cli.RunAsync("plan", "--output", output);

            Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
            Assert.Empty(cli.WritesSent);
            Golden.IsFile($"plan.{extension}", ran.Out);
        });

    [Fact]
    public void Readme_ShowsThePlanOfTheRootProgram() =>
        RunExample(async cli => Golden.IsPartOf("README.md", "plan", $"\n```text\n{(await cli.RunAsync("plan")).Out.TrimEnd()}\n```\n\n"));

    [Fact]
    public void Readme_ShowsTheRootProgram()
    {
        // The README's copy has no comments and no description; the machines, keys and policies are the same.
        var shown = Repository.Read("README.md").Split("```yaml\n")[1].Split("```")[0];
        RunExample(async cli =>
        {
            var root = await cli.RunAsync("plan");
            cli.Program(shown);
            Assert.Equal(WithoutPlaces(root.Out), WithoutPlaces((await cli.RunAsync("plan")).Out));
        });
    }

    [Fact]
    public void Plan_AsJson_HasTheShapeThatIsPublished() =>
        RunExample(async cli =>
        {
            Assert.Empty(Schema.Errors("plan", (await cli.RunAsync("plan", "--output", "json")).Out));

            // Refused ones have the same shape.
            cli.Program(Repository.Read("Pulumi.yaml").Replace("graceful", "refuse", StringComparison.Ordinal));
            var refused = await cli.RunAsync("plan", "--output", "json");
            Assert.Equal(4, refused.ExitCode);
            Assert.Empty(Schema.Errors("plan", refused.Out));
        });

    [Fact]
    public void Schema_OfADocumentWithASurplusField_FindsIt() =>
        RunExample(async cli =>
        {
            var json = (await cli.RunAsync("plan", "--output", "json")).Out;
            Assert.NotEmpty(Schema.Errors("plan", json.Replace("\"digest\"", "\"digset\"", StringComparison.Ordinal)));
            Assert.NotEmpty(Schema.Errors("plan", json.Replace("\"canary\": 1", "\"canary\": \"1\"", StringComparison.Ordinal)));
        });

    [Fact]
    public void Plan_RefusedByPolicy_SaysWhyAndShowsWhatWouldChange() =>
        RunExample(async cli =>
        {
            cli.Program(Repository.Read("Pulumi.yaml").Replace("graceful", "refuse", StringComparison.Ordinal));
            Golden.IsFile("plan-refused.txt", (await cli.RunAsync("plan")).Out);
            Golden.IsFile("plan-refused.md", (await cli.RunAsync("plan", "--output", "markdown")).Out);
        });

    [Theory]
    [InlineData(3_000)]
    [InlineData(6_000)]
    public void Markdown_OfThousandsOfInstances_FitsAComment_AndGroupsEqualChanges(int size)
    {
        var world = World.Generate(WorldSpec.OfSize(size, seed: 5));
        var key = world.Instances.SelectMany(instance => instance.KeyIds).CountBy(id => id).MaxBy(count => count.Value).Key;
        SimulatedCli.Run(
            world,
            async cli =>
            {
                cli.Program(
                    $$"""
                    resources:
                      offboard:
                        type: keybinding:KeyRevocation
                        properties:
                          region: {{SimulatedCli.Region}}
                          keyIds: [{{key}}]
                          changePolicy: { stopPolicy: graceful, onBlocked: skip }
                    """
                );
                var plan = await cli.RunAsync("plan", "--output", "markdown");
                var drift = await cli.RunAsync("drift", "--output", "markdown");
                var show = await cli.RunAsync("show", "--output", "markdown");

                Assert.Equal(2, plan.ExitCode);
                Assert.All([plan, drift, show], ran => Assert.InRange(ran.Out.Length, 1, LongestComment));
                Assert.InRange(Group().Count(plan.Out), 1, 8);
                Assert.Contains("more", plan.Out, StringComparison.Ordinal);
                Assert.Equal(2, Regex.Count(plan.Out, "<details>") - Regex.Count(plan.Out, "</details>") + 2);
            },
            SimulatorOptions.Instant
        );
    }

    [Fact]
    public void Text_OfManyInstances_ListsThemAll()
    {
        var world = World.Generate(WorldSpec.OfSize(300, seed: 5));
        SimulatedCli.Run(
            world,
            async cli =>
            {
                var shown = (await cli.RunAsync("show")).Out;
                Assert.All(
                    world.Instances.Where(instance => instance.Region == SimulatedCli.Region && !instance.IsWindows),
                    instance => Assert.Contains(instance.Id, shown, StringComparison.Ordinal)
                );
            }
        );
    }

    [Fact]
    public void Names_ThatAreMeantToHarm_ShowAsThemselves() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(
                """
                regions:
                  ap-guangzhou:
                    keys: [{ id: skey-team0001, name: team }, { id: skey-ada00001, name: ada }]
                    instances:
                      - { id: ins-web00001, name: "x\e]0;owned\a\u202E](http://evil) <img src=x> @everyone", state: STOPPED, keys: [skey-team0001, skey-ada00001] }
                """
            ),
            async cli =>
            {
                cli.Program(
                    "resources:\n  offboard:\n    type: keybinding:KeyRevocation\n    properties: { region: ap-guangzhou, keyIds: [skey-ada00001] }\n"
                );
                var text = (await cli.RunAsync("plan")).Out;
                var markdown = (await cli.RunAsync("plan", "--output", "markdown")).Out;

                Assert.All([text, markdown], output => Assert.DoesNotContain(output, c => c is '\e' or '\a' or '\u202E'));
                // Inside a code span nothing is a link, a mention or HTML.
                Assert.Contains(
                    "`x\\u{1B}]0;owned\\u{7}\\u{202E}](http://evil) <img src=x> @everyone`",
                    markdown,
                    StringComparison.Ordinal
                );
            }
        );

    /// <summary>Whoever asks for the role: the same account has the same digest, and another is not it.</summary>
    [Theory]
    [InlineData("TENCENTCLOUD_ASSUME_ROLE_ARN")]
    [InlineData("TENCENTCLOUD_ROLE_ARN")]
    public void Digest_UnderARoleOfAVariable_BindsItsAccount_AsThatOfTheProgramDoes(string variable) =>
        RunExample(async cli =>
        {
            const string Role = Simulator.Options.SimulatorOptions.DefaultRoleArn;
            var pair = cli.Machine.Variable;
            var usual = await DigestAsync(cli);
            cli.Machine = cli.Machine with { Variable = name => name == variable ? Role : pair(name) };
            var ofVariable = await DigestAsync(cli);
            cli.Machine = cli.Machine with { Variable = pair };
            cli.Program(
                Repository
                    .Read("Pulumi.yaml")
                    .Replace(
                        "      region: ${region}\n",
                        $"      region: ${{region}}\n      assumeRole: {{ roleArn: '{Role}' }}\n",
                        StringComparison.Ordinal
                    )
            );

            Assert.NotEqual(usual, ofVariable);
            Assert.Equal(await DigestAsync(cli), ofVariable);
        });

    private static async Task<string> DigestAsync(SimulatedCli cli)
    {
        var ran = await cli.RunAsync("plan", "--output", "json");
        Assert.Equal("", ran.Error);
        return System.Text.Json.JsonDocument.Parse(ran.Out).RootElement.GetProperty("digest").GetString()!;
    }

    private static void RunExample(Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            cli =>
            {
                cli.Program(Repository.Read("Pulumi.yaml"));
                return body(cli);
            }
        );

    private static string WithoutPlaces(string text) => Place().Replace(text, "");

    [GeneratedRegex(@"Pulumi\.yaml:\d+:\d+")]
    private static partial Regex Place();

    [GeneratedRegex(@"^- \*\*\d+ instances?\*\*", RegexOptions.Multiline)]
    private static partial Regex Group();
}
