using Grpc.Core;
using Grpc.Health.V1;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Health from the first call to the last: of the whole server, and under the name that a plugin host asks for.</summary>
internal sealed class HealthService(CancellationToken stopping)
{
    /// <summary>Whether a service is served; NOT_FOUND for one that is not known.</summary>
    public static Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) =>
        IsKnown(request)
            ? Task.FromResult(new HealthCheckResponse { Status = ServingStatus.Serving })
            : throw new RpcException(new Status(StatusCode.NotFound, "unknown service"));

    /// <summary>The same as a stream: it says so once, since nothing of it ever changes, and ends with the peer or with the server.</summary>
    public async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> answers, ServerCallContext context)
    {
        await answers.WriteAsync(
            new HealthCheckResponse { Status = IsKnown(request) ? ServingStatus.Serving : ServingStatus.ServiceUnknown }
        );
        await OpenStream.HoldAsync(context.CancellationToken, stopping);
    }

    private static bool IsKnown(HealthCheckRequest request) => request.Service is "" or "plugin";
}
