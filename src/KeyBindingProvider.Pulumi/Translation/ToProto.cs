using Google.Protobuf.WellKnownTypes;
using ProtoValue = Google.Protobuf.WellKnownTypes.Value;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>Writes values for the engine.</summary>
internal static class ToProto
{
    /// <summary>Writes an object.</summary>
    public static Struct Struct(PropertyValue.Map map)
    {
        var fields = new Struct();
        foreach (var (name, value) in map.Entries)
        {
            fields.Fields[name] = Value(value);
        }

        return fields;
    }

    /// <summary>Writes a value.</summary>
    public static ProtoValue Value(PropertyValue value) =>
        value switch
        {
            PropertyValue.Flag { Value: var flag } => ProtoValue.ForBool(flag),
            PropertyValue.Number { Value: var number } => ProtoValue.ForNumber(number),
            PropertyValue.Text { Value: var text } => ProtoValue.ForString(text),
            PropertyValue.Unknown => ProtoValue.ForString(WireSignatures.Unknown),
            PropertyValue.List { Items: var items } => ProtoValue.ForList([.. items.Select(Value)]),
            PropertyValue.Map map => ProtoValue.ForStruct(Struct(map)),
            PropertyValue.Secret { Value: var inner } => Signed(WireSignatures.Secret, ("value", Value(inner))),
            PropertyValue.Output output => Output(output),
            PropertyValue.Reference { Fields: var fields } => ProtoValue.ForStruct(Struct(fields)),
            PropertyValue.Opaque { Fields: var fields } => ProtoValue.ForStruct(Struct(fields)),
            _ => ProtoValue.ForNull(),
        };

    private static ProtoValue Output(PropertyValue.Output output)
    {
        var written = Signed(WireSignatures.Output);
        var fields = written.StructValue.Fields;
        if (output.Value is { } inner)
        {
            fields["value"] = Value(inner);
        }

        if (output.IsSecret)
        {
            fields["secret"] = ProtoValue.ForBool(true);
        }

        if (!output.Dependencies.IsEmpty)
        {
            fields["dependencies"] = ProtoValue.ForList([.. output.Dependencies.Select(ProtoValue.ForString)]);
        }

        return written;
    }

    private static ProtoValue Signed(string signature, params ReadOnlySpan<(string Name, ProtoValue Value)> fields)
    {
        var signed = new Struct();
        signed.Fields[WireSignatures.Key] = ProtoValue.ForString(signature);
        foreach (var (name, value) in fields)
        {
            signed.Fields[name] = value;
        }

        return ProtoValue.ForStruct(signed);
    }
}
