using System.Text.RegularExpressions;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>A file that is said to be a program: resources, or errors that each have a place, a message and a way out.</summary>
internal static partial class Programs
{
    private static readonly string s_path = Path.Combine(Directory.CreateTempSubdirectory("keybinding-fuzz").FullName, "program.yaml");

    private static readonly Dictionary<string, string> s_config = new(StringComparer.Ordinal)
    {
        ["leaver"] = "skey-ada0left",
        ["count"] = "[1, {a: ${leaver}}]",
    };

    public static FuzzTarget Target { get; } =
        new("program-loader", Run)
        {
            // A short text may stand for half a million values, each with its place and path.
            Allocation = (1L << 30, 20_000),
            Tokens =
            [
                "&a ",
                "*a",
                "<<: *a",
                "!!str ",
                "!!binary ",
                "!<tag:x> ",
                "- ",
                "? ",
                "|\n",
                ">-\n",
                "---\n",
                "...\n",
                "%YAML 1.2\n",
                "# ",
                "\n  ",
                "\n    ",
                "${leaver}",
                "${count}",
                "$${",
                "${web.id}",
                "type: keybinding:KeyRevocation",
                "type: pulumi:providers:keybinding",
                "defaultProvider: true",
                "dependsOn: [\"${web}\"]",
                "provider: ${cloud}",
                "fn::secret: ",
                "secure: ",
                "resources:",
                "config:",
                "variables:",
                "changePolicy: {",
            ],
        };

    private static string Run(byte[] bytes)
    {
        File.WriteAllBytes(s_path, bytes);
        var (program, problems) = ProgramReader.Read(s_path, s_config);
        foreach (var problem in problems)
        {
            Assert.NotEqual("", problem.Message);
            Assert.NotEqual("", problem.EffectiveRemedy);
            // What is wrong with the command line stands in no file; a file that cannot be read has no lines.
            Assert.True(
                Place().IsMatch(problem.Location) || problem.Path == "--config" || problem.Code == ProblemCodes.NoProgram,
                $"no place: {problem}"
            );
        }

        foreach (var problem in problems.Take(20))
        {
            Assert.Equal(2, ProblemText.Of(problem).Split('\n').Length);
        }

        Assert.Equal(program is null, problems.Any(problem => problem.Severity == Severity.Error));
        if (program is not null)
        {
            Assert.Equal(program.Resources.Length, program.Resources.Select(resource => resource.Input.Name).Distinct().Count());
        }

        return program is null
            ? string.Join(' ', problems.Select(problem => problem.Code.Id).Distinct().Order(StringComparer.Ordinal))
            : $"{Math.Min(program.Resources.Length, 3)} {program.ByProvider.Count()}";
    }

    [GeneratedRegex(@"^(.+program\.yaml|--config.*):\d+:\d+$|^--config", RegexOptions.Singleline)]
    private static partial Regex Place();
}
