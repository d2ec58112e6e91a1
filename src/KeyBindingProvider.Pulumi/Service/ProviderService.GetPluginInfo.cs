using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Schema;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>The version, the same as the schema's.</summary>
    public Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Guard(() => new PluginInfo { Version = ProviderVersion.Text });
}
