using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    public async Task<ValidateDataResourceConfigResponse> ValidateDataResourceConfig(
        ValidateDataResourceConfigRequest request,
        ServerCallContext context
    )
    {
        var response = new ValidateDataResourceConfigResponse();
        await GuardAsync(
            nameof(ValidateDataResourceConfig),
            response.Diagnostics,
            () =>
            {
                RequireAssociations(request.TypeName);
                if (DynamicValues.Read(request.Config, AssociationsSchema.Definition) is { } config)
                {
                    response.Diagnostics.AddRange(AssociationsFilter.Read(config).Problems.Select(problem => Diagnostics.Of(problem)));
                }

                return Task.CompletedTask;
            }
        );
        return response;
    }

    private static void RequireAssociations(string typeName)
    {
        if (typeName != AssociationsSchema.TypeName)
        {
            throw new ProblemException(Problem.Error(ProblemCodes.InternalFault, $"there is no data source '{typeName}'"));
        }
    }
}
