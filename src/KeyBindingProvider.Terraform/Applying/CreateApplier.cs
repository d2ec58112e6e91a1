using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Previewing;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>
/// Makes a new object. When that fails the engine taints whatever is returned: nothing is returned if nothing was changed, so that the next apply simply
/// creates, and what was bound otherwise, so that nothing is orphaned.
/// </summary>
internal static class CreateApplier
{
    public static async Task<ApplyAnswer> ApplyAsync(ApplyCall call, CtyValue.Map planned)
    {
        var id = call.Private.Owner.Length > 0 ? call.Private.Owner : ObjectId.Fresh();
        var region = planned[AttributeNames.Region].AsText ?? call.Session.RequireRegion();
        var desired = await call.InputsAsync(planned, region);
        var shown = PlannedChangesValue.Read(planned[AttributeNames.LastPlannedChanges]);
        var result = await call
            .Session.In(region)
            .ApplyAsync(
                desired,
                prior: null,
                id,
                call.Progress,
                shown is null ? null : plan => Task.FromResult(shown.Exceeded(plan)),
                call.Cancellation
            );
        var diagnostics = ApplyAnswer.Tell(result);
        if (!result.Errors.IsEmpty && result.ChangedNothing)
        {
            return ApplyAnswer.Gone(diagnostics);
        }

        var state = StateObject
            .Write(planned, call.Schema, result.State)
            .With(AttributeNames.Id, new CtyValue.Text(id))
            .With(
                AttributeNames.LastPlannedChanges,
                PlannedChangesValue.Settle(planned[AttributeNames.LastPlannedChanges], result.Report.Plan, CtyValue.Nothing)
            );
        return new ApplyAnswer(state, new PrivateState { Observation = result.State.Observation }, diagnostics);
    }
}
