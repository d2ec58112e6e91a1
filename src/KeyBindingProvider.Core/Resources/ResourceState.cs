using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Resources;

/// <summary>What an engine keeps of one resource between runs. Its outputs are what was last observed, never what was wanted.</summary>
public sealed record ResourceState
{
    /// <summary>Inputs as last accepted; its region is the explicit one, or null. After a failed update these are still the ones before.</summary>
    public required ResourceInput Declared { get; init; }

    /// <summary>Where it lives. Sticky: an explicit other region is a replacement, everything else changes in place.</summary>
    public required string Region { get; init; }

    /// <summary>What was last observed.</summary>
    public required ResourceOutputs Outputs { get; init; }

    /// <summary>The part of the fleet that was looked at: what a pure plan is made from later.</summary>
    public required Observation Observation { get; init; }

    /// <summary>Instances that an earlier run stopped and could not start (<see cref="PendingCode.StartFailed"/>).</summary>
    public ImmutableSortedSet<InstanceId> LeftDown =>
        [.. Outputs.PendingInstances.Where(pending => pending.Value == PendingCode.StartFailed).Select(pending => pending.Key)];

    /// <summary>
    /// This resource as <paramref name="fleet"/> shows it now, policy aside: the same function after a create, an update and a read
    /// (rule <c>pending-codes</c>).
    /// </summary>
    public ResourceState SeenIn(FleetSnapshot fleet)
    {
        var intent = Ownership.ToApply(Declared, Region, ChangePolicy.Default, this, Ownership.NoClaims);
        return this with
        {
            Outputs = ResourceOutputs.Of(intent, fleet) with
            {
                PowerCycledInstanceIds = Outputs.PowerCycledInstanceIds,
                PowerCycledWith = Outputs.PowerCycledWith,
            },
            Observation = SelectedOf(Observation.Of(intent, fleet), fleet) with { Ended = Observation.Ended },
        };
    }

    /// <summary>What the selector had come to stays known, with what was seen of that.</summary>
    private Observation SelectedOf(Observation seen, FleetSnapshot fleet) =>
        Declared.Instances is not null && Observation.Selected is { } selected ? seen.Selecting(selected, fleet) : seen;
}
