using System.ComponentModel;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>An audit.</summary>
internal sealed record AuditFile() : JsonFile("audit")
{
    [Description("Name of the program that it is about, or empty.")]
    public required string Program { get; init; }

    [Description("By the clock of the service, in UTC as ISO 8601 writes it.")]
    public required string ReadAt { get; init; }
    public required AuditCounts Findings { get; init; }

    [Description("One for each account and region.")]
    public required IReadOnlyList<AuditRegionFields> Regions { get; init; }

    public static AuditFile Of(AuditDocument document) =>
        new()
        {
            Program = document.Program,
            ReadAt = document.ReadAt,
            Findings = new AuditCounts(
                document.Count(AuditFinding.Keyless),
                document.Count(AuditFinding.PinnedMissing),
                document.Count(AuditFinding.Expired)
            ),
            Regions = [.. document.Regions.Select(AuditRegionFields.Of)],
        };
}

/// <summary>What --fail-on looks at.</summary>
[Description("Machines without any key, machines that lack a pinned key for each of these, pairs that are bound after their end.")]
internal sealed record AuditCounts(int Keyless, int PinnedMissing, int Expired);

/// <summary>One region.</summary>
internal sealed record AuditRegionFields
{
    [Description("The region, with the account where there are several.")]
    public required string Title { get; init; }
    public required string Region { get; init; }

    [Description("The machines that were asked for.")]
    public required IReadOnlyList<AuditedFields> Instances { get; init; }

    [Description("Keys that open at least one of them, and keys that were asked for.")]
    public required IReadOnlyList<AuditedKeyFields> Keys { get; init; }

    [Description("Machines that no key opens, though one could.")]
    public required IReadOnlyList<InstanceId> KeylessInstanceIds { get; init; }

    [Description("Key pairs that exist and open no machine of the region.")]
    public required IReadOnlyList<AuditedKeyFields> KeysThatOpenNothing { get; init; }

    [Description("Access of the program that ends or has ended, the earliest first.")]
    public required IReadOnlyList<EndingFields> Ends { get; init; }

    [Description("The provider's pinned keys, each with the machines that lack it.")]
    public required IReadOnlyList<PinnedFields> Pinned { get; init; }

    [Description("What starts machines later with a key. Absent where nobody looked.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceFields>? KeySources { get; init; }

    [Description("Keys that later machines get, each with what gives it. Absent where nobody looked.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ComingFields>? KeysOfLaterMachines { get; init; }

    [Description("What of it could not be looked at. Absent where nobody looked.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NotLookedAt { get; init; }
    public required IReadOnlyList<InstanceId> MissingInstanceIds { get; init; }
    public required IReadOnlyList<KeyId> MissingKeyIds { get; init; }

    [Description("Tags that were asked for and that no instance of the region has. Empty where instances are asked for by id, too.")]
    public required IReadOnlyList<TagFields> MissingTags { get; init; }

    [Description("Scaling groups that were asked for and have no member in the region. Empty where instances are asked for by id, too.")]
    public required IReadOnlyList<string> MissingAutoScalingGroups { get; init; }

    [Description("Names that were asked for and that no instance of the region has. Empty where instances are asked for by id, too.")]
    public required IReadOnlyList<string> MissingNames { get; init; }

    public static AuditRegionFields Of(AuditReport report) =>
        new()
        {
            Title = report.Title,
            Region = report.Region,
            Instances = [.. report.Instances.Select(AuditedFields.Of)],
            Keys = [.. report.Keys.Select(AuditedKeyFields.Of)],
            KeylessInstanceIds = [.. report.Keyless.Select(instance => instance.Id)],
            KeysThatOpenNothing = [.. report.OpenNothing.Select(AuditedKeyFields.Of)],
            Ends = [.. report.Ends.Select(EndingFields.Of)],
            Pinned = [.. report.PinnedMissing.Select(key => PinnedFields.Of(key, !report.PinnedNotFound.Contains(key.Key)))],
            KeySources = report.Sources is { } found ? SourceFields.Of(found) : null,
            KeysOfLaterMachines = report.Sources is null ? null : [.. report.Coming.Select(ComingFields.Of)],
            NotLookedAt = report.Sources is { } looked ? [.. SourceWording.Gaps(looked)] : null,
            MissingInstanceIds = report.MissingInstances,
            MissingKeyIds = report.MissingKeys,
            MissingTags = [.. report.Access.MissingTags.Select(tag => new TagFields(tag.TagKey, tag.Value))],
            MissingAutoScalingGroups = [.. report.Access.MissingGroups],
            MissingNames = [.. report.Access.MissingNames],
        };
}

/// <summary>A key that later machines get.</summary>
internal sealed record ComingFields
{
    public required KeyId KeyId { get; init; }
    public required string Name { get; init; }

    [Description("Ids of the sources whose next machine gets it.")]
    public required IReadOnlyList<string> NextOfSourceIds { get; init; }

    [Description("Ids of launch templates with other versions that name it.")]
    public required IReadOnlyList<string> OlderVersionOfSourceIds { get; init; }

    public static ComingFields Of(KeyComing key) =>
        new()
        {
            KeyId = key.Key,
            Name = key.Name.Raw,
            NextOfSourceIds = [.. key.Next.Select(source => source.Id)],
            OlderVersionOfSourceIds = [.. key.Sources.Where(source => key.VersionsOf(source).Any()).Select(source => source.Id)],
        };
}

/// <summary>One machine.</summary>
internal sealed record AuditedFields
{
    public required InstanceId InstanceId { get; init; }
    public required string Name { get; init; }

    [Description("InstanceState as the service names it.")]
    public required string State { get; init; }
    public required string Zone { get; init; }

    [Description("All keys that open it.")]
    public required IReadOnlyList<KeyId> KeyIds { get; init; }

    [Description("What a change of its keys would meet.")]
    public required PendingCode Code { get; init; }

    [Description("Whether its keys can be changed as it is, stopped for it or not.")]
    public required bool CanChange { get; init; }

    public static AuditedFields Of(AuditedInstance audited) =>
        new()
        {
            InstanceId = audited.Instance.Id,
            Name = audited.Instance.Name.Raw,
            State = audited.Instance.State.Name,
            Zone = audited.Instance.Zone,
            KeyIds = audited.Instance.Keys,
            Code = audited.Code,
            CanChange = !audited.IsBlocked,
        };
}

/// <summary>One key.</summary>
internal sealed record AuditedKeyFields
{
    public required KeyId KeyId { get; init; }
    public required string Name { get; init; }

    [Description("What it opens of the machines that were asked for.")]
    public required IReadOnlyList<InstanceId> InstanceIds { get; init; }

    public static AuditedKeyFields Of(KeyAccess key) =>
        new()
        {
            KeyId = key.Key,
            Name = key.Name.Raw,
            InstanceIds = [.. key.Instances.Select(instance => instance.Id)],
        };
}

/// <summary>Access that ends.</summary>
internal sealed record EndingFields
{
    [Description("Logical name of the resource.")]
    public required string Resource { get; init; }

    [Description("As the program writes it.")]
    public required string NotAfter { get; init; }
    public required bool HasEnded { get; init; }

    [Description("Negative once it is over.")]
    public required long SecondsLeft { get; init; }

    [Description("Its pairs that are bound and that no other resource declares for longer.")]
    public required IReadOnlyList<EndingPairFields> Pairs { get; init; }

    public static EndingFields Of(EndingAccess access) =>
        new()
        {
            Resource = access.Resource,
            NotAfter = access.Ends.Written,
            HasEnded = access.HasEnded,
            SecondsLeft = (long)access.Left.TotalSeconds,
            Pairs = [.. access.Pairs.Select(pair => new EndingPairFields(pair.Key, pair.Value))],
        };
}

/// <summary>One machine with keys whose access ends.</summary>
internal sealed record EndingPairFields(InstanceId InstanceId, IReadOnlyList<KeyId> KeyIds);

/// <summary>A pinned key.</summary>
internal sealed record PinnedFields
{
    public required KeyId KeyId { get; init; }
    public required string Name { get; init; }

    [Description("Whether the region has it: a key pair, or a machine that shows one.")]
    public required bool Exists { get; init; }
    public required IReadOnlyList<InstanceId> MissingOnInstanceIds { get; init; }

    public static PinnedFields Of(KeyAccess key, bool exists) =>
        new()
        {
            KeyId = key.Key,
            Name = key.Name.Raw,
            Exists = exists,
            MissingOnInstanceIds = [.. key.Instances.Select(instance => instance.Id)],
        };
}
