using System.Buffers;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>The documented forms of ids and names.</summary>
internal static class Ids
{
    private static readonly SearchValues<char> s_idLetters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    public static bool IsInstance(string text) => HasForm(text, "ins-");

    public static bool IsKey(string text) => HasForm(text, "skey-");

    public static bool IsImage(string text) => HasForm(text, "img-");

    public static bool IsDisk(string text) => HasForm(text, "disk-");

    public static bool IsKeyName(string text) =>
        text.Length is >= 1 and <= 25 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');

    public static bool HasForm(string text, string prefix) =>
        text.Length == prefix.Length + 8
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && !text.AsSpan(prefix.Length).ContainsAnyExcept(s_idLetters);
}
