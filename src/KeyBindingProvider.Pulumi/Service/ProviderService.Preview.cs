using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>Items of one list in a message; the rest is counted.</summary>
    private static readonly TextLimits MessageLimits = new(Listed: 20);

    /// <summary>
    /// Looks at the cloud and tells the reviewer, on the resource: who loses and gains what, what is stopped, in how many waves, how many calls. Refusals fail
    /// the preview. Answers the inputs; what is computed is left out, which makes it unknown to the program.
    /// </summary>
    private static async Task<PropertyValue.Map> PreviewAsync(ResourceCall call, PropertyValue.Map properties, ResourceState? prior)
    {
        var inputs = call.DeclareChecked(properties);
        if (DecidedAtApply.Of(inputs, call.Account.Policy) is { } open)
        {
            call.Log.Warn(open);
        }

        if (IsForeseeable(inputs, prior) && RegionOf(inputs, prior) is { } region)
        {
            var plan = await call.In(region).PreviewAsync(inputs.Value, prior, call.Resource.Urn, call.Operation.Token);
            ThrowIfUnseen(call, plan);
            ThrowIfRefused(plan);
            call.Log.Info(PlanText.Render(plan, MessageLimits).TrimEnd());
            Hint(call, plan, prior);
        }

        return properties.Without(PropertyNames.Bindings.Camel);
    }

    /// <summary>Something can be said as soon as one id of each list is known; a list that is not known leaves nothing to look for.</summary>
    private static bool IsForeseeable(DeclaredInputs inputs, ResourceState? prior) =>
        !inputs.HasUnknownIds
        // What leaves an existing resource cannot be told while any id is open: an instance that seems to go may be the unknown one.
        || (
            prior is null
            && !inputs.Value.KeyIds.IsEmpty
            && !inputs.Unknown.Keys
            && inputs.Value.Kind.IsForeseeable(inputs.Value, inputs.Unknown)
        );

    private static string? RegionOf(DeclaredInputs inputs, ResourceState? prior) => prior?.Region ?? inputs.Value.Region;

    private static void ThrowIfRefused(Plan plan)
    {
        if (plan.IsRefused)
        {
            throw StatusMapping.Of(plan.Problems, "Refused; nothing was changed.");
        }
    }

    /// <summary>A resource moves to another region only as a whole: an id that is not there is more likely a mistake than a wish.</summary>
    private static void ThrowIfUnseen(ResourceCall call, Plan plan)
    {
        InstanceId[] missing = [.. plan.Pending.Where(pending => pending.Code == PendingCode.Missing).Select(pending => pending.Change.Id)];
        if (missing.Length > 0 && call.Run.IsReplaced(call.Resource.Urn))
        {
            throw StatusMapping.Of([
                Problem.Error(
                    ProblemCodes.MissingInstance,
                    $"'{call.Resource.Name}' would move to {plan.Region}, which does not have {InstanceList.Of(missing)}."
                ) with
                {
                    Instances = missing,
                    Remedy = "Name the instances of the new region together with the region, or leave region as it was.",
                },
            ]);
        }
    }

    private static void Hint(ResourceCall call, Plan plan, ResourceState? prior)
    {
        var stopped = plan.Changes.Where(change => change.StopMode != StopMode.None).Select(change => change.Id);
        var shared = call.Run.PlanStops(call.Resource.Urn, call.Resource.Name, stopped);
        foreach (var others in shared.GroupBy(stop => stop.Other, stop => stop.Instance))
        {
            InstanceId[] instances = [.. others.Order()];
            call.Log.Warn(
                Problem.Warning(
                    ProblemCodes.Overlap,
                    $"'{call.Resource.Name}' and '{others.Key}' both stop {InstanceList.Of(instances)}: one stop and start for each of them."
                ) with
                {
                    Instances = instances,
                    Remedy = "One resource for the fleet changes it in one window.",
                }
            );
        }

        if (prior is null && plan.IsActionable && call.Run.TakeHint())
        {
            call.Log.Info(
                "Where another resource manages these instances, tell it to leave their keys alone (ignoreChanges: [keyIds] on tencentcloud instances): "
                    + "otherwise the two undo each other's changes for ever."
            );
        }
    }
}
