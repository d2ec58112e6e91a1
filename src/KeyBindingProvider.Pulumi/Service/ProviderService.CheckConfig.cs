using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>Checks a provider's configuration and hands it on as it is: <c>version</c> must come back unchanged.</summary>
    public Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context) =>
        Guard(() =>
        {
            var properties = FromProto.Map(request.News);
            CheckFailure[] failures = [.. CheckFailures.Of(ConfigProperties.Check(properties).Problems, properties, text => text)];
            return failures.Length == 0
                ? new CheckResponse { Inputs = request.News ?? new() }
                : new CheckResponse { Failures = { failures } };
        });
}
