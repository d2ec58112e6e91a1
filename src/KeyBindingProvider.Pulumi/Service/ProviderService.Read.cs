using Grpc.Core;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// What is there: of a stored resource (refresh), of what an id names (import), or of what an id or a given state names (get). Gone is an answer with nothing
    /// set at all; any error of the service is an error, never gone.
    /// </summary>
    public Task<ReadResponse> Read(ReadRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            request.Timeout,
            context,
            call =>
            {
                var outputs = FromProto.Map(request.Properties);
                // Only outputs of ours carry an observation; a state that a user has given to "get" does not.
                return outputs.Find(StoredState.Observation) is null && outputs.Find(PropertyNames.PendingInstances.Camel) is null
                    ? ImportAsync(call, request.Id, isGet: request.Properties is not null)
                    : ReadAsync(call, request, outputs);
            }
        );

    private static async Task<ReadResponse> ReadAsync(ResourceCall call, ReadRequest request, PropertyValue.Map outputs)
    {
        var inputs = request.Inputs is null ? call.Inputs(outputs) : FromProto.Map(request.Inputs);
        var prior = call.Stored(outputs, inputs);
        var reading = await call.In(prior.Region).ReadAsync(prior, call.Resource.Urn, call.Operation.Token);
        call.WarnOfSelector(reading.Problems, inputs);
        if (reading.State is not { } state)
        {
            return new ReadResponse();
        }

        var others = call.In(prior.Region).OthersOn(state.Outputs.ForeignBindings.Keys, call.Resource.Urn);
        var drift = ResourceDrift.Of(prior, state, others);
        if (DriftMessage.Of(state.Declared.Name, drift, await WhoAsync(call, drift, prior.Region)) is { } message)
        {
            call.Log.Info(message);
        }

        return Answer(request.Id, inputs, state);
    }

    /// <summary>Who made a drift, where the provider's <c>driftAttribution</c> asks for it. A log that cannot be read is a warning, once in a run.</summary>
    private static async Task<string?> WhoAsync(ResourceCall call, ResourceDrift drift, string region)
    {
        if (!call.Account.NamesWho)
        {
            return null;
        }

        try
        {
            var who = await call.Account.Factory.WhoDidItAsync(drift.Pairs, region, WhoDidIt.UsualSpan, call.Operation.Token);
            WarnOnceInRun(call, who?.Problem);
            return who is null ? null : WhoMessage.Of(who);
        }
        catch (OperationCanceledException) when (call.Operation.Cancellation.TimedOut.IsCancellationRequested)
        {
            // What was to be read has been read: it is not lost for a name.
            WarnOnceInRun(
                call,
                Problem.Warning(
                    ProblemCodes.AuditLogNotRead,
                    "DescribeEvents: no whole answer before the custom time-out of the read."
                ) with
                {
                    Remedy = "Give the read more time, or try again. Drift is the same without it.",
                }
            );
            return null;
        }
    }

    private static void WarnOnceInRun(ResourceCall call, Problem? problem)
    {
        if (problem is not null && call.Run.TakeWarning(urn: "", problem))
        {
            call.Log.Warn(problem);
        }
    }

    private static ReadResponse Answer(string id, PropertyValue.Map inputs, ResourceState state) =>
        new()
        {
            Id = id,
            Properties = ToProto.Struct(StoredState.Write(WithoutDerived(inputs), state)),
            Inputs = ToProto.Struct(StoredState.InputsAsRead(inputs, state)),
            RefreshBeforeUpdate = true,
        };
}
