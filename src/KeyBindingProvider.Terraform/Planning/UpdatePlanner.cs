using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Planning;

/// <summary>
/// Plans an object that exists: a pure function of what was stored when it was last read, of the configuration and of the provider's. Looking again
/// could answer the engine's second question differently from its first. Only instances and keys that nobody has looked at yet are looked up, and
/// what is found there is told, never planned.
/// </summary>
internal static class UpdatePlanner
{
    public static async Task<PlannedAnswer> PlanAsync(PlanCall call, CtyValue.Map priorState, CancellationToken cancellationToken)
    {
        var check = call.Check();
        if (!check.IsValid)
        {
            return PlannedAnswer.Invalid(call, check.Problems);
        }

        var desired = check.Value;
        var unknown = new UnknownInputs(check.Unknowns);
        var prior = StateObject.Read(priorState, call.Schema, call.PriorPrivate.Observation);
        if (call.Config[AttributeNames.Region].AsText is { } region && region != prior.Region)
        {
            return await ReplacePlanner.PlanAsync(call, prior, region, cancellationToken);
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
            var guessed = Blurred(call, desired, unknown, prior, priorState);
            return new PlannedAnswer(guessed, @private, await LookAtKnownAsync(call, desired, unknown, prior, owner, cancellationToken));
        }

        var stored = call.Session.In(prior.Region).PlanStored(desired, prior, owner);
        var planned = Settled(call, desired, prior, priorState, stored);
        var diagnostics = await LookAsync(call, desired, prior, stored, owner, cancellationToken);
        return new PlannedAnswer(planned, @private, diagnostics);
    }

    private static CtyValue.Map Settled(
        PlanCall call,
        ResourceInput desired,
        ResourceState prior,
        CtyValue.Map priorState,
        StoredPlan stored
    )
    {
        if (!stored.NeedsApply && DeclareTheSame(desired, prior.Declared))
        {
            return StateObject.KeepObserved(call.Proposed, priorState);
        }

        var shown = PlannedChanges.Of(stored, desired, desired.ChangePolicy.Over(call.Session.Input.ChangePolicy));
        return StateObject
            .ForgetObserved(call.Proposed)
            .With(AttributeNames.LastPlannedChanges, shown is null ? CtyValue.NotKnown : PlannedChangesValue.Write(shown));
    }

    private static async Task<ImmutableArray<Diagnostic>> LookAsync(
        PlanCall call,
        ResourceInput desired,
        ResourceState prior,
        StoredPlan stored,
        string owner,
        CancellationToken cancellationToken
    )
    {
        var resources = call.Session.In(prior.Region);
        var contradictions = PlanNotices.Of(resources.Declare(owner, desired, claims: false), call.Schema);
        var plan =
            stored.Unobserved.IsEmpty && stored.UnobservedKeys.IsEmpty
                ? stored.Plan
                : await resources.PreviewAsync(desired, prior, owner, cancellationToken);
        return [.. contradictions, .. PlanNotices.OfExisting(plan, call.Schema)];
    }

    /// <summary>The planned object while part of what decides it is unknown: equal inputs mean no change, any others may mean every change.</summary>
    private static CtyValue.Map Blurred(
        PlanCall call,
        ResourceInput desired,
        UnknownInputs unknown,
        ResourceState prior,
        CtyValue.Map priorState
    ) =>
        !unknown.Any() && DeclareTheSame(desired, prior.Declared)
            ? StateObject.KeepObserved(call.Proposed, priorState)
            : StateObject.ForgetObserved(call.Proposed).With(AttributeNames.LastPlannedChanges, CtyValue.NotKnown);

    /// <summary>
    /// Instances that are known to stay are judged now. One that is not known may be one that seems to leave: leaving ones are only counted.
    /// </summary>
    private static async Task<ImmutableArray<Diagnostic>> LookAtKnownAsync(
        PlanCall call,
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
        diagnostics.Add(PlanNotices.OfUnknown(desired, unknown, policy, call.Schema));
        if (unknown.Keys || unknown.Policy || unknown.Region || (call.Schema.Kind == ResourceKind.KeyRevocation && unknown.Instances))
        {
            return diagnostics.ToImmutable();
        }

        InstanceId[] leaving = [.. prior.Declared.InstanceIds.Union(prior.Outputs.Bindings.Keys).Except(desired.InstanceIds)];
        if (leaving.Length > 0)
        {
            diagnostics.Add(PlanNotices.OfLeaving(leaving, policy, call.Schema));
        }

        if (!desired.InstanceIds.IsEmpty)
        {
            var staying = prior.Only(id => desired.InstanceIds.Contains(id));
            var stored = call.Session.In(prior.Region).PlanStored(desired, staying, owner);
            diagnostics.AddRange(await LookAsync(call, desired, staying, stored, owner, cancellationToken));
        }

        return diagnostics.ToImmutable();
    }

    private static bool DeclareTheSame(ResourceInput desired, ResourceInput declared) =>
        desired.InstanceIds.SetEquals(declared.InstanceIds)
        && desired.KeyIds.Equals(declared.KeyIds)
        && desired.ExceptInstanceIds.SetEquals(declared.ExceptInstanceIds);
}
