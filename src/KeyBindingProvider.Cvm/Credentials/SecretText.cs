using System.Diagnostics;

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

    /// <summary>The text with every occurrence of this secret blotted out: a service may echo what it was sent.</summary>
    internal string Redact(string text) => text.Replace(_value, ToString(), StringComparison.Ordinal);
}
