using Grpc.Health.V1;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Wire;
using Microsoft.Extensions.Time.Testing;

namespace KeyBindingProvider.Terraform.Tests.Hosting;

/// <summary>The lists of methods are written by hand (docs/adr/0065): a method that is in the protocol and not in its list would be none.</summary>
public class EndpointsTests
{
    [Fact]
    public async Task EveryMethodOfTheProtocols_IsServed_Once()
    {
        using var folder = SocketFolder.Create(root: null);
        using var lifetime = new ProviderLifetime();
        var time = new FakeTimeProvider();
        using var provider = new ProviderService(new ProviderOptions { Time = time }, lifetime, new HclogWriter(Stream.Null, time));
        await using var server = await PluginServer.StartAsync(folder.SocketPath, certificate: null, provider, lifetime, HostingMode.Debug);

        var protocols = new[]
        {
            Provider.Descriptor,
            GRPCController.Descriptor,
            GRPCStdio.Descriptor,
            GRPCBroker.Descriptor,
            Health.Descriptor,
        };
        Assert.Equal(
            protocols.SelectMany(service => service.Methods.Select(method => $"/{service.FullName}/{method.Name}")).Order(),
            server.Paths.Order()
        );
    }
}
