using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Identity;

/// <summary>A CVM instance id: <c>ins-</c> and eight of <c>[0-9a-z]</c>. Ordered ordinally.</summary>
public readonly record struct InstanceId : IComparable<InstanceId>
{
    private readonly string? _value;

    private InstanceId(string value) => _value = value;

    /// <summary>The id as the API spells it; empty only for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Accepts exactly the documented form; a caller's input goes through here.</summary>
    public static bool TryParse(string? text, out InstanceId id)
    {
        var wellFormed = ResourceIdForm.IsWellFormed(text, "ins-");
        id = wellFormed ? new InstanceId(text!) : default;
        return wellFormed;
    }

    /// <summary>An id that the service itself sent. Not validated: the service decides what its ids look like.</summary>
    public static InstanceId FromService(string value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(InstanceId other) => string.CompareOrdinal(Value, other.Value);

    /// <summary>As a person is shown it: an id of the service's may be any text.</summary>
    public override string ToString() => UntrustedText.Show(Value);
}
