using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>Plans of all regions of a program.</summary>
internal sealed record PlanFile() : JsonFile("plan")
{
    [Description("Name of the program.")]
    public required string Program { get; init; }

    [Description("One for each account of the program, in the order of the titles' numbers. Not bound by the digest.")]
    public required IReadOnlyList<SignerFields> Identities { get; init; }

    [Description("What apply --plan-digest takes.")]
    [RegularExpression("^[0-9a-f]{64}$")]
    public required string Digest { get; init; }

    [Description("Whether any region is refused: then none is changed.")]
    public required bool Refused { get; init; }

    [Description("Whether there is anything that the policies let us do.")]
    public required bool Actionable { get; init; }

    [Description("Instances that wait with the policies' consent.")]
    public required int Waiting { get; init; }
    public required IReadOnlyList<RegionPlan> Regions { get; init; }

    [Description(
        "What plan --simulate found on a copy of the fleet: a simulation, with times that are assumed. Absent where it was not asked for."
    )]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RehearsalFields? Rehearsal { get; init; }

    public static PlanFile Of(PlanDocument document) =>
        new()
        {
            Program = document.Program,
            Identities = SignerFields.Of(document.Signers),
            Digest = document.Digest,
            Refused = document.IsRefused,
            Actionable = document.IsActionable,
            Waiting = document.WaitingCount,
            Regions = [.. document.Regions.Select(region => RegionPlan.Of(region.Plan) with { Title = region.Title })],
            Rehearsal = document.Rehearsal is { } rehearsal ? RehearsalFields.Of(rehearsal) : null,
        };
}

/// <summary>The plan of one region.</summary>
[Description("What would be done to one region.")]
internal sealed record RegionPlan
{
    [Description("The region, with the account where a program has several.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }
    public required string Region { get; init; }

    [RegularExpression("^[0-9a-f]{64}$")]
    public required string Digest { get; init; }
    public required bool Refused { get; init; }
    public required bool Actionable { get; init; }

    [Description("Instances that would change.")]
    public required int Changes { get; init; }

    [Description("Instances that would be stopped.")]
    public required int Stops { get; init; }
    public required CallFields Calls { get; init; }
    public required CallFields LowerBound { get; init; }
    public required IReadOnlyList<ProblemFields> Problems { get; init; }
    public required IReadOnlyDictionary<KeyId, string> KeyNames { get; init; }
    public required IReadOnlyList<ResourceFields> Resources { get; init; }

    [Description("In the order in which they run; each instance is in at most one.")]
    public required IReadOnlyList<RolloutFields> Rollouts { get; init; }

    [Description("What starts machines later and names a revoked key. Absent where nobody looked, or nothing does.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceFields>? KeySources { get; init; }

    public static RegionPlan Of(Plan plan) =>
        new()
        {
            Region = plan.Region,
            Digest = plan.Digest,
            Refused = plan.IsRefused,
            Actionable = plan.IsActionable,
            Changes = plan.Changes.Count(),
            Stops = plan.StopCount,
            Calls = CallFields.Of(plan.Calls),
            LowerBound = CallFields.Of(plan.LowerBound),
            Problems = ProblemFields.Of(plan.Problems),
            KeyNames = plan.KeyNames.ToDictionary(name => name.Key, name => name.Value.Raw),
            Resources = [.. plan.Resources.Select(ResourceFields.Of)],
            Rollouts = [.. plan.Rollouts.Select(RolloutFields.Of)],
            KeySources = SourceFields.Of(plan),
        };
}

/// <summary>What one resource comes to.</summary>
internal sealed record ResourceFields
{
    public required string Name { get; init; }

    public required ResourceKind Kind { get; init; }

    [Description("Existing instances that it speaks of.")]
    public required int Instances { get; init; }

    [Description("Those that need nothing.")]
    public required int AlreadySo { get; init; }

    [Description("Pairs that are bound already: destroying the resource unbinds them.")]
    public required int AdoptedPairs { get; init; }

    [Description("When its access ended, as the program writes it; null while it lasts, and where it has no end.")]
    public required string? AccessEnded { get; init; }

    public static ResourceFields Of(ResourceSummary resource) =>
        new()
        {
            Name = resource.Name,
            Kind = resource.Kind,
            Instances = resource.Instances,
            AlreadySo = resource.AlreadySo,
            AdoptedPairs = resource.Adopted,
            AccessEnded = resource.AccessEnded,
        };
}

/// <summary>A rollout.</summary>
[Description("Resources that change common instances, with one policy and one count of what may be down.")]
internal sealed record RolloutFields
{
    public required IReadOnlyList<string> Resources { get; init; }
    public required IReadOnlyList<string> DependsOn { get; init; }
    public required ChangePolicy Policy { get; init; }

    [Description("The policy of each resource; an instance is under the strictest of those that change it.")]
    public required IReadOnlyList<ResourcePolicyFields> ResourcePolicies { get; init; }

    [Description("How many may be down at once because of it.")]
    public required int MaxUnavailable { get; init; }
    public required CallFields Calls { get; init; }
    public required CallFields LowerBound { get; init; }
    public required IReadOnlyList<WaveFields> Waves { get; init; }

    [Description("Instances that need a change and do not get it in this plan.")]
    public required IReadOnlyList<PendingFields> Pending { get; init; }

    public static RolloutFields Of(Rollout rollout) =>
        new()
        {
            Resources = rollout.Resources,
            DependsOn = rollout.DependsOn,
            Policy = rollout.Policy,
            ResourcePolicies = [.. rollout.Resources.Zip(rollout.Policies, (name, policy) => new ResourcePolicyFields(name, policy))],
            MaxUnavailable = rollout.MaxUnavailable,
            Calls = CallFields.Of(rollout.Calls),
            LowerBound = CallFields.Of(rollout.LowerBound),
            Waves = [.. rollout.Waves.Select(WaveFields.Of)],
            Pending = [.. rollout.Pending.Select(PendingFields.Of)],
        };
}

/// <summary>The policy of one resource.</summary>
internal sealed record ResourcePolicyFields(string Resource, ChangePolicy Policy);

/// <summary>A wave.</summary>
internal sealed record WaveFields
{
    [Range(1, int.MaxValue)]
    public required int Number { get; init; }
    public required WaveKind Kind { get; init; }
    public required IReadOnlyList<ChangeFields> Changes { get; init; }

    [Description("The writes foreseen, in order; what is sent is computed anew from the reads inside the window.")]
    public required IReadOnlyList<PlannedCallFields> Calls { get; init; }

    public static WaveFields Of(Wave wave) =>
        new()
        {
            Number = wave.Number,
            Kind = wave.Kind,
            Changes = [.. wave.Changes.Select(ChangeFields.Of)],
            Calls = [.. wave.Calls.Select(PlannedCallFields.Of)],
        };
}

/// <summary>A write that is foreseen.</summary>
internal sealed record PlannedCallFields
{
    public required CallAction Action { get; init; }
    public required IReadOnlyList<InstanceId> InstanceIds { get; init; }
    public required IReadOnlyList<KeyId> KeyIds { get; init; }

    [Description("ForceStop=true; of a stop, HARD at once.")]
    public required bool ForceStop { get; init; }

    public static PlannedCallFields Of(PlannedCall call) =>
        new()
        {
            Action = call.Action,
            InstanceIds = call.Instances,
            KeyIds = call.Keys,
            ForceStop = call.ForceStop,
        };
}
