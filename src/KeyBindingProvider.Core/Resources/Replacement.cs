using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// The first half of replacing an object within its region. The create that follows binds most of it again: only what that does not declare is taken away.
/// Unbinding everything and starting over would power-cycle a fleet because one machine had failed. An instance that loses one key and gains another gets
/// both in one stop window; the create then finds it as it should be.
/// </summary>
/// <param name="Prior">The object that goes.</param>
/// <param name="Successor">The inputs of the one that follows.</param>
public sealed record Replacement(ResourceState Prior, ResourceInput Successor)
{
    /// <summary>Instances that lose a key by it.</summary>
    public ImmutableHashSet<InstanceId> Losing { get; } = LosingOf(Prior, Successor);

    /// <summary>The inputs to apply to <see cref="Leaving"/>.</summary>
    public ResourceInput Desired =>
        Successor with
        {
            InstanceIds = Successor.InstanceIds.Intersect(Losing),
            OnDestroy = Prior.Declared.OnDestroy,
        };

    /// <summary>The part of the object that goes which loses something.</summary>
    public ResourceState Leaving => Prior.Only(Losing.Contains);

    /// <summary>The object that goes with what became of <see cref="Leaving"/>.</summary>
    public ResourceState With(ResourceState leaving) => Prior.With(leaving, Losing.Contains);

    /// <summary>Instances that a plan stops and that do not belong to the object that follows: an engine that plans a create cannot show them.</summary>
    public IReadOnlyList<InstanceId> UnseenStops(Plan plan) =>
        [
            .. plan
                .Changes.Where(change => change.StopMode != StopMode.None && !Successor.InstanceIds.Contains(change.Id))
                .Select(change => change.Id),
        ];

    private static ImmutableHashSet<InstanceId> LosingOf(ResourceState prior, ResourceInput successor)
    {
        var declared = prior.Declared;
        return (declared.OnDestroy ?? declared.Kind.DefaultOnDestroy) == OnDestroy.Keep
            ? []
            :
            [
                .. prior
                    .Outputs.Bindings.Where(entry =>
                        !declared
                            .Kind.OwnKeys(entry.Value, declared.KeyIds)
                            .Except(successor.InstanceIds.Contains(entry.Key) ? successor.KeyIds : KeySet.Empty)
                            .IsEmpty
                    )
                    .Select(entry => entry.Key),
            ];
    }
}
