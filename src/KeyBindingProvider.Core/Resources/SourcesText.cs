using System.Collections.Immutable;
using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Resources;

/// <summary>What starts machines, as an observation carries it: only what names a key that was asked for.</summary>
internal static class SourcesText
{
    public static void Write(Utf8JsonWriter json, KeySources sources) =>
        json.Object(
            "sources",
            () =>
            {
                json.Keys("asked", sources.Asked);
                json.Objects("found", sources.Found, source => Write(json, source));
                json.Object(
                    "looked",
                    () =>
                    {
                        foreach (var (kind, count) in sources.Looked)
                        {
                            json.WriteNumber(kind.ToString(), count);
                        }
                    }
                );
                json.Objects(
                    "gaps",
                    sources.Gaps,
                    gap =>
                    {
                        json.WriteString("kind", gap.Kind.ToString());
                        json.WriteString("why", gap.Why);
                    }
                );
            }
        );

    /// <summary>Throws what a reader of JSON throws for anything else.</summary>
    public static KeySources Read(JsonElement json) =>
        new(
            Keys(json, "asked"),
            [.. json.GetProperty("found").EnumerateArray().Select(ReadSource)],
            json.GetProperty("looked")
                .EnumerateObject()
                .ToImmutableSortedDictionary(entry => Kind(entry.Name), entry => entry.Value.GetInt32()),
            [.. json.GetProperty("gaps").EnumerateArray().Select(gap => new SourceGap(Kind(Text(gap, "kind")), Text(gap, "why")))]
        );

    private static void Write(Utf8JsonWriter json, KeySource source)
    {
        json.WriteString("kind", source.Kind.ToString());
        json.WriteString("id", source.Id);
        json.WriteString("name", source.Name.Raw);
        json.Keys("keys", source.Keys);
        json.WriteNumber("version", source.Version);
        json.WriteNumber("versions", source.Versions);
        json.Objects(
            "older",
            source.OlderVersions,
            version =>
            {
                json.WriteNumber("version", version.Number);
                json.Keys("keys", version.Keys);
            }
        );
        if (!source.Prepared.IsEmpty)
        {
            json.Objects(
                "prepared",
                source.Prepared,
                version =>
                {
                    json.WriteNumber("version", version.Number);
                    json.Keys("keys", version.Keys);
                }
            );
        }

        json.WriteStartArray("usedBy");
        foreach (var user in source.UsedBy)
        {
            json.WriteStringValue(user);
        }

        json.WriteEndArray();
        // Where exactly a template puts machines is read again before it is written; what counts here is whether that can be said.
        json.WriteBoolean("placed", source.Placement is not null);
    }

    private static KeySource ReadSource(JsonElement json) =>
        new()
        {
            Kind = Kind(Text(json, "kind")),
            Id = Text(json, "id"),
            Name = Text(json, "name"),
            Keys = Keys(json, "keys"),
            Version = json.GetProperty("version").GetInt64(),
            Versions = json.GetProperty("versions").GetInt32(),
            OlderVersions =
            [
                .. json.GetProperty("older")
                    .EnumerateArray()
                    .Select(version => new OlderVersion(version.GetProperty("version").GetInt64(), Keys(version, "keys"))),
            ],
            Prepared = json.TryGetProperty("prepared", out var prepared)
                ?
                [
                    .. prepared
                        .EnumerateArray()
                        .Select(version => new PreparedVersion(version.GetProperty("version").GetInt64(), Keys(version, "keys"))),
                ]
                : [],
            UsedBy = [.. json.GetProperty("usedBy").EnumerateArray().Select(user => user.GetString() ?? "")],
            Placement = json.GetProperty("placed").GetBoolean() ? new TemplatePlacement("", null, []) : null,
        };

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    private static KeySet Keys(JsonElement json, string name) =>
        KeySet.Of(json.GetProperty(name).EnumerateArray().Select(key => KeyId.FromService(key.GetString() ?? "")));

    private static KeySourceKind Kind(string name) =>
        Enum.TryParse<KeySourceKind>(name, out var kind) && Enum.IsDefined(kind) ? kind : throw new FormatException(name);
}
