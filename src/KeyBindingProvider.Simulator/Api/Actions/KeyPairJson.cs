using System.Text.Json;

namespace KeyBindingProvider.Simulator;

/// <summary>A key pair as DescribeKeyPairs shows it.</summary>
internal static class KeyPairJson
{
    public static void Write(Utf8JsonWriter json, WorldKeyPair key, IReadOnlyList<string> associated)
    {
        json.WriteStartObject();
        json.WriteString("KeyId", key.Id);
        json.WriteString("KeyName", key.Name);
        json.WriteNumber("ProjectId", 0);
        json.WriteString("Description", key.Description);
        json.WriteString("PublicKey", $"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDsimulated {key.Id}");
        json.WriteNull("PrivateKey");
        json.WriteString("CreatedTime", "2024-01-15T08:00:00Z");
        json.WriteStartArray("AssociatedInstanceIds");
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
        json.WriteStartArray("Tags");
        foreach (var (key, value) in tags)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
