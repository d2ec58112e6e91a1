using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Nerdbank.MessagePack;

namespace KeyBindingProvider.Terraform.Cty;

/// <summary>
/// The engine's encoding of values, driven by the schema's type (rule <c>plugin-values</c>). Depth is bounded by the type, since nothing
/// nests that the type does not nest; lengths are bounded by what is really there.
/// </summary>
internal static partial class CtyMessagePack
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a value. Throws <see cref="CtyFormatException"/> for bytes that are no value of the type.</summary>
    public static CtyValue Decode(ReadOnlyMemory<byte> bytes, CtyType type, CodecLimits? limits = null)
    {
        var reader = new MessagePackReader(new ReadOnlySequence<byte>(bytes));
        var decoder = new Decoder(limits ?? CodecLimits.Default);
        try
        {
            var value = decoder.Read(ref reader, type, "");
            return reader.End ? value : throw new CtyFormatException("there are bytes after the value");
        }
        catch (Exception exception) when (exception is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            throw new CtyFormatException($"not MessagePack: {exception.Message}");
        }
    }

    private sealed class Decoder(CodecLimits limits)
    {
        private int _values;

        public CtyValue Read(ref MessagePackReader reader, CtyType type, string path)
        {
            if (++_values > limits.Values)
            {
                throw Wrong(path, $"more than {limits.Values} values");
            }

            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Nil:
                    reader.ReadNil();
                    return CtyValue.Nothing;
                case MessagePackType.Extension:
                    // Plain or refined: every extension code means unknown.
                    reader.ReadExtension();
                    return CtyValue.NotKnown;
            }

            return type switch
            {
                CtyType.Primitive primitive => ReadPrimitive(ref reader, primitive, path),
                CtyType.List list => new CtyValue.List(ReadItems(ref reader, list.Element, path)),
                CtyType.Set set => new CtyValue.Set(ReadItems(ref reader, set.Element, path)),
                CtyType.Map map => ReadMap(ref reader, map.Element, path),
                CtyType.Object attributes => ReadObject(ref reader, attributes, path),
                _ => throw new InvalidOperationException($"no decoder for {type}"),
            };
        }

        private CtyValue ReadPrimitive(ref MessagePackReader reader, CtyType.Primitive type, string path)
        {
            if (type == CtyType.Number)
            {
                return new CtyValue.Number(ReadNumber(ref reader, path));
            }

            if (type == CtyType.Flag)
            {
                return reader.NextMessagePackType == MessagePackType.Boolean
                    ? new CtyValue.Flag(reader.ReadBoolean())
                    : throw Expected(path, "bool", reader.NextMessagePackType);
            }

            return new CtyValue.Text(ReadText(ref reader, path));
        }

        private CtyNumber ReadNumber(ref MessagePackReader reader, string path)
        {
            switch (reader.NextMessagePackType)
            {
                case MessagePackType.Integer:
                    if (reader.NextCode != MessagePackCode.UInt64)
                    {
                        return CtyNumber.Of(reader.ReadInt64());
                    }

                    var unsigned = reader.ReadUInt64();
                    return unsigned <= long.MaxValue ? CtyNumber.Of((long)unsigned) : Parse(unsigned.ToString(null, null), path);
                case MessagePackType.Float:
                    return CtyNumber.Of(reader.ReadDouble());
                case MessagePackType.String:
                    return Parse(ReadText(ref reader, path), path);
                default:
                    throw Expected(path, "number", reader.NextMessagePackType);
            }
        }

        private static CtyNumber Parse(string text, string path) =>
            CtyNumber.TryParse(text, out var number) ? number : throw Wrong(path, "a text that is no number");

        private string ReadText(ref MessagePackReader reader, string path)
        {
            if (reader.NextMessagePackType != MessagePackType.String)
            {
                throw Expected(path, "string", reader.NextMessagePackType);
            }

            var bytes = reader.ReadStringSequence() ?? throw Expected(path, "string", MessagePackType.Nil);
            if (bytes.Length > limits.TextBytes)
            {
                throw Wrong(path, $"a text of more than {limits.TextBytes} bytes");
            }

            try
            {
                return StrictUtf8.GetString(bytes);
            }
            catch (DecoderFallbackException)
            {
                throw Wrong(path, "a text that is not UTF-8");
            }
        }

        private ImmutableArray<CtyValue> ReadItems(ref MessagePackReader reader, CtyType element, string path)
        {
            if (reader.NextMessagePackType != MessagePackType.Array)
            {
                throw Expected(path, "array", reader.NextMessagePackType);
            }

            var count = reader.ReadArrayHeader();
            // Grows with what is read: a header alone reserves nothing.
            var items = ImmutableArray.CreateBuilder<CtyValue>();
            for (var i = 0; i < count; i++)
            {
                items.Add(Read(ref reader, element, $"{path}[]"));
            }

            return items.ToImmutable();
        }

        private CtyValue.Map ReadMap(ref MessagePackReader reader, CtyType element, string path)
        {
            var entries = ImmutableSortedDictionary.CreateBuilder<string, CtyValue>(StringComparer.Ordinal);
            for (var left = ReadMapHeader(ref reader, path); left > 0; left--)
            {
                var name = ReadText(ref reader, path);
                entries[name] = Read(ref reader, element, $"{path}[{name}]");
            }

            return new CtyValue.Map(entries.ToImmutable());
        }

        private CtyValue.Map ReadObject(ref MessagePackReader reader, CtyType.Object type, string path)
        {
            var entries = ImmutableSortedDictionary.CreateBuilder<string, CtyValue>(StringComparer.Ordinal);
            for (var left = ReadMapHeader(ref reader, path); left > 0; left--)
            {
                var name = ReadText(ref reader, path);
                if (!type.Attributes.TryGetValue(name, out var attribute))
                {
                    throw Wrong(path, $"an attribute '{name}' that the schema does not have");
                }

                entries[name] = Read(ref reader, attribute, path.Length == 0 ? name : $"{path}.{name}");
            }

            return type.Attributes.Keys.FirstOrDefault(name => !entries.ContainsKey(name)) is { } absent
                ? throw Wrong(path, $"no attribute '{absent}'")
                : new CtyValue.Map(entries.ToImmutable());
        }

        private static int ReadMapHeader(ref MessagePackReader reader, string path) =>
            reader.NextMessagePackType == MessagePackType.Map
                ? reader.ReadMapHeader()
                : throw Expected(path, "map", reader.NextMessagePackType);

        private static CtyFormatException Expected(string path, string wanted, MessagePackType found) =>
            Wrong(path, $"{found} where {wanted} belongs");

        private static CtyFormatException Wrong(string path, string what) => new($"{(path.Length == 0 ? "the value" : path)}: {what}");
    }
}
