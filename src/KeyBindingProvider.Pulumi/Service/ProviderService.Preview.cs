using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>What a preview answers beside the inputs: the plan as data. Nothing of it is kept, an apply answers what was done.</summary>
    private const string PlannedChange = "plannedChange";

    /// <summary>Machines that are named behind a key; the rest is counted, and is in the diff, in the data and in the full text.</summary>
    private const int Listed = 3;

    /// <summary>
    /// Looks at the cloud and tells the reviewer, on the resource: who loses and gains what, what is stopped, in how many waves, how many calls. Refusals fail
    /// the preview. Answers the inputs and the plan as data; what is computed is left out, which makes it unknown to the program.
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
            if (prior is null)
            {
                await ThrowIfMoveRefusedAsync(call, inputs.Value, region);
            }

            var plan = await call.In(region).PreviewAsync(inputs.Value, prior, call.Resource.Urn, call.Operation.Token);
            ThrowIfRefused(plan);
            Show(call, plan);
            Hint(call, plan, prior);
            var data = FromJson.TryParse(PlanJson.Line(plan))!;
            properties = properties.With(PlannedChange, inputs.HasSecretIds ? new PropertyValue.Secret(data) : data);
        }

        return properties.Without(PropertyNames.Bindings.Camel);
    }

    /// <summary>The plan as much of it as the provider's user wants to read, and its warnings as warnings.</summary>
    private static void Show(ResourceCall call, Plan plan)
    {
        call.WarnOnce(WaitingProblems.Gather(plan.Problems, plan));

        call.Run.Foresee(plan.Calls);
        call.Log.Info(
            call.Account.Detail switch
            {
                PreviewDetail.Full => PlanText.Render(plan with { Problems = [] }).TrimEnd(),
                PreviewDetail.Data => PlanJson.Line(plan),
                _ => PlanSummary.Render(plan, call.Account.Policy, Listed),
            }
        );
    }

    private static bool IsForeseeable(DeclaredInputs inputs, ResourceState? prior) =>
        prior is null ? Foresight.OfNew(inputs.Value, inputs.Unknown) : Foresight.OfExisting(inputs.Unknown);

    private static string? RegionOf(DeclaredInputs inputs, ResourceState? prior) => prior?.Region ?? inputs.Value.Region;

    private static void ThrowIfRefused(Plan plan)
    {
        if (plan.IsRefused)
        {
            throw StatusMapping.Of(plan.Problems, "Refused; nothing was changed.");
        }
    }

    /// <summary>A new object that takes the place of one in another region.</summary>
    private static async Task ThrowIfMoveRefusedAsync(ResourceCall call, ResourceInput desired, string region)
    {
        if (
            call.Run.MovedFrom(call.Resource.Urn) is { } from
            && await call.In(region).CheckMoveAsync(desired, from, call.Operation.Token) is { Count: > 0 } refusals
        )
        {
            throw StatusMapping.Of(refusals);
        }
    }

    private static void Hint(ResourceCall call, Plan plan, ResourceState? prior)
    {
        if (prior is null && plan.IsActionable && call.Run.TakeHint())
        {
            call.Log.Info(
                "Where another resource manages these instances, tell it to leave their keys alone (ignoreChanges: [keyIds] on tencentcloud instances): "
                    + "otherwise the two undo each other's changes for ever."
            );
        }
    }
}
