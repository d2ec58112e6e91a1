using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// What can be said of an update while some instances will be known only at apply. Those that are known to stay can be judged. One that is not known may
/// be one that seems to leave: leaving ones can only be counted.
/// </summary>
/// <param name="Leaving">Instances that may leave.</param>
/// <param name="Staying">The object as if it had spoken only of the instances that stay; null when none is known to.</param>
public sealed record PartialUpdate(ImmutableArray<InstanceId> Leaving, ResourceState? Staying)
{
    /// <summary>Null where nothing can be said.</summary>
    /// <param name="known">What is known of the inputs to come.</param>
    /// <param name="unknown">What is not.</param>
    /// <param name="prior">The object as it was last read.</param>
    public static PartialUpdate? Of(ResourceInput known, UnknownInputs unknown, ResourceState prior) =>
        unknown.Keys || unknown.Policy || unknown.Region || (known.Kind.IsOfRegion && unknown.Instances)
            ? null
            : new(
                [.. prior.Declared.InstanceIds.Union(prior.Outputs.Bindings.Keys).Except(known.InstanceIds)],
                known.InstanceIds.IsEmpty ? null : prior.Only(known.InstanceIds.Contains)
            );
}
