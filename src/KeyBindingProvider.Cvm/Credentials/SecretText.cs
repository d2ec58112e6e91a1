using System.Diagnostics;
using System.Text;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>
/// A text that must not be seen: <see cref="ToString"/>, the debugger and a JSON serializer show nothing of it, so that a record
/// that carries one can be logged. Equal by value.
/// </summary>
[DebuggerDisplay("[secret]")]
public sealed class SecretText : IEquatable<SecretText>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly string _value;

    /// <summary>A shorter one has so few letters in base64 that other words would be taken for it.</summary>
    private const int ShortestInBase64 = 8;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private IReadOnlyList<string>? _forms;

    private SecretText(string value) => _value = value;

    /// <summary>Wraps a secret; null and blank texts are no secret.</summary>
    public static SecretText? Of(string? value) => string.IsNullOrWhiteSpace(value) ? null : new SecretText(value.Trim());

    /// <inheritdoc/>
    public bool Equals(SecretText? other) => other is not null && _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecretText);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Always the same text.</summary>
    public override string ToString() => "[secret]";

    /// <summary>The secret itself; only the signer and the request headers need it.</summary>
    internal string Reveal() => _value;

    /// <summary>Whether it can stand in an HTTP header: printable ASCII without blanks. Anything else is a broken paste.</summary>
    internal bool IsHeaderSafe() => _value.All(c => c is > ' ' and <= '~');

    /// <summary>How it may look in what somebody says back: as it is, url-encoded, and inside of base64.</summary>
    internal IReadOnlyList<string> Forms => _forms ??= [.. FormsOf(_value).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<string> FormsOf(string value)
    {
        yield return value;
        yield return Uri.EscapeDataString(value);
        var bytes = Encoding.UTF8.GetBytes(value);
        if (bytes.Length < ShortestInBase64)
        {
            yield break;
        }

        // Where it stands in base64 depends on how many bytes are before it. The letters that it shares with its neighbours stay.
        for (var before = 0; before < 3; before++)
        {
            var padded = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var inside = padded[(((before * 8) + 5) / 6)..((before + bytes.Length) * 8 / 6)];
            yield return inside;
            yield return inside.Replace('+', '-').Replace('/', '_');
        }
    }
}
