using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Identity;

/// <summary>A CVM key pair id: <c>skey-</c> and eight of <c>[0-9a-z]</c>. Ordered ordinally.</summary>
/// <remarks>No value type, small as it is: native code makes each collection and each query of a value type anew (docs/adr/0068).</remarks>
public sealed record KeyId : IComparable<KeyId>
{
    private KeyId(string value) => Value = value;

    /// <summary>The id as the API spells it.</summary>
    public string Value { get; }

    /// <summary>Accepts exactly the documented form; a caller's input goes through here.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KeyId? id)
    {
        var wellFormed = ResourceIdForm.IsWellFormed(text, "skey-");
        id = wellFormed ? new KeyId(text!) : null;
        return wellFormed;
    }

    /// <summary>An id that the service itself sent. Not validated: the service decides what its ids look like.</summary>
    public static KeyId FromService(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(KeyId? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc/>
    public bool Equals(KeyId? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>As a person is shown it: an id of the service's may be any text.</summary>
    public override string ToString() => UntrustedText.Show(Value);
}
