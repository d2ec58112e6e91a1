using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Schema;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>The package schema; asked of a process that is never configured.</summary>
    public Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, ServerCallContext context) =>
        Guard(() =>
            request.Version == 0
                ? new GetSchemaResponse { Schema = PackageSchema.Json }
                : throw StatusMapping.Fail(
                    StatusCode.InvalidArgument,
                    $"Version {request.Version} of the schema's format is not served; this provider has version 0."
                )
        );
}
