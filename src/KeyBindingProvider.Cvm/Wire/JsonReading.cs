using System.Text;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>
/// What answers are read with. Strict, unless its name says otherwise: null is null, and what is of another kind refuses the document, as the reader's own
/// <see cref="Utf8JsonReader.GetString"/> does.
/// </summary>
internal static class JsonReading
{
    private const int MaxDepth = 32;

    /// <summary>Longer than any name that is read, nearly always than any that comes.</summary>
    private const int LongestName = 128;

    /// <summary>A whole document, or null where it is <c>null</c>. Throws <see cref="JsonException"/>, with a line.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> document, T fresh)
        where T : class, IJsonObject
    {
        var json = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            json.Read();
            var read = json.GetObject(fresh);
            // Nothing but white space may follow.
            json.Read();
            return read;
        }
        catch (Exception exception) when (IsRefusal(exception) && exception is not JsonException { LineNumber: not null })
        {
            var line = document[..(int)json.BytesConsumed].Count((byte)'\n');
            throw new JsonException(exception.Message, path: null, line, bytePositionInLine: null, exception);
        }
    }

    /// <summary>Whether a document, or a part of it, could not be read: no JSON, another kind of value, a number that is too large, a text that is no Unicode.</summary>
    public static bool IsRefusal(Exception exception) => exception is JsonException or InvalidOperationException or FormatException;

    extension(ref Utf8JsonReader json)
    {
        /// <summary>An object.</summary>
        public T? GetObject<T>(T fresh)
            where T : class, IJsonObject
        {
            if (json.TokenType == JsonTokenType.Null)
            {
                return null;
            }

            json.ReadMembers(fresh);
            return fresh;
        }

        /// <summary>A list of objects.</summary>
        public IReadOnlyList<T?>? GetObjects<T>()
            where T : class, IJsonObject, new()
        {
            if (!json.IsList())
            {
                return null;
            }

            var objects = new List<T?>();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                objects.Add(json.GetObject(new T()));
            }

            return objects;
        }

        /// <summary>A list of texts.</summary>
        public IReadOnlyList<string?>? GetStrings()
        {
            if (!json.IsList())
            {
                return null;
            }

            var texts = new List<string?>();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                texts.Add(json.GetString());
            }

            return texts;
        }

        /// <summary>A truth value.</summary>
        public bool? GetBooleanOrNull() => json.TokenType == JsonTokenType.Null ? null : json.GetBoolean();

        /// <summary>A whole number.</summary>
        public int? GetInt32OrNull() => json.TokenType == JsonTokenType.Null ? null : json.GetInt32();

        /// <summary>A whole number.</summary>
        public long? GetInt64OrNull() => json.TokenType == JsonTokenType.Null ? null : json.GetInt64();

        /// <summary>A count as it is told; what is no whole number tells none.</summary>
        public int? GetCountLeniently()
        {
            if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var count))
            {
                return count;
            }

            json.Skip();
            return null;
        }

        private bool IsList() =>
            json.TokenType switch
            {
                JsonTokenType.StartArray => true,
                JsonTokenType.Null => false,
                _ => throw new JsonException(),
            };

        private void ReadMembers(IJsonObject into)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException();
            }

            Span<char> buffer = stackalloc char[LongestName];
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                var member = NameOf(in json, buffer);
                json.Read();
                into.ReadMember(member, ref json);
                // Of what was taken the reader is at the end: there is nothing to skip.
                json.Skip();
            }
        }
    }

    /// <summary>A member's name. Bytes that are no UTF-8 are replaced: a name that nobody asks for refuses nothing.</summary>
    private static ReadOnlySpan<char> NameOf(in Utf8JsonReader json, Span<char> buffer) =>
        json.ValueSpan.Length > buffer.Length ? (json.ValueIsEscaped ? json.GetString() : Encoding.UTF8.GetString(json.ValueSpan))
        : json.ValueIsEscaped ? buffer[..json.CopyString(buffer)]
        : buffer[..Encoding.UTF8.GetChars(json.ValueSpan, buffer)];
}
