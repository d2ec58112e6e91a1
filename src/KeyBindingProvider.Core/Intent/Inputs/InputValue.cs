using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>
/// A value as a program wrote it, before anything is known of its meaning. Faces translate their own trees (YAML nodes, Pulumi property
/// values, Terraform's) to this closed set, and one set of checks serves them all. Unknown, null and known are three things, never folded.
/// </summary>
public abstract record InputValue
{
    private InputValue() { }

    /// <summary>File, line and column, or empty where a face has none.</summary>
    public string Location { get; init; } = "";

    /// <summary>Written as null, or not at all.</summary>
    public sealed record Null : InputValue;

    /// <summary>Will be known when the engine has run something else.</summary>
    public sealed record Unknown : InputValue;

    /// <summary>A text.</summary>
    public sealed record Text(string Value) : InputValue;

    /// <summary>A number.</summary>
    public sealed record Number(double Value) : InputValue;

    /// <summary>True or false.</summary>
    public sealed record Flag(bool Value) : InputValue;

    /// <summary>A list or set.</summary>
    public sealed record List(ImmutableArray<InputValue> Items) : InputValue;

    /// <summary>An object.</summary>
    public sealed record Map(ImmutableArray<InputEntry> Entries) : InputValue;

    /// <summary>What it is, for a message.</summary>
    public string TypeName =>
        this switch
        {
            Null => "null",
            Unknown => "an unknown value",
            Text => "a text",
            Number => "a number",
            Flag => "true or false",
            List => "a list",
            _ => "an object",
        };
}

/// <summary>One property of an object.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">Its value.</param>
/// <param name="Location">Where the name stands, or empty.</param>
public sealed record InputEntry(string Name, InputValue Value, string Location = "");
