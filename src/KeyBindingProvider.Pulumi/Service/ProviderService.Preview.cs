using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
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
            if (prior is null)
            {
                await ThrowIfMoveRefusedAsync(call, inputs.Value, region);
            }

            var plan = await call.In(region).PreviewAsync(inputs.Value, prior, call.Resource.Urn, call.Operation.Token);
            ThrowIfRefused(plan);
            call.Log.Info(PlanText.Render(plan, MessageLimits).TrimEnd());
            Hint(call, plan, prior);
        }

        return properties.Without(PropertyNames.Bindings.Camel);
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
