using System.Buffers;
using Google.Protobuf;
using Nerdbank.MessagePack;
using Extension = Nerdbank.MessagePack.Extension;

namespace KeyBindingProvider.Terraform.Cty;

internal static partial class CtyMessagePack
{
    private static readonly Extension Unknown = new(0, new ReadOnlyMemory<byte>([0]));

    /// <summary>Writes a value of the type; objects always with every attribute, which the engine insists on.</summary>
    public static ByteString Encode(CtyValue value, CtyType type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        Write(ref writer, value, type);
        writer.Flush();
        return UnsafeByteOperations.UnsafeWrap(buffer.WrittenMemory);
    }

    private static void Write(ref MessagePackWriter writer, CtyValue value, CtyType type)
    {
        switch (value)
        {
            case CtyValue.Null:
                writer.WriteNil();
                break;
            case CtyValue.Unknown:
                writer.Write(Unknown);
                break;
            case CtyValue.Text text when type == CtyType.Text:
                writer.Write(text.Value);
                break;
            case CtyValue.Number number when type == CtyType.Number:
                Write(ref writer, number.Value);
                break;
            case CtyValue.Flag flag when type == CtyType.Flag:
                writer.Write(flag.Value);
                break;
            case CtyValue.List list when type is CtyType.List of:
                Write(ref writer, list.Items, of.Element);
                break;
            case CtyValue.Set set when type is CtyType.Set of:
                Write(ref writer, set.Items, of.Element);
                break;
            case CtyValue.Map map when type is CtyType.Map of:
                writer.WriteMapHeader(map.Entries.Count);
                foreach (var (name, item) in map.Entries)
                {
                    writer.Write(name);
                    Write(ref writer, item, of.Element);
                }

                break;
            case CtyValue.Map map when type is CtyType.Object of:
                writer.WriteMapHeader(of.Attributes.Count);
                foreach (var (name, attribute) in of.Attributes)
                {
                    writer.Write(name);
                    Write(ref writer, map[name], attribute);
                }

                break;
            default:
                throw new InvalidOperationException($"{value.GetType().Name} is no value of {type}");
        }
    }

    private static void Write(ref MessagePackWriter writer, IReadOnlyCollection<CtyValue> items, CtyType element)
    {
        writer.WriteArrayHeader(items.Count);
        foreach (var item in items)
        {
            Write(ref writer, item, element);
        }
    }

    private static void Write(ref MessagePackWriter writer, CtyNumber number)
    {
        if (number.Text is { } text)
        {
            writer.Write(text);
        }
        else if (number.Whole is { } whole)
        {
            writer.Write(whole);
        }
        else
        {
            writer.Write(number.Real);
        }
    }
}
