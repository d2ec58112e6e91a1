using System.Security.Cryptography;
using System.Text;

namespace KeyBindingProvider.TestKit.Secrets;

/// <summary>A secret that stands in one place only: whoever meets it knows where it came from, and that it should not be there.</summary>
/// <param name="Source">Where it stands.</param>
/// <param name="Text">The secret.</param>
/// <param name="Core">Its part that every way of quoting leaves as it is: letters and digits.</param>
public sealed record Canary(string Source, string Text, string Core)
{
    private const int CoreLength = 20;

    /// <summary>The forms in which it can be met: by name, and what to look for.</summary>
    public IReadOnlyList<(string Form, string Needle)> Forms { get; } = [.. FormsOf(Text, Core)];

    /// <summary>A secret with letters that quoting changes.</summary>
    public static Canary Of(string source)
    {
        var core = CoreOf(source);
        return new Canary(source, $"k+/{core}%=&z", core);
    }

    /// <summary>A SecretId, which stands in headers between slashes.</summary>
    public static Canary OfId(string source)
    {
        var core = CoreOf(source + " id");
        return new Canary($"{source} id", $"AKID{core}", core);
    }

    /// <summary>A key pair that a program wants nobody to know of.</summary>
    public static Canary OfKeyPair(string source)
    {
        var core = CoreOf(source + " key pair").ToLowerInvariant()[..8];
        return new Canary($"{source} key pair", $"skey-{core}", core);
    }

    private static string CoreOf(string source) =>
        Convert
            .ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(source)))
            .Replace("+", "p", StringComparison.Ordinal)
            .Replace("/", "s", StringComparison.Ordinal)[..CoreLength];

    /// <summary>Halves: a text that is cut off shows as much as one that is not.</summary>
    private static IEnumerable<(string Form, string Needle)> FormsOf(string text, string core)
    {
        yield return ("url-encoded", Uri.EscapeDataString(text));
        foreach (var half in core.Length < CoreLength ? [core] : new[] { core[..(core.Length / 2)], core[(core.Length / 2)..] })
        {
            var bytes = Encoding.UTF8.GetBytes(half);
            yield return ("raw", half);
            yield return ("hexadecimal", Convert.ToHexString(bytes));
            yield return ("hexadecimal", Convert.ToHexStringLower(bytes));
            yield return ("url-encoded", string.Concat(bytes.Select(letter => $"%{letter:X2}")));
            yield return ("url-encoded", string.Concat(bytes.Select(letter => $"%{letter:x2}")));
            for (var before = 0; before < 3; before++)
            {
                var piece = Base64Inside(bytes, before);
                yield return ($"base64 after {before}", piece);
                yield return ($"base64 after {before}", piece.Replace('+', '-').Replace('/', '_'));
            }
        }
    }

    /// <summary>What is the same in base64 whatever stands before, a number of bytes that leaves this remainder, and after.</summary>
    private static string Base64Inside(byte[] bytes, int before)
    {
        var padded = Convert.ToBase64String([.. new byte[before], .. bytes]);
        return padded[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
    }
}

/// <summary>Credentials that are canaries.</summary>
public sealed record CanaryCredentials(Canary Id, Canary Key, Canary Token)
{
    public IReadOnlyList<Canary> All => [Id, Key, Token];

    public static CanaryCredentials Of(string source) => new(Canary.OfId(source), Canary.Of($"{source} key"), Canary.Of($"{source} token"));
}

/// <summary>Looks for canaries in what came out.</summary>
public static class CanarySearch
{
    /// <summary>A line for each canary that is in a text, with its form; empty where none is.</summary>
    public static string In(string text, IEnumerable<Canary> canaries) =>
        string.Join(
            '\n',
            canaries
                .SelectMany(canary => canary.Forms.Select(form => (canary.Source, form.Form, form.Needle)))
                .Where(each => text.Contains(each.Needle, StringComparison.Ordinal))
                .Select(each => $"{each.Source}, {each.Form}: …{Around(text, each.Needle)}…")
                .Distinct()
        );

    private static string Around(string text, string needle)
    {
        var at = text.IndexOf(needle, StringComparison.Ordinal);
        return text[Math.Max(0, at - 60)..Math.Min(text.Length, at + needle.Length + 20)].ReplaceLineEndings(" ");
    }
}
