using System.Buffers;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// Addresses as they may be seen. Every URL that is shown, ours or quoted by somebody else's message, comes through here: what stands before its host may be a
/// password, and what stands after its path a token.
/// </summary>
public static class ShownUrl
{
    private const string Begin = "://";
    private static readonly SearchValues<char> s_ends = SearchValues.Create(" \t\r\n'\"<>");

    /// <summary>Scheme, host, and port unless it is the usual one; empty for what is only a part of an address.</summary>
    public static string Of(Uri uri) => uri.IsAbsoluteUri ? uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : "";

    /// <summary>
    /// A text without user info and query. A password may hold anything, also blanks and quotes, so what stands between the first <c>://</c> and the last
    /// <c>@</c> goes: too much rather than too little.
    /// </summary>
    public static string In(string text)
    {
        if (text.IndexOf(Begin, StringComparison.Ordinal) is var begin && begin < 0)
        {
            return text;
        }

        var host = Math.Max(text.LastIndexOf('@') + 1, begin + Begin.Length);
        var shown = text[..(begin + Begin.Length)] + text[host..];
        while (QueryIn(shown, begin) is { } query)
        {
            shown = shown.Remove(query.Start, query.Length);
        }

        return shown;
    }

    /// <summary>From the first question or number sign of a URL to where the URL ends.</summary>
    private static (int Start, int Length)? QueryIn(string text, int from)
    {
        for (
            var at = text.IndexOf(Begin, from, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal)
        )
        {
            var end = EndOf(text, at + Begin.Length);
            var query = text.AsSpan(at, end - at).IndexOfAny('?', '#');
            if (query >= 0)
            {
                return (at + query, end - at - query);
            }
        }

        return null;
    }

    private static int EndOf(string text, int from)
    {
        var length = text.AsSpan(from).IndexOfAny(s_ends);
        return length < 0 ? text.Length : from + length;
    }
}
