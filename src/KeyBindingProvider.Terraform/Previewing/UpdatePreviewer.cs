using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>
/// Plans an object that exists: a pure function of what was stored when it was last read, of the configuration and of the provider's. Looking again
/// could answer the engine's second question differently from its first. Only instances and keys that nobody has looked at yet are looked up, and
/// what is found there is told, never planned, unless the engine brings it back for the second answer; but what a revocation rewrites is planned as it is seen (ADR 0056).
/// </summary>
internal static class UpdatePreviewer
{
    public static async Task<PreviewAnswer> PreviewAsync(PreviewCall call, CtyValue.Map priorState, CancellationToken cancellationToken)
    {
        var check = call.Check();
        if (!check.IsValid)
        {
            return PreviewAnswer.Invalid(call, check.Problems);
        }

        var desired = check.Value;
        var unknown = new UnknownInputs(check.Unknowns, Spelling.Snake);
        var prior = StateObject.Read(priorState, call.Schema, call.PriorPrivate.Observation);
        if (call.Config[AttributeNames.Region].AsText is { } region && region != prior.Region)
        {
            return await ReplacePreviewer.PreviewAsync(call, prior, region, cancellationToken);
        }

        var owner = priorState[AttributeNames.Id].AsText ?? "";
        var @private = new PrivateState
        {
            Operation = PlannedOperation.Update,
            Owner = owner,
            Observation = call.PriorPrivate.Observation,
        };
        if (call.Session.IsUnknown || unknown.Any())
        {
            desired =
                desired.Instances is { } same && same.SelectsTheSameAs(prior.Declared.Instances) && !unknown.Instances
                    ? desired with
                    {
                        InstanceIds = prior.Declared.InstanceIds,
                    }
                    : desired;
            var guessed = Blurred(call, desired, unknown, prior, priorState);
            guessed = desired.Instances is null ? StateObject.Resolved(guessed, call.Schema, desired, isEndKnown: false) : guessed;
            return new PreviewAnswer(guessed, @private, await LookAtKnownAsync(call, desired, unknown, prior, owner, cancellationToken));
        }

        desired = await call.ResolveAsync(desired, prior.Region, PlannedOperation.Update, prior, cancellationToken);
        @private = @private with { Selected = desired.Instances is null ? null : desired.InstanceIds };
        var stored = call.Session.In(prior.Region).PlanStored(desired, prior, owner);
        var (seen, diagnostics) = await LookAsync(call, desired, prior, stored, owner, cancellationToken);
        var exact = stored.IsWhollyObserved ? null : call.Exact(PlannedOperation.Update, seen);
        var planned = StateObject.Resolved(Settled(call, desired, prior, priorState, stored, seen, exact), call.Schema, desired);
        return new PreviewAnswer(planned, @private with { Exact = exact }, diagnostics);
    }

    private static CtyValue.Map Settled(
        PreviewCall call,
        ResourceInput desired,
        ResourceState prior,
        CtyValue.Map priorState,
        StoredPlan stored,
        Plan seen,
        PlannedChanges? exact
    )
    {
        if (!stored.NeedsApply && desired.DeclaresTheSameAs(prior.Declared))
        {
            return StateObject.KeepObserved(call.Proposed, priorState);
        }

        var before = priorState[AttributeNames.LastPlannedChanges];
        return StateObject
            .ForgetObserved(call.Proposed)
            .With(
                AttributeNames.LastPlannedChanges,
                (exact ?? AtMost(call, desired, stored) ?? PlannedChanges.OfRewriting(desired, PolicyOf(call, desired), seen)) is { } shown
                    ? PlannedChangesValue.Write(shown, before)
                    : CtyValue.NotKnown
            );
    }

    private static PlannedChanges? AtMost(PreviewCall call, ResourceInput desired, StoredPlan stored) =>
        PlannedChanges.Of(stored, desired, PolicyOf(call, desired));

    private static ChangePolicy PolicyOf(PreviewCall call, ResourceInput desired) =>
        desired.ChangePolicy.Over(call.Session.Input.ChangePolicy);

    private static async Task<(Plan Seen, ImmutableArray<Diagnostic> Diagnostics)> LookAsync(
        PreviewCall call,
        ResourceInput desired,
        ResourceState prior,
        StoredPlan stored,
        string owner,
        CancellationToken cancellationToken
    )
    {
        var resources = call.Session.In(prior.Region);
        var contradictions = PreviewNotices.Of(resources.Declare(owner, desired, claims: false), call.Schema);
        var plan = await resources.PreviewStoredAsync(stored, desired, prior, owner, cancellationToken);
        plan = plan with { Problems = [.. call.Session.Unsaid(owner, WaitingProblems.Gather(plan.Problems, plan))] };
        var atMost = stored.IsWhollyObserved || call.KeepsPlannedPrivate ? null : AtMost(call, desired, stored);
        return (plan, [.. contradictions, .. PreviewNotices.OfExisting(plan, call.Schema, call.Session.Input, atMost)]);
    }

    /// <summary>The planned object while part of what decides it is unknown: equal inputs mean no change, any others may mean every change.</summary>
    private static CtyValue.Map Blurred(
        PreviewCall call,
        ResourceInput desired,
        UnknownInputs unknown,
        ResourceState prior,
        CtyValue.Map priorState
    ) =>
        !unknown.Any() && desired.DeclaresTheSameAs(prior.Declared)
            ? StateObject.KeepObserved(call.Proposed, priorState)
            : StateObject.ForgetObserved(call.Proposed).With(AttributeNames.LastPlannedChanges, CtyValue.NotKnown);

    /// <summary>Instances that are known to stay are judged now, leaving ones are only counted.</summary>
    private static async Task<ImmutableArray<Diagnostic>> LookAtKnownAsync(
        PreviewCall call,
        ResourceInput desired,
        UnknownInputs unknown,
        ResourceState prior,
        string owner,
        CancellationToken cancellationToken
    )
    {
        if (call.Session.IsUnknown)
        {
            return [];
        }

        var policy = desired.ChangePolicy.Over(call.Session.Input.ChangePolicy);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        diagnostics.Add(PreviewNotices.OfUnknown(desired, unknown, policy, call.Schema));
        if (PartialUpdate.Of(desired, unknown, prior) is not { } update)
        {
            return diagnostics.ToImmutable();
        }

        if (!update.Leaving.IsEmpty)
        {
            diagnostics.Add(PreviewNotices.OfLeaving(update.Leaving, policy, call.Schema));
        }

        if (update.Staying is { } staying)
        {
            var stored = call.Session.In(prior.Region).PlanStored(desired, staying, owner);
            diagnostics.AddRange((await LookAsync(call, desired, staying, stored, owner, cancellationToken)).Diagnostics);
        }

        return diagnostics.ToImmutable();
    }
}
