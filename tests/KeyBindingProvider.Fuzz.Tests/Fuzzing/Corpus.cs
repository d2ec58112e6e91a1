namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>The committed inputs: examples of each format, and every input that once did what it must not.</summary>
internal static class Corpus
{
    /// <summary>Files of a target by name.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string target) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Corpus", target))
                .Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))),
        ];
}
