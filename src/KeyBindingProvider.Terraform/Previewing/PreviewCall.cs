using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>What the engine asks to be planned.</summary>
internal sealed record PreviewCall
{
    /// <summary>The resource type.</summary>
    public required ResourceSchema Schema { get; init; }

    /// <summary>The account.</summary>
    public required ProviderSession Session { get; init; }

    /// <summary>What the user wrote.</summary>
    public required CtyValue.Map Config { get; init; }

    /// <summary>The same with computed attributes carried over from the object before.</summary>
    public required CtyValue.Map Proposed { get; init; }

    /// <summary>The object before, or null for a create.</summary>
    public CtyValue.Map? Prior { get; init; }

    /// <summary>What was stored with it, or, in the second half of planning a replacement, what the first half answered.</summary>
    public required PrivateState PriorPrivate { get; init; }

    /// <summary>What the plan that was approved has stored; nothing in that plan itself, and on an engine that does not hand it over (below 1.16).</summary>
    public PrivateState PlannedPrivate { get; init; } = PrivateState.None;

    /// <summary>Whether the engine will hand over what this plan stores when it asks for the last time, before the apply.</summary>
    public bool KeepsPlannedPrivate { get; init; }

    /// <summary>
    /// What a plan that had to look at the account may show as seen: in the last plan what the first one has stored, whatever is there by now; in the first one what it
    /// sees. Null where the engine would not bring it back: both plans have to be equal, so that they can only show the most that can happen.
    /// </summary>
    public PlannedChanges? Exact(PlannedOperation operation, Plan? seen) =>
        PlannedPrivate.Operation == operation ? PlannedPrivate.Exact
        : KeepsPlannedPrivate && seen is not null ? PlannedChanges.Of(seen)
        : null;

    /// <summary>
    /// The inputs with whether their time is over and what their selector comes to. The last plan, and the second half of planning a replacement, say what the first one has said; a stored object whose
    /// selector is the same, what its last read has found; anybody else looks. Throws <see cref="ProblemException"/> where it means fewer or more than it may.
    /// </summary>
    /// <param name="desired">The inputs.</param>
    /// <param name="region">The region.</param>
    /// <param name="operation">What is planned.</param>
    /// <param name="prior">The object as it was last read; null where there is none.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<ResourceInput> ResolveAsync(
        ResourceInput desired,
        string region,
        PlannedOperation operation,
        ResourceState? prior,
        CancellationToken cancellationToken
    )
    {
        desired = await AtAsync(desired, region, prior, cancellationToken);
        if (desired.Instances is not { } selector)
        {
            return desired;
        }

        var shown =
            PlannedPrivate.Operation == operation ? PlannedPrivate.Selected
            : PriorPrivate.Operation == operation ? PriorPrivate.Selected
            : null;
        var stored = prior is not null && selector.SelectsTheSameAs(prior.Declared.Instances) ? prior.Observation.Selected : null;
        try
        {
            return (shown ?? stored) is not { } known ? await Session.In(region).ResolveAsync(desired, cancellationToken)
                : selector.Refusal(desired.Name, known) is { } refusal
                    ? throw new ProblemException(refusal with { Path = AttributeNames.Instances })
                : desired with { InstanceIds = known };
        }
        catch (ProblemException exception) when (prior is not null)
        {
            throw new ProblemException([.. exception.Problems.Select(PastTheRepair)]);
        }
    }

    /// <summary>
    /// With how far its end is away. Whether it has ended is what the last read has found where the end is the same: the last plan has to say what the first one has said.
    /// </summary>
    private async Task<ResourceInput> AtAsync(
        ResourceInput desired,
        string region,
        ResourceState? prior,
        CancellationToken cancellationToken
    )
    {
        var now = await Session.In(region).AtAsync(desired, cancellationToken);
        return prior is not null && desired.Ends is { } ends && ends.NotAfter == prior.Declared.Ends?.NotAfter
            ? now with
            {
                HasEnded = prior.Observation.Ended,
            }
            : now;
    }

    /// <summary>Terraform plans the change of an object before it destroys it, and stops at its refusal.</summary>
    private static Problem PastTheRepair(Problem problem) =>
        problem.Code == ProblemCodes.SelectionOutOfBounds
            ? problem with
            {
                Remedy = $"{problem.EffectiveRemedy} {PreviewNotices.PastTheRepair}",
            }
            : problem;

    /// <summary>Checks the configuration with the provider's policy, as far as that is known.</summary>
    public Checked<ResourceInput> Check() => StateObject.Check(Config, Schema, Session.PolicyForChecks);
}
