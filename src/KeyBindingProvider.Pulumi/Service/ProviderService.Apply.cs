using Grpc.Core;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>Details travel in a header: some clients hang on larger ones. The observation can be read again, what was observed cannot.</summary>
    private const int LargestDetail = 40 << 10;

    private const int MostReasons = 100;

    /// <summary>Creates or updates; answers the outputs.</summary>
    /// <param name="call">The call.</param>
    /// <param name="properties">Inputs to come.</param>
    /// <param name="prior">The stored resource; null to create one.</param>
    /// <param name="id">Its label.</param>
    /// <param name="kept">Inputs that the engine keeps if this fails.</param>
    private static async Task<PropertyValue.Map> ApplyAsync(
        ResourceCall call,
        PropertyValue.Map properties,
        ResourceState? prior,
        string id,
        PropertyValue.Map kept
    )
    {
        var inputs = call.DeclareChecked(properties);
        var region = prior?.Region ?? inputs.Value.Region!;
        if (inputs.IsUnresolved)
        {
            // Without the word of a check nobody has looked yet.
            inputs = inputs.Resolved(await call.In(region).ResolveAsync(inputs.Value, call.Operation.Token));
        }

        if (prior is null)
        {
            await ThrowIfMoveRefusedAsync(call, inputs.Value, region);
        }

        var result = await call.In(region)
            .ApplyAsync(
                inputs.Value,
                prior,
                call.Resource.Urn,
                new ProgressMessages(call.Log),
                call.SayStopsAsync,
                call.Operation.Cancellation
            );
        Tell(call, result, properties);
        if (result.Errors.IsEmpty)
        {
            return StoredState.Write(WithoutDerived(properties), result.State);
        }

        if (result.IsRefused)
        {
            throw StatusMapping.Of(result.Errors, "Refused; nothing was changed.");
        }

        if (prior is null && result.ChangedNothing)
        {
            throw StatusMapping.Of(result.Errors, "No key was changed.", result.Report.Cancelled ? StatusCode.Cancelled : null);
        }

        throw StatusMapping.InitFailed(
            result.Report.Cancelled ? StatusCode.Cancelled : StatusCode.Aborted,
            Partial(id, WithoutDerived(kept), result)
        );
    }

    /// <summary>Warnings, then what was done in one line.</summary>
    private static void Tell(ResourceCall call, ResourceResult result, PropertyValue.Map properties)
    {
        call.WarnOfSelector(result.Warnings, properties);

        if (result.Report.Plan.IsActionable && !result.IsRefused)
        {
            call.Log.Info($"{call.Resource.Name}: {ApplyText.Counts(result.Report)}");
        }
    }

    private static ErrorResourceInitFailed Partial(string id, PropertyValue.Map kept, ResourceResult result)
    {
        var detail = new ErrorResourceInitFailed
        {
            Id = id,
            Properties = ToProto.Struct(StoredState.Write(kept, result.State)),
            RefreshBeforeUpdate = true,
        };
        detail.Reasons.AddRange(result.Errors.Take(MostReasons).Select(ProblemLines.Of));
        if (result.Errors.Length > MostReasons)
        {
            var rest = result.Errors.Skip(MostReasons).SelectMany(problem => problem.Instances).Distinct().ToArray();
            detail.Reasons.Add(
                $"and {result.Errors.Length - MostReasons} more, on {Grammar.Instances(rest.Length)}: {InstanceList.Of(rest)}"
            );
        }

        if (detail.CalculateSize() > LargestDetail)
        {
            detail.Properties = ToProto.Struct(StoredState.Write(kept, result.State, withObservation: false));
        }

        return detail;
    }

    private static PropertyValue.Map WithoutDerived(PropertyValue.Map inputs) => inputs.Without(PropertyNames.Bindings.Camel);
}
