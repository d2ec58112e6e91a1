using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>
/// Changes an object in place. After a failure the object before is returned with what is bound now: its declaration stays what it was, so the next plan
/// shows what is still missing, and the pairs that were bound on the way stay owned.
/// </summary>
internal static class UpdateApplier
{
    public static async Task<ApplyAnswer> ApplyAsync(ApplyCall call, CtyValue.Map priorState, CtyValue.Map planned)
    {
        var prior = StateObject.Read(priorState, call.Schema, call.Private.Observation);
        if (planned.IsWhollyKnown)
        {
            // Only inputs change that ask nothing of the account, such as the policy: no call.
            return new ApplyAnswer(planned, new PrivateState { Observation = call.Private.Observation }, []);
        }

        var desired = await call.InputsAsync(planned, prior.Region);
        var shown = PlannedChangesValue.Read(planned[AttributeNames.LastPlannedChanges]);
        var result = await call
            .Session.In(prior.Region)
            .ApplyAsync(
                desired,
                prior,
                priorState[AttributeNames.Id].AsText ?? "",
                call.Progress,
                shown is null ? null : plan => Task.FromResult(shown.Exceeded(plan)),
                call.Cancellation
            );
        var template = result.Errors.IsEmpty ? planned : priorState;
        var state = StateObject
            .Write(template, call.Schema, result.State)
            .With(
                AttributeNames.LastPlannedChanges,
                PlannedChangesValue.Settle(
                    planned[AttributeNames.LastPlannedChanges],
                    result.Report.Plan,
                    priorState[AttributeNames.LastPlannedChanges]
                )
            );
        return new ApplyAnswer(state, new PrivateState { Observation = result.State.Observation }, ApplyAnswer.Tell(result));
    }
}
