using System.Text.Json;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>A value that is one text. The documents are only ever written.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(TextOf(value));

    /// <summary>The text, as it is: JSON escapes by itself.</summary>
    protected abstract string TextOf(T value);
}

/// <summary>An instance's id.</summary>
internal sealed class InstanceIdText : TextConverter<InstanceId>
{
    protected override string TextOf(InstanceId value) => value.Value;
}

/// <summary>A key pair's id.</summary>
internal sealed class KeyIdText : TextConverter<KeyId>
{
    protected override string TextOf(KeyId value) => value.Value;
}

/// <summary>A kind of resource, by its name.</summary>
internal sealed class ResourceKindText : TextConverter<ResourceKind>
{
    protected override string TextOf(ResourceKind value) => value.Name;
}

/// <summary>An effective policy: what is written of a field stands in its row of <see cref="PolicyFields"/>.</summary>
internal sealed class ChangePolicyObject : JsonConverter<ChangePolicy>
{
    public override ChangePolicy Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, ChangePolicy value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (field, of) in value.Values)
        {
            field.Write(writer, of);
        }

        writer.WriteEndObject();
    }
}

/// <summary>Members of an enumeration as programs spell them.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;

/// <summary>Members of an enumeration as codes are spelled.</summary>
internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
