using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>
/// Plans the only change that makes a new object: an explicit other region. Ids belong to a region, so unless every instance is seen in the new one this
/// is a mistake, and taking everything off the old instances would be the price of it.
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
        var created = await CreatePreviewer.PreviewAsync(call with { PriorPrivate = PrivateState.None }, cancellationToken);
        if (call.Session.IsUnknown)
        {
            return created with { RequiresReplace = [AttributeNames.Region] };
        }

        var desired = call.Check().Value;
        if (!desired.InstanceIds.IsEmpty)
        {
            var filter = new AccessFilter(KeySet.Empty, desired.InstanceIds, AccessFilter.Everything.Tags);
            var seen = await call.Session.In(region).LookUpAsync(filter, cancellationToken);
            if (!seen.MissingInstances.IsEmpty)
            {
                return PreviewAnswer.Invalid(call, [NotThere(seen, prior.Region)]);
            }
        }

        var owner = call.Prior?[AttributeNames.Id].AsText ?? "";
        var removal = await call.Session.In(prior.Region).PreviewDeleteAsync(prior, owner, cancellationToken);
        return created with
        {
            RequiresReplace = [AttributeNames.Region],
            Private = created.Private with { Shown = PlannedChanges.Of(removal) },
            Diagnostics = [.. PreviewNotices.Of(removal, call.Schema), .. created.Diagnostics],
        };
    }

    private static Problem NotThere(AccessReport seen, string priorRegion) =>
        Problem.Error(
            ProblemCodes.MissingInstance,
            $"{InstanceList.Of(seen.MissingInstances)} {Grammar.Does(seen.MissingInstances.Length)} not exist in {seen.Region}; the resource lives in {priorRegion}."
        ) with
        {
            Path = AttributeNames.Region,
            Instances = seen.MissingInstances,
            Remedy =
                $"Leave region out or set it to {priorRegion}; to move to {seen.Region}, name instances of that region in the same change.",
        };
}
