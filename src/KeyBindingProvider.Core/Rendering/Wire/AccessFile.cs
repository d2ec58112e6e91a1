using System.ComponentModel;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>Who can open what.</summary>
internal sealed record AccessFile() : JsonFile("access")
{
    public required string Region { get; init; }

    [Description("Instances that were looked at.")]
    public required int Instances { get; init; }
    public required IReadOnlyList<KeyFields> Keys { get; init; }
    public required IReadOnlyList<InstanceId> KeylessInstanceIds { get; init; }
    public required IReadOnlyList<InstanceId> MissingInstanceIds { get; init; }
    public required IReadOnlyList<KeyId> MissingKeyIds { get; init; }

    [Description("Tags that were asked for and that no instance of the region has. Empty where instances are asked for by id, too.")]
    public required IReadOnlyList<TagFields> MissingTags { get; init; }

    [Description("Scaling groups that were asked for and have no member in the region. Empty where instances are asked for by id, too.")]
    public required IReadOnlyList<string> MissingAutoScalingGroups { get; init; }

    [Description("Names that were asked for and that no instance of the region has. Empty where instances are asked for by id, too.")]
    public required IReadOnlyList<string> MissingNames { get; init; }

    [Description("What starts machines later with one of the keys that were asked for. Absent where nobody looked.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceFields>? KeySources { get; init; }

    [Description("What of it could not be looked at. Absent where nobody looked.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NotLookedAt { get; init; }

    public static AccessFile Of(AccessReport report) =>
        new()
        {
            Region = report.Region,
            Instances = report.InstanceCount,
            Keys = [.. report.Keys.Select(KeyFields.Of)],
            KeylessInstanceIds = [.. report.Keyless.Select(instance => instance.Id)],
            MissingInstanceIds = report.MissingInstances,
            MissingKeyIds = report.MissingKeys,
            MissingTags = [.. report.MissingTags.Select(tag => new TagFields(tag.TagKey, tag.Value))],
            MissingAutoScalingGroups = [.. report.MissingGroups],
            MissingNames = [.. report.MissingNames],
            KeySources = report.Sources is { } sources ? SourceFields.Of(sources) : null,
            NotLookedAt = report.Sources is { } looked ? [.. SourceWording.Gaps(looked)] : null,
        };
}

/// <summary>One tag, by what it was asked for.</summary>
internal sealed record TagFields(string Key, string Value);

/// <summary>One key.</summary>
internal sealed record KeyFields
{
    public required KeyId KeyId { get; init; }
    public required string Name { get; init; }

    [Description("What the key opens.")]
    public required IReadOnlyList<OpenedFields> Instances { get; init; }

    public static KeyFields Of(KeyAccess key) =>
        new()
        {
            KeyId = key.Key,
            Name = key.Name.Raw,
            Instances = [.. key.Instances.Select(OpenedFields.Of)],
        };
}

/// <summary>One instance that a key opens.</summary>
internal sealed record OpenedFields
{
    public required InstanceId InstanceId { get; init; }
    public required string Name { get; init; }

    [Description("InstanceState as the service names it.")]
    public required string State { get; init; }

    public static OpenedFields Of(InstanceSnapshot instance) =>
        new()
        {
            InstanceId = instance.Id,
            Name = instance.Name.Raw,
            State = instance.State.Name,
        };
}
