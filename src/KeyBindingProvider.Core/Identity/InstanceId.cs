using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Identity;

/// <summary>A CVM instance id: <c>ins-</c> and eight of <c>[0-9a-z]</c>. Ordered ordinally.</summary>
/// <remarks>No value type, small as it is: native code makes each collection and each query of a value type anew (docs/adr/0068).</remarks>
public sealed record InstanceId : IComparable<InstanceId>
{
    private InstanceId(string value) => Value = value;

    /// <summary>The id as the API spells it.</summary>
    public string Value { get; }

    /// <summary>Accepts exactly the documented form; a caller's input goes through here.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out InstanceId? id)
    {
        var wellFormed = ResourceIdForm.IsWellFormed(text, "ins-");
        id = wellFormed ? new InstanceId(text!) : null;
        return wellFormed;
    }

    /// <summary>An id that the service itself sent. Not validated: the service decides what its ids look like.</summary>
    public static InstanceId FromService(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(InstanceId? other) => string.CompareOrdinal(Value, other?.Value);

    /// <inheritdoc/>
    public bool Equals(InstanceId? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>As a person is shown it: an id of the service's may be any text.</summary>
    public override string ToString() => UntrustedText.Show(Value);
}
