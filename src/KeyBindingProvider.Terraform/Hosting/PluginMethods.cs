using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>All methods that a plugin host calls; a test compares them with the protocols.</summary>
internal static class PluginMethods
{
    /// <summary>The methods of the provider protocol, of go-plugin's three services and of health.</summary>
    public static GrpcMethods Of(
        ProviderService provider,
        ControllerService controller,
        StdioService stdio,
        BrokerService broker,
        HealthService health
    )
    {
        var methods = new GrpcMethods();
        methods
            .Of("tfplugin6.Provider")
            .Unary(nameof(provider.GetMetadata), GetMetadataRequest.Parser, provider.GetMetadata)
            .Unary(nameof(provider.GetProviderSchema), GetProviderSchemaRequest.Parser, provider.GetProviderSchema)
            .Unary(nameof(provider.ValidateProviderConfig), ValidateProviderConfigRequest.Parser, provider.ValidateProviderConfig)
            .Unary(nameof(provider.ConfigureProvider), ConfigureProviderRequest.Parser, provider.ConfigureProvider)
            .Unary(nameof(provider.ValidateResourceConfig), ValidateResourceConfigRequest.Parser, provider.ValidateResourceConfig)
            .Unary(
                nameof(provider.ValidateDataResourceConfig),
                ValidateDataResourceConfigRequest.Parser,
                provider.ValidateDataResourceConfig
            )
            .Unary(nameof(provider.UpgradeResourceState), UpgradeResourceStateRequest.Parser, provider.UpgradeResourceState)
            .Unary(nameof(provider.ReadResource), ReadResourceRequest.Parser, provider.ReadResource)
            .Unary(nameof(provider.PlanResourceChange), PlanResourceChangeRequest.Parser, provider.PlanResourceChange)
            .Unary(nameof(provider.ApplyResourceChange), ApplyResourceChangeRequest.Parser, provider.ApplyResourceChange)
            .Unary(nameof(provider.ImportResourceState), ImportResourceStateRequest.Parser, provider.ImportResourceState)
            .Unary(nameof(provider.MoveResourceState), MoveResourceStateRequest.Parser, provider.MoveResourceState)
            .Unary(nameof(provider.ReadDataSource), ReadDataSourceRequest.Parser, provider.ReadDataSource)
            .Unary(nameof(provider.GetFunctions), GetFunctionsRequest.Parser, provider.GetFunctions)
            .Unary(nameof(provider.StopProvider), StopProviderRequest.Parser, provider.StopProvider)
            .Unary(
                nameof(provider.GetResourceIdentitySchemas),
                GetResourceIdentitySchemasRequest.Parser,
                provider.GetResourceIdentitySchemas
            )
            .Unary(nameof(provider.UpgradeResourceIdentity), UpgradeResourceIdentityRequest.Parser, provider.UpgradeResourceIdentity)
            .Unary(
                nameof(provider.ValidateListResourceConfig),
                ValidateListResourceConfigRequest.Parser,
                provider.ValidateListResourceConfig
            )
            .ServerStreaming<ListResourceRequest, ListResourceEvent>(
                nameof(provider.ListResource),
                ListResourceRequest.Parser,
                provider.ListResource
            )
            .Unary(nameof(provider.GenerateResourceConfig), GenerateResourceConfigRequest.Parser, provider.GenerateResourceConfig)
            .Unary(nameof(provider.ValidateActionConfig), ValidateActionConfigRequest.Parser, provider.ValidateActionConfig)
            .Unary(nameof(provider.PlanAction), PlanActionRequest.Parser, provider.PlanAction)
            .ServerStreaming<InvokeActionRequest, InvokeActionEvent>(
                nameof(provider.InvokeAction),
                InvokeActionRequest.Parser,
                provider.InvokeAction
            );
        methods.Of("plugin.GRPCController").Unary(nameof(controller.Shutdown), ShutdownRequest.Parser, controller.Shutdown);
        methods.Of("plugin.GRPCStdio").ServerStreaming<Empty, StdioData>(nameof(stdio.StreamStdio), Empty.Parser, stdio.StreamStdio);
        methods.Of("plugin.GRPCBroker").Held(nameof(broker.StartStream), ConnInfo.Parser, broker.StartStream);
        methods
            .Of("grpc.health.v1.Health")
            .Unary(nameof(HealthService.Check), HealthCheckRequest.Parser, HealthService.Check)
            .ServerStreaming<HealthCheckRequest, HealthCheckResponse>(nameof(health.Watch), HealthCheckRequest.Parser, health.Watch);
        return methods;
    }
}
