using System.Text.Json;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>A value that is one text. The documents are only ever written.</summary>
internal abstract class TextConverter<T> : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString() ?? "");
}

/// <summary>An instance's id.</summary>
internal sealed class InstanceIdText : TextConverter<InstanceId>;

/// <summary>A key pair's id.</summary>
internal sealed class KeyIdText : TextConverter<KeyId>;

/// <summary>A count or a percentage.</summary>
internal sealed class MaxUnavailableText : TextConverter<MaxUnavailable>;

/// <summary>Members of an enumeration as programs spell them.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase)
    where T : struct, Enum;

/// <summary>Members of an enumeration as codes are spelled.</summary>
internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower)
    where T : struct, Enum;
