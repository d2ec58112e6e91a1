using Grpc.AspNetCore.Server.Model;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Service;

namespace KeyBindingProvider.Terraform.Wire;

/// <summary>Methods of the provider protocol.</summary>
internal static partial class Provider
{
    /// <summary>All of them; a test compares them with those that the generated code binds.</summary>
    internal static void List(ServiceMethodProviderContext<ProviderService> endpoints, ProviderService service)
    {
        endpoints.Add(__Method_GetMetadata, service.GetMetadata);
        endpoints.Add(__Method_GetProviderSchema, service.GetProviderSchema);
        endpoints.Add(__Method_ValidateProviderConfig, service.ValidateProviderConfig);
        endpoints.Add(__Method_ConfigureProvider, service.ConfigureProvider);
        endpoints.Add(__Method_ValidateResourceConfig, service.ValidateResourceConfig);
        endpoints.Add(__Method_ValidateDataResourceConfig, service.ValidateDataResourceConfig);
        endpoints.Add(__Method_UpgradeResourceState, service.UpgradeResourceState);
        endpoints.Add(__Method_ReadResource, service.ReadResource);
        endpoints.Add(__Method_PlanResourceChange, service.PlanResourceChange);
        endpoints.Add(__Method_ApplyResourceChange, service.ApplyResourceChange);
        endpoints.Add(__Method_ImportResourceState, service.ImportResourceState);
        endpoints.Add(__Method_MoveResourceState, service.MoveResourceState);
        endpoints.Add(__Method_ReadDataSource, service.ReadDataSource);
        endpoints.Add(__Method_GetFunctions, service.GetFunctions);
        endpoints.Add(__Method_StopProvider, service.StopProvider);
        endpoints.Add(__Method_GetResourceIdentitySchemas, service.GetResourceIdentitySchemas);
        endpoints.Add(__Method_UpgradeResourceIdentity, service.UpgradeResourceIdentity);
        endpoints.Add(__Method_ValidateListResourceConfig, service.ValidateListResourceConfig);
        endpoints.Add(__Method_ListResource, service.ListResource);
        endpoints.Add(__Method_GenerateResourceConfig, service.GenerateResourceConfig);
        endpoints.Add(__Method_ValidateActionConfig, service.ValidateActionConfig);
        endpoints.Add(__Method_PlanAction, service.PlanAction);
        endpoints.Add(__Method_InvokeAction, service.InvokeAction);
    }
}

/// <summary>Methods of go-plugin's controller.</summary>
internal static partial class GRPCController
{
    /// <summary>All of them; a test compares them with those that the generated code binds.</summary>
    internal static void List(ServiceMethodProviderContext<ControllerService> endpoints, ControllerService service)
    {
        endpoints.Add(__Method_Shutdown, service.Shutdown);
    }
}

/// <summary>Methods of go-plugin's standard streams.</summary>
internal static partial class GRPCStdio
{
    /// <summary>All of them; a test compares them with those that the generated code binds.</summary>
    internal static void List(ServiceMethodProviderContext<StdioService> endpoints, StdioService service)
    {
        endpoints.Add(__Method_StreamStdio, service.StreamStdio);
    }
}

/// <summary>Methods of go-plugin's broker.</summary>
internal static partial class GRPCBroker
{
    /// <summary>All of them; a test compares them with those that the generated code binds.</summary>
    internal static void List(ServiceMethodProviderContext<BrokerService> endpoints, BrokerService service)
    {
        endpoints.Add(__Method_StartStream, service.StartStream);
    }
}
