using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>OpenTofu asks; there are none.</summary>
    public Task<GetFunctionsResponse> GetFunctions(GetFunctionsRequest request, ServerCallContext context) =>
        Task.FromResult(new GetFunctionsResponse());
}
