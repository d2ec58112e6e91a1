using System.Text.Json;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>A key pair as DescribeKeyPairs shows it.</summary>
internal static class KeyPairJson
{
    public static void Write(Utf8JsonWriter json, WorldKeyPair key, IReadOnlyList<string> associated)
    {
        json.WriteStartObject();
        json.WriteString("KeyId"u8, key.Id);
        json.WriteString("KeyName"u8, key.Name);
        json.WriteNumber("ProjectId"u8, 0);
        json.WriteString("Description"u8, key.Description);
        json.WriteString("PublicKey"u8, $"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDsimulated {key.Id}");
        json.WriteNull("PrivateKey"u8);
        json.WriteString("CreatedTime"u8, "2024-01-15T08:00:00Z");
        json.WriteStartArray("AssociatedInstanceIds"u8);
        foreach (var instanceId in associated)
        {
            json.WriteStringValue(instanceId);
        }

        json.WriteEndArray();
        WriteTags(json, key.Tags);
        json.WriteEndObject();
    }

    public static void WriteTags(Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags)
    {
        json.WriteStartArray("Tags"u8);
        foreach (var (key, value) in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key"u8, key);
            json.WriteString("Value"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
