using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Previewing;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Adopts exactly what is there; the first plan after it is empty, or a warning says why it will not be.</summary>
    public override async Task<ImportResourceStateResponse> ImportResourceState(
        ImportResourceStateRequest request,
        ServerCallContext context
    )
    {
        var response = new ImportResourceStateResponse();
        using var looking = Looking(context);
        await GuardAsync(
            nameof(ImportResourceState),
            response.Diagnostics,
            async () =>
            {
                var schema = ResourceOf(request.TypeName);
                if (!ImportRequest.TryParse(schema.Kind, request.Id, out var import, out var problem))
                {
                    throw new ProblemException(problem!);
                }

                var region = import.Region ?? Session.RequireRegion();
                var reading = await Session.In(region).ImportAsync(import, schema.TypeName, looking.Token);
                response.Diagnostics.AddRange(reading.Problems.Select(found => Diagnostics.Of(found)));
                if (reading.State is { } state)
                {
                    response.ImportedResources.Add(
                        new ImportResourceStateResponse.Types.ImportedResource
                        {
                            TypeName = request.TypeName,
                            State = DynamicValues.Write(StateObject.Imported(schema, ObjectId.Fresh(), state), schema.Definition),
                            Private = new PrivateState { Observation = state.Observation }.Encode(),
                        }
                    );
                }
            }
        );
        return response;
    }
}
