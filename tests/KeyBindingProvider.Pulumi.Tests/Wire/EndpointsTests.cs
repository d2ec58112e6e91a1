using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>The list of methods is written by hand (docs/adr/0065): a method that is in the protocol and not in the list would be none.</summary>
public class EndpointsTests
{
    [Fact]
    public async Task EveryMethodOfTheProtocol_IsServed_Once()
    {
        await using var stage = await WireStage.StartAsync(new World());

        Assert.Equal(
            ResourceProvider.Descriptor.Methods.Select(method => $"/{ResourceProvider.Descriptor.FullName}/{method.Name}").Order(),
            stage.Paths.Order()
        );
    }
}
