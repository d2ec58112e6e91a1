using System.Text.Json.Serialization;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>What every machine-readable document begins with. Fields are only ever added; the version counts what would break a reader.</summary>
/// <param name="Kind">What kind of document it is.</param>
internal abstract record JsonFile([property: JsonPropertyOrder(-1)] string Kind)
{
    [JsonPropertyOrder(-2)]
    public int SchemaVersion { get; } = 1;
}
