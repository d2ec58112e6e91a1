using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>A policy.</summary>
[Description("An effective change policy, every field filled in.")]
internal sealed record PolicyFields
{
    public required StopPolicy StopPolicy { get; init; }

    [Description("Limits, each of which holds; more than one where resources were merged.")]
    public required IReadOnlyList<MaxUnavailable> MaxUnavailable { get; init; }
    public required int FailureBudget { get; init; }
    public required int Canary { get; init; }

    [Range(1, 3600)]
    public required int StopTimeoutSeconds { get; init; }
    public required bool AllowKeyless { get; init; }
    public required int? MaxStops { get; init; }
    public required OnBlocked OnBlocked { get; init; }

    public static PolicyFields Of(ChangePolicy policy) =>
        new()
        {
            StopPolicy = policy.StopPolicy,
            MaxUnavailable = policy.MaxUnavailable,
            FailureBudget = policy.FailureBudget,
            Canary = policy.Canary,
            StopTimeoutSeconds = policy.StopTimeoutSeconds,
            AllowKeyless = policy.AllowKeyless,
            MaxStops = policy.MaxStops,
            OnBlocked = policy.OnBlocked,
        };
}
