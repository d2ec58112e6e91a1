using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Service;

namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>All methods that an engine calls; a test compares them with the protocol.</summary>
internal static class ProviderMethods
{
    /// <summary>The methods of the provider protocol.</summary>
    public static GrpcMethods Of(ProviderService provider)
    {
        var methods = new GrpcMethods();
        methods
            .Of("pulumirpc.ResourceProvider")
            .Unary(nameof(provider.Handshake), ProviderHandshakeRequest.Parser, provider.Handshake)
            .Unary(nameof(provider.GetSchema), GetSchemaRequest.Parser, provider.GetSchema)
            .Unary(nameof(provider.CheckConfig), CheckRequest.Parser, provider.CheckConfig)
            .Unary(nameof(provider.DiffConfig), DiffRequest.Parser, provider.DiffConfig)
            .Unary(nameof(provider.Configure), ConfigureRequest.Parser, provider.Configure)
            .Unary(nameof(provider.Invoke), InvokeRequest.Parser, provider.Invoke)
            .Unary(nameof(provider.Check), CheckRequest.Parser, provider.Check)
            .Unary(nameof(provider.Diff), DiffRequest.Parser, provider.Diff)
            .Unary(nameof(provider.Create), CreateRequest.Parser, provider.Create)
            .Unary(nameof(provider.Read), ReadRequest.Parser, provider.Read)
            .Unary(nameof(provider.Update), UpdateRequest.Parser, provider.Update)
            .Unary(nameof(provider.Delete), DeleteRequest.Parser, provider.Delete)
            .Unary(nameof(provider.Cancel), Empty.Parser, provider.Cancel)
            .Unary(nameof(provider.GetPluginInfo), Empty.Parser, provider.GetPluginInfo)
            .Unary(nameof(provider.Attach), PluginAttach.Parser, provider.Attach)
            .Unary(nameof(provider.GetMapping), GetMappingRequest.Parser, provider.GetMapping)
            .Unary(nameof(provider.GetMappings), GetMappingsRequest.Parser, provider.GetMappings)
            .ServerStreaming<ListRequest, ListResponse>(nameof(provider.List), ListRequest.Parser, provider.List);
        return methods;
    }
}
