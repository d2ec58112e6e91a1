using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>One call that got past signature, limits and region, on its way through an action.</summary>
internal sealed class ActionCall(ParameterReader parameters, RegionFleet fleet)
{
    public required long Number { get; init; }

    /// <summary>When the caller sent it; a fault may let it land later.</summary>
    public required DateTimeOffset Sent { get; init; }

    public required string Actor { get; init; }

    /// <summary>The credential that signed the call.</summary>
    public required string SecretId { get; init; }

    public required string Action { get; init; }

    /// <summary>The region of the header; empty where the action needs none and the caller sent none.</summary>
    public required string Region { get; init; }

    /// <summary>The language that the caller asks for; null without.</summary>
    public required string? Language { get; init; }

    public required string RequestId { get; init; }

    public ParameterReader Parameters { get; } = parameters;

    public RegionFleet Fleet { get; } = fleet;

    /// <summary>A fault wants the operations of this call to end FAILED.</summary>
    public string? FailureMessage { get; init; }

    /// <summary>A fault wants the list of this call to be other than it says.</summary>
    public ListFault? ListFault { get; init; }

    /// <summary>Instances that the call took on.</summary>
    public List<string> Affected { get; } = [];

    public OperationOrder Order(string? failureMessage) =>
        new(Action, RequestId, Actor) { FailureMessage = FailureMessage ?? failureMessage };
}
