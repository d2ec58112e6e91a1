using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Core.Resources;

/// <summary>What became of a resource as a whole.</summary>
public enum Presence
{
    /// <summary>It is there, whole or in parts.</summary>
    Present,

    /// <summary>It is proved to be gone: its instances do not exist in an account and region where its keys do.</summary>
    Gone,

    /// <summary>Neither instances nor keys are visible: more likely the wrong account or region than the end of everything.</summary>
    Unseen,
}

/// <summary>Only proof removes a resource from a state (rule <c>gone-needs-proof</c>).</summary>
public static class Vanishing
{
    /// <summary>Judges <paramref name="state"/> by a fleet in which its instances and keys were looked for.</summary>
    public static Presence Judge(ResourceState state, FleetSnapshot fleet) => state.Declared.Kind.Judge(state, fleet);

    /// <summary>What became of a resource that consists of the instances that it names.</summary>
    internal static Presence OfNamedInstances(ResourceState state, FleetSnapshot fleet)
    {
        var declared = state.Declared;
        if (declared.Instances is not null)
        {
            // It consists of whatever it selects, which may be nothing for a while.
            return Presence.Present;
        }

        if (declared.InstanceIds.Concat(state.Outputs.Bindings.Keys).Any(id => fleet.Find(id) is not null))
        {
            return Presence.Present;
        }

        return declared.KeyIds.Any(fleet.Exists) ? Presence.Gone : Presence.Unseen;
    }
}
