using System.Text;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cli.Tests.Docs;

/// <summary><c>docs/errors.md</c> says what the code says.</summary>
public class ErrorsPageTests
{
    [Fact]
    public void Table_OfProblemCodes_IsTheOneInCode()
    {
        var table = new StringBuilder("| code | meaning | what to do |\n|---|---|---|\n");
        foreach (var code in ProblemCodes.All)
        {
            table.Append($"| <a id=\"{ProjectHome.AnchorOf(code)}\"></a>{code.Id} | {Cell(code.Title)} | {Cell(code.Remedy)} |\n");
        }

        Golden.IsPartOf("docs/errors.md", "problem codes", table.ToString());
    }

    [Fact]
    public void ProblemCodes_Ids_AreUniqueAndOfTheirForm() =>
        Assert.All(
            ProblemCodes.All.CountBy(code => code.Id),
            count =>
            {
                Assert.Matches("^KB[12349][0-9]{3}$", count.Key);
                Assert.Equal(1, count.Value);
            }
        );

    /// <summary>The digit is for people, the area for code.</summary>
    [Fact]
    public void ProblemCodes_Areas_AreWhatTheirIdsSay() =>
        Assert.All(
            ProblemCodes.All,
            code =>
                Assert.Equal(
                    code.Id[2] switch
                    {
                        '1' => ProblemArea.Input,
                        '2' => ProblemArea.Account,
                        '3' => ProblemArea.Plan,
                        '4' => ProblemArea.Apply,
                        _ => ProblemArea.Internal,
                    },
                    code.Area
                )
        );

    [Fact]
    public void ProblemCodes_OfAPlan_AreRefusalsButForWhatNoPolicyAllows() =>
        Assert.Equal(
            [ProblemCodes.MissingInstance, ProblemCodes.MissingKey, ProblemCodes.TooManyKeys, ProblemCodes.LaunchFailed],
            ProblemCodes.All.Where(code => code.Area == ProblemArea.Plan && code.Exit != ProblemExit.Refused)
        );

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
