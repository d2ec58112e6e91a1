using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>
/// Plans the only change that makes a new object: an explicit other region. Refused unless it moves as a whole.
/// </summary>
internal static class ReplacePreviewer
{
    public static async Task<PreviewAnswer> PreviewAsync(
        PreviewCall call,
        ResourceState prior,
        string region,
        CancellationToken cancellationToken
    )
    {
        // All warnings belong into this first answer: of the second, with no object before, the engine shows errors only.
        var created = await CreatePreviewer.PreviewAsync(
            call with
            {
                PriorPrivate = PrivateState.None,
                PlannedPrivate = PrivateState.None,
            },
            cancellationToken
        );
        if (call.Session.IsUnknown)
        {
            return created with { RequiresReplace = [AttributeNames.Region] };
        }

        var desired = call.Check().Value;
        var refusals = await call.Session.In(region).CheckMoveAsync(desired, prior.Region, cancellationToken);
        if (refusals.Count > 0)
        {
            return PreviewAnswer.Invalid(call, [.. refusals]);
        }

        var owner = call.Prior?[AttributeNames.Id].AsText ?? "";
        var removal = await call.Session.In(prior.Region).PreviewDeleteAsync(prior, owner, cancellationToken);
        return created with
        {
            RequiresReplace = [AttributeNames.Region],
            Private = created.Private with { Shown = PlannedChanges.Of(removal) },
            Diagnostics = [.. PreviewNotices.Of(removal, call.Schema, call.Session.Input), .. created.Diagnostics],
        };
    }
}
