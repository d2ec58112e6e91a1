using Grpc.Core;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// The least that has to be written for an object to be as it is, printed by the engine as it stands. Without a state, which the engine may not have, nothing is
    /// filled in; an error would end the whole query.
    /// </summary>
    public async Task<GenerateResourceConfigResponse> GenerateResourceConfig(
        GenerateResourceConfigRequest request,
        ServerCallContext context
    )
    {
        var response = new GenerateResourceConfigResponse();
        await GuardAsync(
            nameof(GenerateResourceConfig),
            response.Diagnostics,
            () =>
            {
                var schema = ResourceOf(request.TypeName);
                var state = DynamicValues.Read(request.State, schema.Definition);
                if (state is null)
                {
                    response.Diagnostics.Add(
                        Diagnostics.Warning(
                            $"A {schema.TypeName} is written without its values",
                            "The engine has handed over no object to write it from, as early releases of 1.14 do: write them from the import block's identity."
                        )
                    );
                }

                response.Config = DynamicValues.Write(Written(state, schema), schema.Definition);
                return Task.CompletedTask;
            }
        );
        return response;
    }

    private CtyValue.Map Written(CtyValue.Map? state, ResourceSchema schema)
    {
        var written = CtyValue.Map.Of(
            schema.Definition.Attributes.Select(attribute =>
                (attribute.Name, attribute.Mode == Mode.Computed || state is null ? CtyValue.Nothing : state[attribute.Name])
            )
        );
        // Where nobody names another region, the provider's is meant.
        return written[AttributeNames.Region].AsText is { } region && region == _session?.Region
            ? written.With(AttributeNames.Region, CtyValue.Nothing)
            : written;
    }
}
