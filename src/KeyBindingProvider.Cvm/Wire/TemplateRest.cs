using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>
/// All of a launch template's version but its keys, as a digest: user data may hold a secret and is not kept. What is absent, null and empty is one; the order of names is none.
/// </summary>
internal static class TemplateRest
{
    /// <summary>What is said of the call that made a version, and of no machine. Source: cvm LaunchTemplateVersionData.</summary>
    private static readonly HashSet<string> s_ofTheCall = new(StringComparer.Ordinal) { "ClientToken", "DryRun" };

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string Of(LaunchTemplateContent? content)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, (content?.Others ?? []).Where(other => !s_ofTheCall.Contains(other.Key)));
            if (content?.Placement is { } placement)
            {
                json.WriteStartObject("Placement"u8);
                json.WriteString("Zone"u8, placement.Zone ?? "");
                // No project is the default one, 0.
                json.WriteNumber("ProjectId"u8, placement.ProjectId ?? 0);
                json.WriteStartArray("HostIds"u8);
                foreach (var host in (placement.HostIds ?? []).OfType<string>())
                {
                    json.WriteStringValue(host);
                }

                json.WriteEndArray();
                Write(json, placement.Others ?? []);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        foreach (var (name, value) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            if (!IsNothing(value))
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                Write(json, value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value)));
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    /// <summary>False is something: a public address is given unless it says so.</summary>
    private static bool IsNothing(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.String => value.ValueEquals(""u8),
            JsonValueKind.Array => value.GetArrayLength() == 0,
            JsonValueKind.Object => value.EnumerateObject().All(member => IsNothing(member.Value)),
            _ => false,
        };
}
