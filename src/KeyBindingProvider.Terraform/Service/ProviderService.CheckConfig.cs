using Grpc.Core;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    public async Task<ValidateProviderConfigResponse> ValidateProviderConfig(
        ValidateProviderConfigRequest request,
        ServerCallContext context
    )
    {
        var response = new ValidateProviderConfigResponse();
        await GuardAsync(
            nameof(ValidateProviderConfig),
            response.Diagnostics,
            () =>
            {
                var check = CheckProvider(request.Config);
                response.Diagnostics.AddRange(check.Problems.Select(problem => Diagnostics.Of(problem)));
                return Task.CompletedTask;
            }
        );
        return response;
    }

    private static Checked<ProviderInput> CheckProvider(DynamicValue? config)
    {
        var values = DynamicValues.Read(config, ProviderSchema.Definition);
        return values is null
            ? new Checked<ProviderInput>(ProviderInput.None, [], [])
            : ProviderCheck.Check(InputValues.Of(values, PropertyNames.OfProvider), "", Spelling.Snake);
    }
}
