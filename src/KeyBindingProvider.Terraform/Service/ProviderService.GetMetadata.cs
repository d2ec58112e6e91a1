using Grpc.Core;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    public Task<GetMetadataResponse> GetMetadata(GetMetadataRequest request, ServerCallContext context)
    {
        var response = new GetMetadataResponse { ServerCapabilities = Capabilities };
        response.Resources.AddRange(
            ResourceSchemas.ByType.Keys.Select(type => new GetMetadataResponse.Types.TypeName { TypeName_ = type })
        );
        response.ListResources.AddRange(
            ListSchemas.ByType.Keys.Select(type => new GetMetadataResponse.Types.TypeName { TypeName_ = type })
        );
        response.Actions.Add(new GetMetadataResponse.Types.TypeName { TypeName_ = RecoverSchema.TypeName });
        response.DataSources.Add(new GetMetadataResponse.Types.TypeName { TypeName_ = AssociationsSchema.TypeName });
        return Task.FromResult(response);
    }
}
