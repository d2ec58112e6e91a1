using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>Finds what waits for itself.</summary>
internal static class Circles
{
    /// <summary>Every name that lies on a circle, in the order of <paramref name="arrows"/>.</summary>
    public static IEnumerable<string> Members(IReadOnlyDictionary<string, string[]> arrows)
    {
        string[] names = [.. arrows.Keys];
        var numberOf = names.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        int[][] leads = [.. names.Select(name => arrows[name].Select(target => numberOf[target]).ToArray())];
        var members = Components
            .Of(leads)
            .Where(component => component.Length > 1 || leads[component[0]].Contains(component[0]))
            .SelectMany(component => component)
            .ToHashSet();
        return names.Where((_, number) => members.Contains(number));
    }
}
