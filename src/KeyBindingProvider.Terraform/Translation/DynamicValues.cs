using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>Values as messages. Always MessagePack on the way out; either form on the way in.</summary>
internal static class DynamicValues
{
    /// <summary>Reads an object of a schema; null when it is the null object. Throws <see cref="CtyFormatException"/>.</summary>
    public static CtyValue.Map? Read(DynamicValue? message, SchemaDefinition schema) => Read(message, schema.Type);

    /// <summary>Reads an object of a type; null when it is the null object. Throws <see cref="CtyFormatException"/>.</summary>
    public static CtyValue.Map? Read(DynamicValue? message, CtyType.Object type)
    {
        var value = message switch
        {
            { Msgpack.IsEmpty: false } => CtyMessagePack.Decode(message.Msgpack.Memory, type),
            { Json.IsEmpty: false } => CtyJson.Decode(message.Json.Memory, type),
            _ => CtyValue.Nothing,
        };
        return value switch
        {
            CtyValue.Map map => map,
            CtyValue.Null => null,
            _ => throw new CtyFormatException("the whole object is unknown"),
        };
    }

    /// <summary>Writes an object of a schema, or the null object.</summary>
    public static DynamicValue Write(CtyValue.Map? value, SchemaDefinition schema) => Write(value, schema.Type);

    /// <summary>Writes an object of a type, or the null object.</summary>
    public static DynamicValue Write(CtyValue.Map? value, CtyType.Object type) =>
        new() { Msgpack = CtyMessagePack.Encode(value ?? CtyValue.Nothing, type) };
}
