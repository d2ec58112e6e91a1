using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Cli.Plans;

/// <summary>What a plan says of what starts machines, as its JSON has it.</summary>
internal static class PlannedSources
{
    /// <summary>Every source that the plans of a document name. Throws what a reader of JSON throws where a part is missing or another one.</summary>
    /// <param name="plan">A document as <see cref="PlanJson"/> writes it.</param>
    public static List<SourceStand> Of(JsonElement plan)
    {
        var stands = new List<SourceStand>();
        foreach (var region in plan.GetProperty("regions").EnumerateArray())
        {
            var title = region.GetProperty("title").GetString() ?? "";
            if (region.TryGetProperty("keySources", out var sources))
            {
                stands.AddRange(sources.EnumerateArray().Select(source => Read(title, source)));
            }
        }

        return stands;
    }

    private static SourceStand Read(string title, JsonElement source) =>
        new(
            title,
            Enum.TryParse<KeySourceKind>(source.GetProperty("kind").GetString(), ignoreCase: true, out var kind)
                ? kind
                : throw new InvalidOperationException(),
            source.GetProperty("id").GetString() ?? "",
            source.GetProperty("version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt64() : 0,
            Keys(source.GetProperty("keyIds")),
            source.GetProperty("newKeyIds") is { ValueKind: JsonValueKind.Array } to ? Keys(to) : null
        );

    private static KeySet Keys(JsonElement keys) =>
        KeySet.Of(keys.EnumerateArray().Select(key => KeyId.FromService(key.GetString() ?? "")));
}
