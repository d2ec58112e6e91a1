using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Engine.Resources;

/// <content>What would be done; nothing is written.</content>
public sealed partial class ResourceOperations
{
    /// <summary>
    /// What an apply would do now, from a fresh look; never writes. Refusals are among its problems; lock-out is judged with what others of this
    /// run have declared counted as bound; where that would refuse it, others are waited for.
    /// </summary>
    public async Task<Plan> PreviewAsync(ResourceInput desired, ResourceState? prior, string owner, CancellationToken cancellationToken)
    {
        using var working = _coming.Work();
        await RefuseEndedAsync(desired, prior, cancellationToken);
        var plan = await _engine.PlanAsync(
            () => [ToApply(desired, prior, owner)],
            cancellationToken,
            Others(owner, _engine.Options.ComingBoundOfPreview)
        );
        return _engine.InRun(plan, owner, desired.Name);
    }

    /// <summary>What an apply would do by what was stored when the object was last read: no call; lock-out as in <see cref="PreviewAsync"/>.</summary>
    public StoredPlan PlanStored(ResourceInput desired, ResourceState prior, string owner) =>
        StoredPlan.Of(
            desired,
            prior,
            _providerPolicy,
            _coming.On(prior.Observation.Fleet.Instances.Keys, owner),
            _engine.Options.PinnedKeys
        );

    /// <summary>The stored plan, or, where it speaks of what nobody has looked at yet, what an apply would do now by a fresh look.</summary>
    public async Task<Plan> PreviewStoredAsync(
        StoredPlan stored,
        ResourceInput desired,
        ResourceState prior,
        string owner,
        CancellationToken cancellationToken
    ) =>
        stored.IsWhollyObserved && !stored.Plan.Pending.Any(pending => pending.Code == PendingCode.WouldBeKeyless)
            ? _engine.InRun(_coming.Explained(stored.Plan, owner), owner, desired.Name)
            : await PreviewAsync(desired, prior, owner, cancellationToken);

    /// <summary>What a delete would do now; never writes.</summary>
    public async Task<Plan> PreviewDeleteAsync(ResourceState prior, string owner, CancellationToken cancellationToken)
    {
        var plan = _engine.InRun(await PlanDeleteAsync(prior, owner, cancellationToken), owner);
        return plan with { Problems = [.. plan.Problems.Select(DeleteRemedies.For)] };
    }

    private async Task<Plan> PlanDeleteAsync(ResourceState prior, string owner, CancellationToken cancellationToken)
    {
        using var working = _coming.Work();
        var others = Others(owner, _engine.Options.ComingBoundOfPreview);
        return await _engine.PlanAsync(() => [ToDelete(prior, owner)], cancellationToken, others);
    }
}
