using System.Text;
using System.Text.Json;
using Google.Protobuf;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>
/// What is read back from files that were saved: an observation (in the states of both engines), the private bytes of Terraform's states and saved plans, and
/// Terraform's state in both layouts. What is not ours reads as nothing; what is read can be planned over and is written back the same.
/// </summary>
internal static class SavedStates
{
    public static FuzzTarget Target { get; } =
        new("saved-state", Run)
        {
            Tokens =
            [
                "\"state\":",
                "\"private\":",
                "\"observation\":",
                "\"seen\":",
                "\"planned\":\"",
                "\"shown\":\"",
                "\"instances\":[",
                "\"keys\":{",
                "\"absent\":[",
                "\"id\":\"ins-00000001\"",
                "\"last_planned_changes\":",
                "lose skey-a, skey-b; gain skey-c; stop soft (change 2)",
                "\"Create\"",
                "\"pending_instances\":{\"ins-00000001\":\"start_failed\"}",
                "gA==",
            ],
        };

    private static string Run(byte[] bytes)
    {
        var (state, kept, observation) = Parts(bytes);
        var outcome = "";
        var seen = Observation.TryDecode(observation);
        if (seen is not null)
        {
            outcome += $"o{Math.Min(seen.Fleet.Instances.Count, 2)}";
            var written = seen.Encode();
            Assert.Equal(written, Observation.TryDecode(written)?.Encode());
        }

        var decoded = PrivateState.Decode(ByteString.CopyFromUtf8(kept));
        outcome +=
            $" {decoded.Operation}{decoded.Observation is null}{decoded.Shown is null}{decoded.Exact is null}{decoded.Planned.IsEmpty}";
        if (decoded != PrivateState.None)
        {
            Assert.Equal(decoded.Encode(), PrivateState.Decode(decoded.Encode()).Encode());
        }

        foreach (var schema in ResourceSchemas.ByType.Values)
        {
            outcome += $" {Read(Encoding.UTF8.GetBytes(state), 0, schema, seen ?? decoded.Observation)}";
            outcome += Read(Encoding.UTF8.GetBytes(state), 1, schema, seen ?? decoded.Observation);
        }

        // As it stands there, too: what is not UTF-8 does not survive a text.
        return outcome + Read(bytes, 1, ResourceSchemas.ByType.Values.First(), seen);
    }

    private static string Read(byte[] json, long version, ResourceSchema schema, Observation? observation)
    {
        CtyValue.Map? map;
        try
        {
            map = StateUpgrade.Read(json, version, schema.Definition);
        }
        catch (CtyFormatException)
        {
            return "-";
        }

        if (map is null)
        {
            return "0";
        }

        var type = schema.Definition.Type;
        Assert.Equal(map, CtyMessagePack.Decode(CtyMessagePack.Encode(map, type).Memory, type));
        _ = PlannedChangesValue.Read(map[AttributeNames.LastPlannedChanges]);
        var state = StateObject.Read(map, schema, observation);
        var plan = StoredPlan.Of(state.Declared, state, ChangePolicyInput.None).Plan;
        Assert.NotEqual("", PlanText.Render(plan));
        return plan.IsRefused ? "r"
            : plan.IsActionable ? "a"
            : "n";
    }

    /// <summary>A file of the corpus has the three beside each other; of anything else each is the whole.</summary>
    private static (string State, string Private, string Observation) Parts(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (
                document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("state", out var state)
                && root.TryGetProperty("private", out var kept)
                && root.TryGetProperty("observation", out var observation)
            )
            {
                return (state.GetRawText(), kept.GetRawText(), observation.GetRawText());
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Damaged as a whole; the second for what is no UTF-8.
        }

        var text = Encoding.UTF8.GetString(bytes);
        return (text, text, text);
    }
}
