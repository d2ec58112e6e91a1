using Grpc.AspNetCore.Server.Model;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Pulumi.Service;

namespace KeyBindingProvider.Pulumi.Protocol;

/// <summary>Methods of the provider protocol.</summary>
internal static partial class ResourceProvider
{
    /// <summary>All of them; a test compares them with those that the generated code binds.</summary>
    internal static void List(ServiceMethodProviderContext<ProviderService> endpoints, ProviderService service)
    {
        endpoints.Add(__Method_Handshake, service.Handshake);
        endpoints.Add(__Method_GetSchema, service.GetSchema);
        endpoints.Add(__Method_CheckConfig, service.CheckConfig);
        endpoints.Add(__Method_DiffConfig, service.DiffConfig);
        endpoints.Add(__Method_Configure, service.Configure);
        endpoints.Add(__Method_Invoke, service.Invoke);
        endpoints.Add(__Method_Check, service.Check);
        endpoints.Add(__Method_Diff, service.Diff);
        endpoints.Add(__Method_Create, service.Create);
        endpoints.Add(__Method_Read, service.Read);
        endpoints.Add(__Method_Update, service.Update);
        endpoints.Add(__Method_Delete, service.Delete);
        endpoints.Add(__Method_Cancel, service.Cancel);
        endpoints.Add(__Method_GetPluginInfo, service.GetPluginInfo);
        endpoints.Add(__Method_Attach, service.Attach);
        endpoints.Add(__Method_GetMapping, service.GetMapping);
        endpoints.Add(__Method_GetMappings, service.GetMappings);
        endpoints.Add(__Method_List, service.List);
    }
}
