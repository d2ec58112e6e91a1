using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Planning;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>Ends an object, or carries out the first half of replacing it.</summary>
internal static class DeleteApplier
{
    public static async Task<AppliedAnswer> ApplyAsync(ApplyCall call, CtyValue.Map priorState)
    {
        var prior = StateObject.Read(priorState, call.Schema, call.Private.Observation);
        if (call.Private.Operation == PlannedOperation.Create && Successor(call, prior) is { } successor)
        {
            return await MakeWayAsync(call, priorState, prior, successor);
        }

        var shown = call.Private.Shown;
        var result = await call
            .Session.In(prior.Region)
            .DeleteAsync(
                prior,
                priorState[AttributeNames.Id].AsText ?? "",
                call.Progress,
                shown is null ? null : plan => Task.FromResult(shown.Exceeded(plan)),
                call.Cancellation
            );
        return Answer(call, priorState, result);
    }

    /// <summary>
    /// The create that follows in the same region binds most of this again: only what it does not declare is taken away now. Unbinding everything and
    /// starting over, as a replacement suggests, would power-cycle a fleet because one machine had failed. An instance that loses one key and gains
    /// another gets both in one stop window; the create then finds it as it should be.
    /// </summary>
    private static async Task<AppliedAnswer> MakeWayAsync(
        ApplyCall call,
        CtyValue.Map priorState,
        ResourceState prior,
        ResourceInput successor
    )
    {
        var losing = Losing(prior, successor);
        if (losing.IsEmpty)
        {
            return AppliedAnswer.Gone();
        }

        // What the plan could not show must stop nothing: the engine plans a tainted object as if there were none.
        Task<IReadOnlyList<Problem>> Review(Plan plan) => Task.FromResult(StopsUnseen(plan, successor));
        var leaving = prior.Only(losing.Contains);
        var result = await call
            .Session.In(prior.Region)
            .ApplyAsync(
                successor with
                {
                    InstanceIds = successor.InstanceIds.Intersect(losing),
                    OnDestroy = prior.Declared.OnDestroy,
                },
                leaving,
                call.Private.Owner,
                call.Progress,
                Review,
                call.Cancellation
            );
        return Answer(call, priorState, result with { State = prior.With(result.State, losing.Contains) });
    }

    private static IReadOnlyList<Problem> StopsUnseen(Plan plan, ResourceInput successor)
    {
        InstanceId[] unseen =
        [
            .. plan
                .Changes.Where(change => change.StopMode != StopMode.None && !successor.InstanceIds.Contains(change.Id))
                .Select(change => change.Id),
        ];
        return unseen.Length == 0
            ? []
            :
            [
                Problem.Error(
                    ProblemCodes.ChangedMeanwhile,
                    $"Replacing this object would stop {InstanceList.Of(unseen)}, which no longer {Grammar.Verb(unseen.Length, "belong")} to it and which its plan could not show."
                ) with
                {
                    Instances = unseen,
                    Remedy =
                        "If it is tainted, run terraform untaint on it: the plan then shows the same as a change in place. Else apply without -replace first.",
                },
            ];
    }

    /// <summary>The inputs of the object that follows in the same region; null when the object simply ends there.</summary>
    private static ResourceInput? Successor(ApplyCall call, ResourceState prior)
    {
        if (call.Private.Planned.IsEmpty)
        {
            return null;
        }

        var planned = (CtyValue.Map)CtyMessagePack.Decode(call.Private.Planned.Memory, call.Schema.Definition.Type);
        return planned[AttributeNames.Region].AsText == prior.Region
            ? StateObject.Check(planned, call.Schema, call.Session.PolicyForChecks).Value
            : null;
    }

    private static ImmutableHashSet<InstanceId> Losing(ResourceState prior, ResourceInput successor)
    {
        var isAssociation = prior.Declared.Kind == ResourceKind.KeyPairAssociation;
        var onDestroy = prior.Declared.OnDestroy ?? Ownership.DefaultOnDestroy(prior.Declared.Kind);
        if (prior.Declared.Kind == ResourceKind.KeyRevocation || onDestroy == OnDestroy.Keep)
        {
            return [];
        }

        return
        [
            .. prior
                .Outputs.Bindings.Where(entry =>
                    !(isAssociation ? entry.Value : entry.Value.Intersect(prior.Declared.KeyIds))
                        .Except(successor.InstanceIds.Contains(entry.Key) ? successor.KeyIds : KeySet.Empty)
                        .IsEmpty
                )
                .Select(entry => entry.Key),
        ];
    }

    private static AppliedAnswer Answer(ApplyCall call, CtyValue.Map priorState, ResourceResult result) =>
        result.Errors.IsEmpty
            ? AppliedAnswer.Gone(AppliedAnswer.Tell(result))
            : new AppliedAnswer(
                StateObject.Write(priorState, call.Schema, result.State),
                new PrivateState { Observation = result.State.Observation },
                AppliedAnswer.Tell(result)
            );
}
