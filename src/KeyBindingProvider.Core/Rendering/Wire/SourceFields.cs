using System.ComponentModel;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>What starts machines and names a key that was asked for.</summary>
internal sealed record SourceFields
{
    public required KeySourceKind Kind { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }

    [Description("The keys of its next machine.")]
    public required IReadOnlyList<KeyId> KeyIds { get; init; }

    [Description("The keys that it is given; null where it is left as it is.")]
    public required IReadOnlyList<KeyId>? NewKeyIds { get; init; }

    [Description("Keys asked for that its next machine gets, whatever is planned.")]
    public required IReadOnlyList<KeyId> ComingBackKeyIds { get; init; }

    [Description("The version that a launch template uses; null for what has none.")]
    public required long? Version { get; init; }

    [Description(
        "The version of a launch template that an earlier run made for these new keys and that becomes the default; null where one is made, and where nothing is rewritten."
    )]
    public required long? PreparedVersion { get; init; }

    [Description("Other versions that name one of the keys: harmless unless a machine is started from one by its number.")]
    public required IReadOnlyList<OlderVersionFields> OlderVersions { get; init; }

    [Description("Scaling groups and node pools that start machines from it.")]
    public required IReadOnlyList<string> UsedBy { get; init; }
    public required IReadOnlyList<string> Resources { get; init; }

    public static IReadOnlyList<SourceFields>? Of(Plan plan) => plan.Sources.IsEmpty ? null : [.. plan.Sources.Select(Of)];

    public static IReadOnlyList<SourceFields> Of(KeySources sources) =>
        [.. sources.Found.Select(source => Of(new SourceFinding(source, source.Keys.Intersect(sources.Asked), [], To: null)))];

    private static SourceFields Of(SourceFinding finding) =>
        new()
        {
            Kind = finding.Source.Kind,
            Id = finding.Source.Id,
            Name = finding.Source.Name.Raw,
            KeyIds = finding.Source.Keys,
            NewKeyIds = finding.To,
            ComingBackKeyIds = finding.ComingBack,
            Version = finding.Source.Version > 0 ? finding.Source.Version : null,
            PreparedVersion = finding.Prepared?.Number,
            OlderVersions = [.. finding.Source.OlderVersions.Select(older => new OlderVersionFields(older.Number, older.Keys))],
            UsedBy = finding.Source.UsedBy,
            Resources = finding.Resources,
        };
}

/// <summary>A version that is not the one that is used.</summary>
internal sealed record OlderVersionFields(long Version, IReadOnlyList<KeyId> KeyIds);

/// <summary>What starts machines and is not as it was approved.</summary>
[Description("What starts machines and is not as it was approved.")]
internal sealed record SourceMoveFields
{
    public required KeySourceKind Kind { get; init; }
    public required string Id { get; init; }

    [Description("As the approved plan has it; null where that does not name it.")]
    public required SourceStandFields? Planned { get; init; }

    [Description("As it was read now; null where it is not found with a revoked key.")]
    public required SourceStandFields? Now { get; init; }

    public static SourceMoveFields Of(SourceMove move) =>
        new()
        {
            Kind = move.Kind,
            Id = move.Id,
            Planned = SourceStandFields.Of(move.Planned),
            Now = SourceStandFields.Of(move.Now),
        };
}

/// <summary>What a plan says of one source.</summary>
[Description("What a plan says of what starts machines.")]
internal sealed record SourceStandFields
{
    [Description("The version that a launch template uses; null for what has none.")]
    public required long? Version { get; init; }

    [Description("The keys of its next machine.")]
    public required IReadOnlyList<KeyId> KeyIds { get; init; }

    [Description("The keys that it is given; null where it is left as it is.")]
    public required IReadOnlyList<KeyId>? NewKeyIds { get; init; }

    public static SourceStandFields? Of(SourceStand? stand) =>
        stand is null
            ? null
            : new SourceStandFields
            {
                Version = stand.Version > 0 ? stand.Version : null,
                KeyIds = stand.Keys,
                NewKeyIds = stand.To,
            };
}

/// <summary>How the rewriting of one source ended.</summary>
internal sealed record SourceOutcomeFields
{
    public required string Id { get; init; }
    public required OutcomeKind Outcome { get; init; }

    [Description("What was read last; null when it is gone or was not read.")]
    public required IReadOnlyList<KeyId>? KeyIds { get; init; }
    public required ProblemFields? Problem { get; init; }

    public static SourceOutcomeFields Of(SourceOutcome outcome) =>
        new()
        {
            Id = outcome.Finding.Source.Id,
            Outcome = outcome.Kind,
            KeyIds = outcome.Now?.Keys,
            Problem = outcome.Problem is { } problem ? ProblemFields.Of(problem) : null,
        };
}
