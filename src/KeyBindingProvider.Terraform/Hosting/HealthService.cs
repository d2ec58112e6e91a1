using Grpc.Core;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Serving from the first call to the last.</summary>
internal sealed class HealthService : Health.HealthBase
{
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        Task.FromResult(new HealthCheckResponse { Status = HealthCheckResponse.Types.ServingStatus.Serving });
}
