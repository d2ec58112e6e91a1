using Grpc.Core;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Looks at the account. Inputs and the last plan stay as they are; what was observed goes into the private bytes, for a pure plan.</summary>
    public async Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context)
    {
        // Without the echo the engine would forget all three.
        var response = new ReadResourceResponse
        {
            NewState = request.CurrentState,
            Private = request.Private,
            NewIdentity = request.CurrentIdentity,
        };
        using var looking = Looking(context);
        await GuardAsync(
            nameof(ReadResource),
            response.Diagnostics,
            async () =>
            {
                var schema = ResourceOf(request.TypeName);
                if (DynamicValues.Read(request.CurrentState, schema.Definition) is not { } state)
                {
                    return;
                }

                response.NewIdentity = IdentityValue.Keep(request.CurrentIdentity, state, schema);
                if (Session.IsUnknown)
                {
                    response.Diagnostics.Add(
                        Diagnostics.Warning(
                            $"Not read: the provider's configuration is not known yet ({schema.TypeName})",
                            "The object is shown as it was last stored. It is read when whatever the provider's configuration depends on exists."
                        )
                    );
                    return;
                }

                var stored = PrivateState.Decode(request.Private);
                var prior = StateObject.Read(state, schema, stored.Observation);
                var owner = state[AttributeNames.Id].AsText ?? "";
                var reading = await Session.In(prior.Region).ReadAsync(prior, owner, looking.Token);
                response.Diagnostics.AddRange(Session.Unsaid(owner, reading.Problems).Select(problem => Diagnostics.Of(problem)));
                if (reading.State is { } read)
                {
                    response.Diagnostics.AddRange(await DriftAttribution.OfAsync(Session, prior, read, owner, looking.Token));
                    // Where nothing is planned afterwards, in a refresh, this is the only word that the engine asks for.
                    var waiting = WaitingProblems.Of(Session.In(read.Region).PlanStored(read.Declared, read, owner).Plan);
                    Problem[] warnings = waiting is null ? [] : [waiting];
                    response.Diagnostics.AddRange(Session.Unsaid(owner, warnings).Select(problem => Diagnostics.Of(problem)));
                }

                response.NewState = DynamicValues.Write(
                    reading.State is { } seen ? StateObject.Write(state, schema, seen) : null,
                    schema.Definition
                );
                response.NewIdentity = reading.State is null ? null : response.NewIdentity;
                response.Private = new PrivateState { Observation = reading.State?.Observation }.Encode();
            }
        );
        return response;
    }
}
