using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Previewing;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Adopts exactly what is there; the first plan after it is empty, or a warning says why it will not be.</summary>
    public async Task<ImportResourceStateResponse> ImportResourceState(ImportResourceStateRequest request, ServerCallContext context)
    {
        var response = new ImportResourceStateResponse();
        using var looking = Looking(context);
        await GuardAsync(
            nameof(ImportResourceState),
            response.Diagnostics,
            async () =>
            {
                var schema = ResourceOf(request.TypeName);
                var import = Requested(request, schema);
                var region = import.Region ?? Session.RequireRegion();
                var reading = await Session.In(region).ImportAsync(import, schema.TypeName, looking.Token);
                response.Diagnostics.AddRange(reading.Problems.Select(found => Diagnostics.Of(found)));
                if (reading.State is { } state)
                {
                    var imported = StateObject.Imported(schema, ObjectId.Fresh(), state);
                    response.ImportedResources.Add(
                        new ImportResourceStateResponse.Types.ImportedResource
                        {
                            TypeName = request.TypeName,
                            State = DynamicValues.Write(imported, schema.Definition),
                            Private = new PrivateState { Observation = state.Observation }.Encode(),
                            // Whatever the request left out is filled in with what was found.
                            Identity = IdentityValue.Write(IdentityValue.Of(imported, schema), schema),
                        }
                    );
                }
            }
        );
        return response;
    }

    /// <summary>By identity, or by id.</summary>
    private static ImportRequest Requested(ImportResourceStateRequest request, ResourceSchema schema) =>
        IdentityValue.Read(request.Identity, schema) is { } identity ? IdentityValue.ReadImport(identity, schema.Kind)
        : ImportRequest.TryParse(schema.Kind, request.Id, out var import, out var problem) ? import
        : throw new ProblemException(problem!);
}
