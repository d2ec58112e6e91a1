using Google.Protobuf;
using Grpc.Core;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Wire;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>The bound of messages: several times what a fleet of ten thousand needs, and an error with words beyond it.</summary>
public class MessageSizeTests(ITestOutputHelper output)
{
    private const string Association = "keybinding_key_pair_association";

    /// <summary>An import of a key of every machine, each with keys of others, then the plan of a change of it: the largest request there is.</summary>
    [Fact]
    public async Task PlanOfTenThousandMachines_FitsSeveralTimes()
    {
        await using var client = await OpenAsync(Fleet(0, 10_000, Ada, Bob, Cyd));
        var import = await client.Calls.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = Association, Id = Ada });
        Assert.Empty(import.Diagnostics);
        var read = await client.Calls.ReadResourceAsync(
            new ReadResourceRequest
            {
                TypeName = Association,
                CurrentState = import.ImportedResources[0].State,
                Private = import.ImportedResources[0].Private,
            }
        );
        var plan = new PlanResourceChangeRequest
        {
            TypeName = Association,
            PriorState = read.NewState,
            ProposedNewState = read.NewState,
            Config = read.NewState,
            PriorPrivate = read.Private,
        };
        output.WriteLine($"read {read.CalculateSize()} bytes, plan {plan.CalculateSize()} bytes, at most {PluginServer.LargestMessage}");
        Assert.InRange(plan.CalculateSize(), 1 << 20, PluginServer.LargestMessage / 4);
    }

    [Fact]
    public async Task MessageBeyondTheBound_IsRefusedInWords_AndTheProviderGoesOn()
    {
        await using var client = await OpenAsync(new World());
        var huge = new ValidateResourceConfigRequest
        {
            TypeName = Association,
            Config = new DynamicValue { Json = ByteString.CopyFrom(new byte[PluginServer.LargestMessage]) },
        };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.Calls.ValidateResourceConfigAsync(huge));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("message exceeds the maximum configured message size", refused.Status.Detail, StringComparison.Ordinal);
        Assert.NotEmpty((await client.Calls.GetMetadataAsync(new GetMetadataRequest())).Resources);
    }
}
