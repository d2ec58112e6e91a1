namespace KeyBindingProvider.Simulator.Tests;

public class ActionListTests
{
    [Fact]
    public void Documents_NameEveryAction_AndNoOther()
    {
        var page = File.ReadAllText(OptionTableTests.InRepository("docs", "simulator.md"));
        var table = page[
            page.IndexOf("| product, version |", StringComparison.Ordinal)..page.IndexOf("All of them as POST", StringComparison.Ordinal)
        ];
        var named = table
            .Split(' ', ',', '|', '\n')
            .Where(static word => word.Length > 3 && char.IsUpper(word[0]) && word.Count(char.IsUpper) > 1);

        Assert.Equal(new Simulation().Cloud.CallsPerSecond.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}
