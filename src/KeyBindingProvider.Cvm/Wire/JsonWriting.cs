using System.Buffers;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>What is sent, and its members; one that is null is none.</summary>
internal static class JsonWriting
{
    /// <summary>The body of a call.</summary>
    public static byte[] ToBytes(this IRequest request)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            request.Write(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    extension(Utf8JsonWriter json)
    {
        /// <summary>A text.</summary>
        public void Write(string name, string? value)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        /// <summary>A number.</summary>
        public void Write(string name, long? value)
        {
            if (value is { } number)
            {
                json.WriteNumber(name, number);
            }
        }

        /// <summary>A list of texts.</summary>
        public void Write(string name, IEnumerable<string>? values)
        {
            if (values is null)
            {
                return;
            }

            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        /// <summary>An object.</summary>
        public void Write(string name, IRequest value)
        {
            json.WriteStartObject(name);
            value.Write(json);
            json.WriteEndObject();
        }

        /// <summary>A list of objects.</summary>
        public void Write(string name, IEnumerable<IRequest> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStartObject();
                value.Write(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }
}
