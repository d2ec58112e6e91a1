using System.Runtime.CompilerServices;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>
/// Each row of the transition table left out or gone wrong: the explorer finds a path on which a promise breaks, or that has no end. What it finds is the table in
/// <c>docs/rules/mutants.md</c>; <c>UPDATE_GOLDEN=1</c> writes it anew.
/// </summary>
public class RowMutantTests(ITestOutputHelper output)
{
    private const string Begin = "<!-- rows -->\n";
    private const string End = "<!-- /rows -->";

    [Fact]
    public void Rows_EachLeftOutOrWrong_AreNoticed()
    {
        var lines = RowMutants.All.Select(Line);
        var table = "| row | broken how | explored | what breaks |\n|---|---|---|---|\n" + string.Concat(lines);
        var path = Path.GetFullPath(Path.Combine(Here(), "../../../docs/rules/mutants.md"));
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, page[..begin] + table + page[end..]);
            return;
        }

        Assert.Equal(table, page[begin..end]);
    }

    private string Line(RowMutant row)
    {
        var reading = Readings.All.First(one => one.Name == row.Reading);
        var explorer = new Explorer(reading, row.Mutate).Explore();
        output.WriteLine($"{row.Name}: {row.How}");
        output.WriteLine(ExplorerTests.Text(reading, explorer));
        Assert.True(explorer.Violations.Count > 0, row.Name);
        return $"| {row.Name} | {row.How} | {reading.Name} | {explorer.Violations.Keys.Order(StringComparer.Ordinal).First()} |\n";
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
