using System.Runtime.CompilerServices;
using System.Text;
using KeyBindingProvider.Core.Conducting;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>The state diagram of docs/architecture.md is what the explorer has walked. <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public class DiagramTests
{
    private const string Begin = "<!-- transitions -->\n";
    private const string End = "<!-- /transitions -->";

    /// <summary>Small ones that together take every transition of the others.</summary>
    private static readonly string[] s_readings =
    [
        "swap, bind adds, bound key False, unbound key False",
        "swap, graceful then force",
        "swap on STOPPED",
        "removal",
        "force (1, 0), LeavesStopped",
        "force (0, 2), StartsAgain",
    ];

    [Fact]
    public void Architecture_ShowsWhatTheExplorerWalked()
    {
        var walked = s_readings
            .Select(name => new Explorer(Readings.All.Single(reading => reading.Name == name)).Explore())
            .SelectMany(explorer => explorer.Transitions)
            .Distinct();
        var diagram = Diagram(walked);
        var path = Path.GetFullPath(Path.Combine(Here(), "../../../docs/architecture.md"));
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, page[..begin] + diagram + page[end..]);
            return;
        }

        Assert.Equal(diagram, page[begin..end]);
    }

    private static string Diagram(IEnumerable<(RunPhase From, string Event, RunPhase To)> walked)
    {
        var text = new StringBuilder("```mermaid\nstateDiagram-v2\n    [*] --> Look\n");
        foreach (var arrow in walked.GroupBy(step => (step.From, step.To)).OrderBy(arrow => arrow.Key))
        {
            var events = string.Join(", ", arrow.Select(step => step.Event).Distinct().Order(StringComparer.Ordinal));
            text.Append($"    {arrow.Key.From} --> {arrow.Key.To}: {events}\n");
        }

        return text.Append("    Over --> [*]\n```\n").ToString();
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
