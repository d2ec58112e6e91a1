using System.Text.RegularExpressions;

namespace KeyBindingProvider.Cli.Tests.BadInput;

/// <summary>Programs that cannot be meant: every error at once, each with its place and its way out, exit code 1, and no write.</summary>
public partial class BadProgramTests
{
    public static TheoryData<string> Names => [.. BadProgram.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_IsAnErrorWithPlaceAndRemedy_AndWritesNothing(string name)
    {
        var bad = BadProgram.All[name];
        SimulatedCli.Run(
            SimulatedCli.WorldOf(BadProgram.World),
            async cli =>
            {
                cli.Program(bad.Yaml);
                var ran = await cli.RunAsync("apply", "--yes");

                Assert.Equal(1, ran.ExitCode);
                Assert.Empty(cli.WritesSent);
                var errors = ErrorLine().Matches(ran.Out + ran.Error).ToArray();
                Assert.Equal(bad.Codes, string.Join(' ', errors.Select(error => error.Groups["code"].Value)));
                Assert.All(errors, error => Assert.Matches(@"^(Pulumi\.yaml:\d+:\d+ )?\S+: ", error.Groups["rest"].Value));
                Assert.DoesNotContain("   at ", ran.Error, StringComparison.Ordinal);
                Golden.IsFile($"{name}.txt", $"{bad.Yaml}\n=> exit code {ran.ExitCode}\n\n{ran.Out}{ran.Error}");
            }
        );
    }

    [Fact]
    public void Plan_WithJson_PutsTheProblemsIntoTheResult() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(BadProgram.World),
            async cli =>
            {
                cli.Program(BadProgram.All["malformed-ids"].Yaml);
                var ran = await cli.RunAsync("plan", "--output", "json");

                Assert.Equal(1, ran.ExitCode);
                Assert.Empty(Schema.Errors("problems", ran.Out));
                Assert.Contains("\"path\": \"resources.web.properties.instanceIds[0]\"", ran.Out, StringComparison.Ordinal);
                Assert.Contains("error KB1001 Pulumi.yaml:6:21", ran.Error, StringComparison.Ordinal);
            }
        );

    [GeneratedRegex(@"^ *error (?<code>KB\d{4}) (?<rest>.+)\n *-> .+$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
