using Grpc.Core;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Pulumi.Hosting;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>The bound of messages: several times what a fleet of ten thousand needs, and an error with words beyond it.</summary>
public class MessageSizes(ITestOutputHelper output)
{
    /// <summary>An import of a key of every machine, each with keys of others, then the request of its update: the largest message there is.</summary>
    [Fact]
    public void UpdateOfTenThousandMachines_FitsSeveralTimes() =>
        Play(
            Fleet(Instances(0, 10_000, "STOPPED", Old, New, Team)),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var urn = Association("web", [], []).Urn;
                var read = await provider.ReadAsync(new ReadRequest { Urn = urn, Id = New });
                var update = new UpdateRequest
                {
                    Urn = urn,
                    Id = read.Id,
                    Olds = read.Properties,
                    OldInputs = read.Inputs,
                    News = read.Inputs,
                };
                Assert.Equal(10_000, read.Inputs.Strings("instanceIds").Count());
                output.WriteLine(
                    $"read {read.CalculateSize()} bytes, update {update.CalculateSize()} bytes, at most {ProviderHost.LargestMessage}"
                );
                Assert.InRange(update.CalculateSize(), 1 << 20, ProviderHost.LargestMessage / 4);
            },
            new SimulatorOptions { RateLimits = false }
        );

    [Fact]
    public async Task MessageBeyondTheBound_IsRefusedInWords_AndTheProviderGoesOn()
    {
        await using var stage = await WireStage.StartAsync(Fleet(Instances(1, 1, "RUNNING")));
        var provider = stage.Connect();
        var huge = new CheckRequest
        {
            Urn = $"urn:pulumi:dev::p::{KeyPairAssociationKind.Instance}::web",
            News = Values.Of(("keyIds", Values.Text(new string('x', ProviderHost.LargestMessage)))),
        };

        var refused = await Assert.ThrowsAsync<RpcException>(() => provider.CheckAsync(huge));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("message exceeds the maximum configured message size", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("0.1.0", (await provider.GetPluginInfoAsync()).Version);
    }
}
