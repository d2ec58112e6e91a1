using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>Values of the engine, short to write and to compare.</summary>
internal static class Values
{
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public static Struct Of(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        var map = new Struct();
        foreach (var (name, value) in fields)
        {
            map.Fields[name] = value;
        }

        return map;
    }

    public static Value Text(string text) => Value.ForString(text);

    public static Value Texts(params IEnumerable<string> texts) => Value.ForList([.. texts.Select(Value.ForString)]);

    public static Value Map(params ReadOnlySpan<(string Name, Value Value)> fields) => Value.ForStruct(Of(fields));

    public static Value Secret(Value value) => Map((SignatureKey, Text("1b47061264138c4ac30d75fd1eb44270")), ("value", value));

    public static Value Reference(string urn, string id) =>
        Map((SignatureKey, Text("5cf8f73096256a8f31e491e813e4eb8e")), ("urn", Text(urn)), ("id", Text(id)));

    public static Struct With(this Struct map, string name, Value value)
    {
        var copy = map.Clone();
        copy.Fields[name] = value;
        return copy;
    }

    public static Struct Without(this Struct map, string name)
    {
        var copy = map.Clone();
        copy.Fields.Remove(name);
        return copy;
    }

    /// <summary>A map of lists as text: <c>ins-a: skey-1 skey-2; ins-b: skey-1</c>.</summary>
    public static string Lists(this Struct map, string name) =>
        string.Join(
            "; ",
            Opened(map.Fields[name])
                .StructValue.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => $"{field.Key}: {string.Join(' ', field.Value.ListValue.Values.Select(value => value.StringValue))}")
        );

    public static IEnumerable<string> Strings(this Struct map, string name) =>
        Opened(map.Fields[name]).ListValue.Values.Select(value => value.StringValue);

    /// <summary>A map of texts as text: <c>ins-a: running</c>.</summary>
    public static string Pairs(this Struct map, string name) =>
        string.Join(
            "; ",
            Opened(map.Fields[name])
                .StructValue.Fields.OrderBy(field => field.Key, StringComparer.Ordinal)
                .Select(field => $"{field.Key}: {field.Value.StringValue}")
        );

    /// <summary>Whether the mark of an unknown value is anywhere in it.</summary>
    public static bool HoldsUnknown(this Struct map) => map.ToString().Contains(Unknown, StringComparison.Ordinal);

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static Value Opened(Value value) =>
        value.StructValue?.Fields.ContainsKey(SignatureKey) == true ? value.StructValue.Fields["value"] : value;
}
