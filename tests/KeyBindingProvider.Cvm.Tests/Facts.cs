using System.Text.Json;

namespace KeyBindingProvider.Cvm.Tests;

/// <summary>Copies of the facts that this project was given; nobody edits them to make a test pass.</summary>
internal static class Facts
{
    public static JsonElement Vectors { get; } = JsonElement.Parse(File.ReadAllBytes(PathOf("tc3-vectors.json"))).GetProperty("vectors");

    /// <summary>Columns of each row after the heading: code, actions, class, meaning.</summary>
    public static IReadOnlyList<string[]> ErrorRows { get; } =
    [.. File.ReadAllLines(PathOf("cvm-errors.tsv")).Skip(1).Where(line => line.Length > 0).Select(line => line.Split('\t'))];

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Facts", file);
}
