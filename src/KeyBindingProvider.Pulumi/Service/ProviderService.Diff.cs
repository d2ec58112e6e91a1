using Grpc.Core;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// What an update would be: pure over what was stored. Refusals are raised by the update, not here. Of an unchanged resource this is the only word that the
    /// engine asks for, in an up and in a refresh: instances of it that still wait are said here.
    /// </summary>
    public Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            timeout: 0,
            context,
            call =>
            {
                call.Run.MarkCurrent(request.Urn, request.Id);
                var outputs = FromProto.Map(request.Olds);
                var inputs = request.OldInputs is null ? call.Inputs(outputs) : FromProto.Map(request.OldInputs);
                var prior = call.Stored(outputs, inputs);
                var desired = call.Declare(FromProto.Map(request.News));
                StoredPlan Plan(ResourceInput input) => call.In(prior.Region).PlanStored(input, prior, request.Urn);
                var diff = ResourceDiff.Of(prior, call.Declare(inputs), desired, Plan, request.IgnoreChanges);
                if (diff.Replaces.Count == 0 && !desired.HasUnknownIds && WaitingProblems.Of(Plan(desired.Value).Plan) is { } waiting)
                {
                    call.WarnOnce([waiting]);
                }

                if (diff.Replaces.Contains(PropertyNames.Region.Camel))
                {
                    call.Run.MarkMoved(request.Urn, prior.Region);
                }

                return Task.FromResult(diff);
            }
        );
}
