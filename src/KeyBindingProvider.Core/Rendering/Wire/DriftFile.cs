using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>Where the cloud differs from a program.</summary>
internal sealed record DriftFile() : JsonFile("drift")
{
    public required string Program { get; init; }

    [Description("One for each account of the program, in the order of the titles' numbers.")]
    public required IReadOnlyList<SignerFields> Identities { get; init; }

    public required bool Drifted { get; init; }
    public required int Waiting { get; init; }
    public required IReadOnlyList<RegionDrift> Regions { get; init; }

    public static DriftFile Of(PlanDocument document) =>
        new()
        {
            Program = document.Program,
            Identities = SignerFields.Of(document.Signers),
            Drifted = document.Plans.Any(plan => !DriftView.Of(plan).Drift.IsEmpty || plan.Sources.Any(finding => !finding.Given.IsEmpty)),
            Waiting = document.WaitingCount,
            Regions = [.. document.Regions.Select(RegionDrift.Of)],
        };
}

/// <summary>One region.</summary>
internal sealed record RegionDrift
{
    public required string Title { get; init; }
    public required string Region { get; init; }

    [Description("Instances whose keys are not as declared; refused says why an apply would be refused for it.")]
    public required IReadOnlyList<DriftedFields> Drift { get; init; }

    [Description("Instances that are known to wait.")]
    public required IReadOnlyList<WaitingFields> Waiting { get; init; }

    [Description("Who made the drift, by the audit log; null where nobody asked (--who), or nothing has drifted.")]
    public required WhoFields? Who { get; init; }
    public required IReadOnlyDictionary<KeyId, string> KeyNames { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }

    [Description("What starts machines later and names a revoked key. Absent where nobody looked, or nothing does.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceFields>? KeySources { get; init; }

    public static RegionDrift Of(PlannedRegion region)
    {
        var view = DriftView.Of(region.Plan);
        return new RegionDrift
        {
            Title = region.Title,
            Region = region.Plan.Region,
            Drift = [.. view.Drift.Select(entry => new DriftedFields(entry))],
            Waiting = [.. view.Waiting.Select(pending => new WaitingFields(pending))],
            Who = region.Who is { } who ? WhoFields.Of(who) : null,
            KeyNames = region.Plan.KeyNames.ToDictionary(name => name.Key, name => name.Value.Raw),
            Problems = ProblemFields.Of(region.Plan.Problems),
            KeySources = SourceFields.Of(region.Plan),
        };
    }
}

/// <summary>What one instance differs in.</summary>
internal abstract record DifferenceFields
{
    protected DifferenceFields(InstanceChange change)
    {
        InstanceId = change.Id;
        Name = change.Name.Raw;
        BoundNotDeclared = change.Remove;
        DeclaredNotBound = change.Add;
        Resources = change.Resources;
    }

    public InstanceId InstanceId { get; }
    public string Name { get; }
    public IReadOnlyList<KeyId> BoundNotDeclared { get; }
    public IReadOnlyList<KeyId> DeclaredNotBound { get; }
    public IReadOnlyList<string> Resources { get; }
}

/// <summary>An instance that has drifted.</summary>
internal sealed record DriftedFields : DifferenceFields
{
    public DriftedFields(DriftEntry entry)
        : base(entry.Change) => Refused = entry.Refused;

    [JsonPropertyOrder(1)]
    public PendingCode? Refused { get; }
}

/// <summary>An instance that waits.</summary>
internal sealed record WaitingFields : DifferenceFields
{
    public WaitingFields(PendingInstance pending)
        : base(pending.Change) => (Code, Disposition) = (pending.Code, pending.Disposition);

    [JsonPropertyOrder(1)]
    public PendingCode Code { get; }

    [AllowedValues("deferred", "skipped")]
    [JsonPropertyOrder(1)]
    public Disposition Disposition { get; }
}
