using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>A type in the package schema.</summary>
internal abstract record SchemaType
{
    private SchemaType() { }

    public static readonly SchemaType Text = new Primitive("string");
    public static readonly SchemaType Flag = new Primitive("boolean");
    public static readonly SchemaType Count = new Primitive("integer");
    public static readonly SchemaType Texts = new ListOf(Text);

    /// <summary>A number where a count is meant, a text for a percentage.</summary>
    public static readonly SchemaType CountOrText = new OneOf([Count, Text]);

    /// <summary>Text, flag or count.</summary>
    public sealed record Primitive(string Name) : SchemaType;

    /// <summary>A list.</summary>
    public sealed record ListOf(SchemaType Items) : SchemaType;

    /// <summary>An object with names of the user's own.</summary>
    public sealed record MapOf(SchemaType Values) : SchemaType;

    /// <summary>Any of these.</summary>
    public sealed record OneOf(SchemaType[] Choices) : SchemaType;

    /// <summary>A type of this package.</summary>
    public sealed record Named(string Name) : SchemaType;

    /// <summary>How a schema says it, as properties to be put beside a description.</summary>
    public JsonObject ToJson() =>
        this switch
        {
            Primitive { Name: var name } => new JsonObject { ["type"] = name },
            ListOf { Items: var items } => new JsonObject { ["type"] = "array", ["items"] = items.ToJson() },
            MapOf { Values: var values } => new JsonObject { ["type"] = "object", ["additionalProperties"] = values.ToJson() },
            OneOf { Choices: var choices } => new JsonObject { ["oneOf"] = new JsonArray([.. choices.Select(choice => choice.ToJson())]) },
            Named { Name: var name } => new JsonObject { ["$ref"] = $"#/types/{Token(name)}" },
            _ => throw new InvalidOperationException("The set is closed."),
        };

    /// <summary>Token of a type of this package.</summary>
    public static string Token(string name) => $"{ResourceKinds.Package}:index:{name}";
}
