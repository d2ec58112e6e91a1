using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using ProtoValue = Google.Protobuf.WellKnownTypes.Value;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>Reads the engine's values. Their depth is bounded by the parser of the messages (32 nested objects), so recursion is safe.</summary>
internal static class FromProto
{
    /// <summary>Reads an object; absent is empty.</summary>
    public static PropertyValue.Map Map(Struct? fields) => fields is null ? PropertyValue.Map.Empty : Plain(fields);

    /// <summary>Reads a value.</summary>
    public static PropertyValue Value(ProtoValue value) =>
        value.KindCase switch
        {
            ProtoValue.KindOneofCase.BoolValue => new PropertyValue.Flag(value.BoolValue),
            ProtoValue.KindOneofCase.NumberValue => new PropertyValue.Number(value.NumberValue),
            ProtoValue.KindOneofCase.StringValue => Text(value.StringValue),
            ProtoValue.KindOneofCase.ListValue => new PropertyValue.List([.. value.ListValue.Values.Select(Value)]),
            ProtoValue.KindOneofCase.StructValue => Signed(value.StructValue),
            _ => PropertyValue.Null.Instance,
        };

    /// <summary>A text, or the mark of something that is not known yet.</summary>
    public static PropertyValue Text(string text) =>
        WireSignatures.IsUnknown(text) ? PropertyValue.Unknown.Instance : new PropertyValue.Text(text);

    private static PropertyValue.Map Plain(Struct fields) =>
        new(fields.Fields.ToImmutableSortedDictionary(field => field.Key, field => Value(field.Value), StringComparer.Ordinal));

    private static PropertyValue Signed(Struct fields)
    {
        if (!fields.Fields.TryGetValue(WireSignatures.Key, out var signature))
        {
            return Plain(fields);
        }

        return signature.StringValue switch
        {
            WireSignatures.Secret => new PropertyValue.Secret(Find(fields, "value") ?? PropertyValue.Null.Instance),
            WireSignatures.Output => new PropertyValue.Output(
                Find(fields, "value"),
                fields.Fields.TryGetValue("secret", out var secret) && secret.BoolValue,
                fields.Fields.TryGetValue("dependencies", out var urns)
                    ? [.. (urns.ListValue?.Values ?? []).Select(urn => urn.StringValue)]
                    : []
            ),
            WireSignatures.Reference => new PropertyValue.Reference(IdOf(fields), Plain(fields)),
            _ => new PropertyValue.Opaque(Plain(fields)),
        };
    }

    /// <summary>The id of a referenced resource; a resource that is yet to be made has none or an unknown one.</summary>
    private static PropertyValue IdOf(Struct fields) =>
        Find(fields, "id")?.Plain is PropertyValue.Text { Value.Length: > 0 } id ? id : PropertyValue.Unknown.Instance;

    private static PropertyValue? Find(Struct fields, string name) => fields.Fields.TryGetValue(name, out var value) ? Value(value) : null;
}
