using Grpc.Core;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    public async Task<ValidateResourceConfigResponse> ValidateResourceConfig(
        ValidateResourceConfigRequest request,
        ServerCallContext context
    )
    {
        var response = new ValidateResourceConfigResponse();
        await GuardAsync(
            nameof(ValidateResourceConfig),
            response.Diagnostics,
            () =>
            {
                var schema = ResourceOf(request.TypeName);
                if (DynamicValues.Read(request.Config, schema.Definition) is { } config)
                {
                    // Before the provider is configured nobody knows its policy; the plan checks again with the real one.
                    var policy = _session?.PolicyForChecks ?? ProviderSession.MostLenient;
                    var problems = StateObject.Check(config, schema, policy).Problems.Concat(Timeouts.Check(config));
                    response.Diagnostics.AddRange(problems.Select(problem => Diagnostics.Of(problem)));
                }

                return Task.CompletedTask;
            }
        );
        return response;
    }
}
