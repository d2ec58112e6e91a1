using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>Who gives an attribute its value.</summary>
internal enum Mode
{
    /// <summary>The configuration must.</summary>
    Required,

    /// <summary>The configuration may; null stays null.</summary>
    Optional,

    /// <summary>The configuration may, else the provider does.</summary>
    OptionalComputed,

    /// <summary>The provider does.</summary>
    Computed,
}

/// <summary>How a nested attribute repeats.</summary>
internal enum Nesting
{
    /// <summary>One object.</summary>
    Single,

    /// <summary>A list of objects.</summary>
    List,

    /// <summary>Objects by name.</summary>
    Map,
}

/// <summary>One attribute of a schema, with everything that the engine, its documentation tools and the codec need to know.</summary>
internal sealed record SchemaAttribute
{
    private SchemaAttribute(string name, CtyType type, Mode mode, string description) =>
        (Name, Type, Mode, Description) = (name, type, mode, description);

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Type of its value; of a nested attribute the type of the whole.</summary>
    public CtyType Type { get; }

    /// <summary>Who sets it.</summary>
    public Mode Mode { get; }

    /// <summary>What it means, in Markdown.</summary>
    public string Description { get; }

    /// <summary>Whether the engine hides it.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Attributes inside it; empty for a plain attribute.</summary>
    public ImmutableArray<SchemaAttribute> Nested { get; private init; } = [];

    /// <summary>How they repeat.</summary>
    public Nesting Nesting { get; private init; }

    /// <summary>A plain attribute.</summary>
    public static SchemaAttribute Of(string name, CtyType type, Mode mode, string description) => new(name, type, mode, description);

    /// <summary>An optional attribute of the shared table.</summary>
    public static SchemaAttribute Input(PropertyName name, CtyType type) =>
        Of(name.Snake, type, Mode.Optional, Descriptions.Of(name, Spelling.Snake));

    /// <summary>A computed attribute of the shared table.</summary>
    public static SchemaAttribute Output(PropertyName name, CtyType type) =>
        Of(name.Snake, type, Mode.Computed, Descriptions.Of(name, Spelling.Snake));

    /// <summary>An attribute with attributes inside.</summary>
    public static SchemaAttribute Of(
        string name,
        Nesting nesting,
        Mode mode,
        string description,
        params ImmutableArray<SchemaAttribute> nested
    )
    {
        var element = ObjectOf(nested);
        CtyType type = nesting switch
        {
            Nesting.Single => element,
            Nesting.List => new CtyType.List(element),
            _ => new CtyType.Map(element),
        };
        return new SchemaAttribute(name, type, mode, description) { Nested = nested, Nesting = nesting };
    }

    /// <summary>The type of an object with these attributes.</summary>
    public static CtyType.Object ObjectOf(IEnumerable<SchemaAttribute> attributes) =>
        CtyType.Object.Of(attributes.Select(attribute => (attribute.Name, attribute.Type)));
}
