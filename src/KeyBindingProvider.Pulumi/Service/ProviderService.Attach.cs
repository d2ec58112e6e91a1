using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>An engine attaches to a process that a person has started.</summary>
    public Task<Empty> Attach(PluginAttach request, ServerCallContext context) =>
        Guard(() =>
        {
            runs.Connect(runs.Of(context), request.Address);
            return new Empty();
        });
}
