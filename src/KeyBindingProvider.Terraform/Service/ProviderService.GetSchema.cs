using Grpc.Core;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    // The schema never changes: the engine may keep it for the whole command. A destroy is planned by us, since only we know what it stops.
    private static readonly ServerCapabilities Capabilities = new()
    {
        PlanDestroy = true,
        GetProviderSchemaOptional = true,
        GenerateResourceConfig = true,
    };

    public Task<GetProviderSchemaResponse> GetProviderSchema(GetProviderSchemaRequest request, ServerCallContext context)
    {
        var response = new GetProviderSchemaResponse
        {
            Provider = SchemaToProto.Convert(ProviderSchema.Definition),
            ServerCapabilities = Capabilities,
        };
        foreach (var (type, resource) in ResourceSchemas.ByType)
        {
            response.ResourceSchemas.Add(type, SchemaToProto.Convert(resource.Definition));
        }

        foreach (var (type, definition) in ListSchemas.ByType)
        {
            response.ListResourceSchemas.Add(type, SchemaToProto.Convert(definition));
        }

        response.ActionSchemas.Add(RecoverSchema.TypeName, new ActionSchema { Schema = SchemaToProto.Convert(RecoverSchema.Definition) });
        response.DataSourceSchemas.Add(AssociationsSchema.TypeName, SchemaToProto.Convert(AssociationsSchema.Definition));
        return Task.FromResult(response);
    }
}
