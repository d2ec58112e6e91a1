using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using KeyBindingProvider.Hosting;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Methods of <c>grpc.health.v1.Health</c>: the package keeps its own to itself.</summary>
internal static class HealthMethods
{
    /// <summary>All of them; a test compares them with those that the package binds.</summary>
    internal static void List(ServiceMethodProviderContext<HealthServiceImpl> endpoints, HealthServiceImpl service)
    {
        endpoints.Add(Of(MethodType.Unary, nameof(service.Check)), service.Check);
        endpoints.Add(Of(MethodType.ServerStreaming, nameof(service.Watch)), service.Watch);
    }

    private static Method<HealthCheckRequest, HealthCheckResponse> Of(MethodType type, string name) =>
        new(
            type,
            "grpc.health.v1.Health",
            name,
            Marshallers.Create(static request => request.ToByteArray(), HealthCheckRequest.Parser.ParseFrom),
            Marshallers.Create(static response => response.ToByteArray(), HealthCheckResponse.Parser.ParseFrom)
        );
}
