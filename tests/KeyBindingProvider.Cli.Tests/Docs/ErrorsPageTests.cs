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
            table.Append($"| {code.Id} | {Cell(code.Title)} | {Cell(code.Remedy)} |\n");
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

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
