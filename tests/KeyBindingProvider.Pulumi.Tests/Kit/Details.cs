using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>Reads what travels in the trailer of a failed call, as strictly as a Go client does.</summary>
internal static class Details
{
    public static ErrorResourceInitFailed? InitFailed(RpcException exception) =>
        Of(exception) is { } any && any.Is(ErrorResourceInitFailed.Descriptor) ? any.Unpack<ErrorResourceInitFailed>() : null;

    public static ConfigureErrorMissingKeys? MissingKeys(RpcException exception) =>
        Of(exception) is { } any && any.Is(ConfigureErrorMissingKeys.Descriptor) ? any.Unpack<ConfigureErrorMissingKeys>() : null;

    private static Google.Protobuf.WellKnownTypes.Any? Of(RpcException exception)
    {
        var trailers = exception.Trailers.Where(trailer => trailer.Key == "grpc-status-details-bin").ToArray();
        if (trailers.Length == 0)
        {
            return null;
        }

        var status = Google.Rpc.Status.Parser.ParseFrom(Assert.Single(trailers).ValueBytes);
        Assert.Equal((int)exception.StatusCode, status.Code);
        return Assert.Single(status.Details);
    }
}
