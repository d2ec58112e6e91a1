using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Resources;

/// <summary>A part of what a resource was.</summary>
public static class PartOfState
{
    /// <summary>The resource as if it had spoken of these instances only.</summary>
    public static ResourceState Only(this ResourceState state, Func<InstanceId, bool> isIn) =>
        state with
        {
            Declared = state.Declared with { InstanceIds = [.. state.Declared.InstanceIds.Where(isIn)] },
            Outputs = state.Outputs with
            {
                Bindings = Only(state.Outputs.Bindings, isIn),
                ForeignBindings = Only(state.Outputs.ForeignBindings, isIn),
                PendingInstances = Only(state.Outputs.PendingInstances, isIn),
            },
        };

    /// <summary>The resource with what a part of it has become.</summary>
    public static ResourceState With(this ResourceState state, ResourceState part, Func<InstanceId, bool> isIn) =>
        state with
        {
            Outputs = part.Outputs with
            {
                Bindings = Only(state.Outputs.Bindings, id => !isIn(id)).SetItems(part.Outputs.Bindings),
                ForeignBindings = Only(state.Outputs.ForeignBindings, id => !isIn(id)).SetItems(part.Outputs.ForeignBindings),
                PendingInstances = Only(state.Outputs.PendingInstances, id => !isIn(id)).SetItems(part.Outputs.PendingInstances),
            },
        };

    private static ImmutableSortedDictionary<InstanceId, T> Only<T>(
        ImmutableSortedDictionary<InstanceId, T> map,
        Func<InstanceId, bool> isIn
    ) => map.Where(entry => isIn(entry.Key)).ToImmutableSortedDictionary();
}
