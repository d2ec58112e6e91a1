using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>What could be imported, with what each would be then.</summary>
/// <param name="Resources">In the order of the ids; a state is made when it is asked for.</param>
/// <param name="Warnings">What was asked for and is not there.</param>
public sealed record ListedStates(IEnumerable<(ListedResource Listed, ResourceState State)> Resources, ImmutableArray<Problem> Warnings);

/// <content>What the region has that could be imported: one look at it, however many they are.</content>
public sealed partial class ResourceOperations
{
    /// <summary>What an import of this kind could take over, in the order of the ids; the whole region is read.</summary>
    public async Task<IReadOnlyList<ListedResource>> ListAsync(ResourceKind kind, CancellationToken cancellationToken) =>
        ResourceListing.Of(kind, await _engine.ObserveAsync(FleetQuery.Everything, cancellationToken), AccessFilter.Everything).Resources;

    /// <summary>The same for a part of the region, with states.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">What messages call the resources.</param>
    /// <param name="filter">The part.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ListedStates> ListAsync(ResourceKind kind, string name, AccessFilter filter, CancellationToken cancellationToken)
    {
        // As in a look-up: named instances are read by id, the rest of the region as a whole.
        var query = new FleetQuery(filter.Instances, filter.Keys, WholeRegion: filter.Instances.IsEmpty);
        var fleet = await _engine.ObserveAsync(query, filter, cancellationToken);
        var listing = ResourceListing.Of(kind, fleet, filter);
        return new(
            listing.Resources.Select(listed => (listed, Unseen(ResourceListing.Declare(kind, name, listed)).SeenIn(fleet))),
            [.. LookUpWarnings.Of(listing.Report)]
        );
    }
}
