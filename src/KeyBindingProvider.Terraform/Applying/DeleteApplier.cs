using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>Ends an object, or carries out the first half of replacing it.</summary>
internal static class DeleteApplier
{
    public static async Task<ApplyAnswer> ApplyAsync(ApplyCall call, CtyValue.Map priorState)
    {
        var prior = StateObject.Read(priorState, call.Schema, call.Private.Observation);
        if (call.Private.Operation == PlannedOperation.Create && Successor(call, prior) is { } successor)
        {
            return await MakeWayAsync(call, priorState, new Replacement(prior, successor));
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

    /// <summary>Carries out the first half of a replacement.</summary>
    private static async Task<ApplyAnswer> MakeWayAsync(ApplyCall call, CtyValue.Map priorState, Replacement replacement)
    {
        if (replacement.Losing.IsEmpty)
        {
            return ApplyAnswer.Gone();
        }

        // What the plan could not show must stop nothing: the engine plans a tainted object as if there were none.
        Task<IReadOnlyList<Problem>> Review(Plan plan) => Task.FromResult(Refusals(replacement.UnseenStops(plan)));
        var result = await call
            .Session.In(replacement.Prior.Region)
            .ApplyAsync(replacement.Desired, replacement.Leaving, call.Private.Owner, call.Progress, Review, call.Cancellation);
        return Answer(call, priorState, result with { State = replacement.With(result.State) });
    }

    private static IReadOnlyList<Problem> Refusals(IReadOnlyList<InstanceId> unseen) =>
        unseen.Count == 0
            ? []
            :
            [
                Problem.Error(
                    ProblemCodes.ChangedMeanwhile,
                    $"Replacing this object would stop {InstanceList.Of(unseen)}, which no longer {Grammar.Verb(unseen.Count, "belong")} to it and which its plan could not show."
                ) with
                {
                    Instances = [.. unseen],
                    Remedy =
                        "If it is tainted, run terraform untaint on it: the plan then shows the same as a change in place. Else apply without -replace first.",
                },
            ];

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

    private static ApplyAnswer Answer(ApplyCall call, CtyValue.Map priorState, ResourceResult result) =>
        result.Errors.IsEmpty
            ? ApplyAnswer.Gone(ApplyAnswer.Tell(result))
            : new ApplyAnswer(
                StateObject.Write(priorState, call.Schema, result.State),
                new PrivateState { Observation = result.State.Observation },
                ApplyAnswer.Tell(result)
            );
}
