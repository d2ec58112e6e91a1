using System.ComponentModel;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>What an apply of a program did.</summary>
internal sealed record ApplyFile() : JsonFile("apply")
{
    public required string Program { get; init; }

    [Description("One for each account of the program, in the order of the titles' numbers.")]
    public required IReadOnlyList<SignerFields> Identities { get; init; }

    public required ApplyStatus Status { get; init; }
    public required IReadOnlyList<RegionApply> Regions { get; init; }

    [Description("What has to be known of the apply as a whole. Absent where there is nothing.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemFields>? Notes { get; init; }

    public static ApplyFile Of(ApplyDocument document) =>
        new()
        {
            Program = document.Program,
            Identities = SignerFields.Of(document.Signers),
            Status = document.Status,
            Regions = [.. document.Regions.Select(RegionApply.Of)],
            Notes = document.Notes.IsEmpty ? null : ProblemFields.Of(document.Notes),
        };
}

/// <summary>What became of one region.</summary>
internal sealed record RegionApply
{
    public required string Title { get; init; }

    [Description("Whether any change of the region was begun.")]
    public required bool Begun { get; init; }
    public required bool Cancelled { get; init; }
    public required RegionPlan Plan { get; init; }

    [Description("One for each instance of the plan, sorted. keyIds is what was read last, null when it was never seen.")]
    public required IReadOnlyList<OutcomeFields> Outcomes { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }

    [Description("One for each source that was to get other keys. Absent where none was.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceOutcomeFields>? KeySources { get; init; }

    public static RegionApply Of(AppliedRegion region) =>
        new()
        {
            Title = region.Title,
            Begun = region.Report is not null,
            Cancelled = region.Report?.Cancelled ?? false,
            Plan = RegionPlan.Of(region.Report?.Plan ?? region.Plan),
            Outcomes = [.. (region.Report?.Outcomes ?? []).Select(OutcomeFields.Of)],
            Problems = ProblemFields.Of(region.Report?.Problems ?? []),
            KeySources = region.Report is { Sources.IsEmpty: false } report ? [.. report.Sources.Select(SourceOutcomeFields.Of)] : null,
        };
}

/// <summary>How one instance ended.</summary>
internal sealed record OutcomeFields
{
    public required InstanceId InstanceId { get; init; }
    public required OutcomeKind Outcome { get; init; }
    public required PendingCode? Pending { get; init; }
    public required IReadOnlyList<KeyId>? KeyIds { get; init; }

    [Description("Whether it was stopped and started.")]
    public required bool PowerCycled { get; init; }

    [Description("Resources of other operations that shared the stop and start. Absent where nobody did.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? SharedWith { get; init; }
    public required IReadOnlyList<string> Resources { get; init; }
    public required ProblemFields? Problem { get; init; }

    public static OutcomeFields Of(InstanceOutcome outcome) =>
        new()
        {
            InstanceId = outcome.Instance,
            Outcome = outcome.Kind,
            Pending = outcome.Pending,
            KeyIds = outcome.Keys,
            PowerCycled = outcome.PowerCycled,
            SharedWith = outcome.SharedWith.IsEmpty ? null : outcome.SharedWith,
            Resources = outcome.Resources,
            Problem = outcome.Problem is { } problem ? ProblemFields.Of(problem) : null,
        };
}
