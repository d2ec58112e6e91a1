using System.Text;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>
/// Every reachable pair of a run and a small model of the API, for every reading of it: promises 1 to 6 hold on the model's truth and an end is
/// always reached (rule <c>judged-by-the-simulator</c>).
/// </summary>
public class ExplorerTests(ITestOutputHelper output)
{
    public static TheoryData<string> MatrixNames => [.. Readings.Matrix.Select(reading => reading.Name)];

    public static TheoryData<string> JoinNames => [.. Readings.Joins.Select(reading => reading.Name)];

    public static TheoryData<string> PairNames => [.. Readings.Pairs.Select(reading => reading.Name)];

    [Theory]
    [MemberData(nameof(MatrixNames))]
    public void OneInstance(string name) => Holds(Readings.Matrix.Single(reading => reading.Name == name));

    [Theory]
    [MemberData(nameof(MatrixNames))]
    public void OneInstance_AnsweredByReplicas(string name) =>
        Holds(Readings.Matrix.Single(reading => reading.Name == name) with { IsMonotone = false, LooksAtOnce = false });

    [Theory]
    [MemberData(nameof(JoinNames))]
    public void TwoDemands(string name) => Holds(Readings.Joins.Single(reading => reading.Name == name) with { LooksAtOnce = false });

    [Theory]
    [MemberData(nameof(JoinNames))]
    public void TwoDemands_AnsweredByReplicas(string name) =>
        Holds(Readings.Joins.Single(reading => reading.Name == name) with { IsMonotone = false, LooksAtOnce = false });

    [Theory]
    [MemberData(nameof(PairNames))]
    public void TwoInstances(string name) => Holds(Readings.Pairs.Single(reading => reading.Name == name));

    private void Holds(ServiceReading reading)
    {
        var explorer = new Explorer(reading).Explore();
        output.WriteLine($"{reading.Name}: {explorer.States} states, {explorer.Ends} ends");
        Assert.False(explorer.IsCapped);
        Assert.True(explorer.Violations.Count == 0, Text(reading, explorer));
    }

    internal static string Text(ServiceReading reading, Explorer explorer)
    {
        var text = new StringBuilder($"{reading.Name}: {explorer.States} states\n");
        foreach (var (what, path) in explorer.Violations)
        {
            text.AppendLine($"** {what}");
            foreach (var step in path)
            {
                text.AppendLine($"     {step}");
            }
        }

        return text.ToString();
    }
}
