using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Core.Resources;

/// <summary>What could be imported of a region as resources of one kind (rule <c>listing</c>).</summary>
/// <param name="Resources">In the order of the ids.</param>
/// <param name="Report">What they were made from; it says what was asked for and is not there.</param>
public sealed record ResourceListing(ImmutableArray<ListedResource> Resources, AccessReport Report)
{
    /// <summary>Selects from what was observed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="fleet">What was observed of a region.</param>
    /// <param name="filter">Only pairs of these keys and instances; an exclusive set has all keys of its instance all the same.</param>
    public static ResourceListing Of(ResourceKind kind, FleetSnapshot fleet, AccessFilter filter)
    {
        var report = AccessReport.Of(fleet, filter);
        return new([.. kind.List(report)], report);
    }

    /// <summary>The inputs that describe exactly what is there.</summary>
    /// <param name="kind">The kind that was listed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="listed">One of the resources.</param>
    public static ResourceInput Declare(ResourceKind kind, string name, ListedResource listed) =>
        new()
        {
            Name = name,
            Kind = kind,
            InstanceIds = listed.Instances,
            KeyIds = listed.Keys,
        };
}
