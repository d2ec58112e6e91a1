using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>The service over a real channel on loopback: what only shows on the wire.</summary>
public class WireTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handshake_WithOrWithoutAddress_Twice_ThenAttach()
    {
        await using var server = await WireStage.StartAsync(Fleet());
        var provider = server.Connect();

        var bits = await provider.HandshakeAsync(new ProviderHandshakeRequest());
        Assert.Equal(bits, await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1" }));
        await provider.AttachAsync(new PluginAttach { Address = "127.0.0.1:2" });

        Assert.True(bits.AcceptSecrets && bits.AcceptResources && bits.AcceptOutputs);
        Assert.False(bits.AcceptsByteString || bits.AcceptsOutputsInCheck || bits.AcceptsOutputsInInvoke);
        Assert.Equal(["127.0.0.1:1", "127.0.0.1:2"], server.EngineAddresses);
        Assert.Equal("0.1.0", (await provider.GetPluginInfoAsync()).Version);
        Assert.Equal(new GetMappingResponse(), await provider.GetMappingAsync(new GetMappingRequest { Key = "terraform" }));
        Assert.Equal(new GetMappingsResponse(), await provider.GetMappingsAsync(new GetMappingsRequest { Key = "terraform" }));
    }

    [Fact]
    public async Task CallsThatWeDoNotServe_AreUnimplemented()
    {
        await using var server = await WireStage.StartAsync(Fleet());
        var call = new Method<Empty, Empty>(
            MethodType.Unary,
            "pulumirpc.ResourceProvider",
            "Construct",
            Marshallers.Create(_ => [], _ => new Empty()),
            Marshallers.Create(_ => [], _ => new Empty())
        );

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await server.Channel.CreateCallInvoker().AsyncUnaryCall(call, null, new CallOptions(cancellationToken: Test), new Empty())
        );

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task MessagesOf20MiB_TravelBothWays()
    {
        await using var server = await WireStage.StartAsync(Fleet());
        var provider = await server.ConnectConfiguredAsync();
        var ballast = new string('x', 20 << 20);
        var news = Association("web", Ids(1, 1), [New]).Inputs.With("__ballast", Values.Text(ballast));

        var response = await provider.CheckAsync(
            new CheckRequest { Urn = "urn:pulumi:dev::demo::keybinding:index:KeyPairAssociation::web", News = news }
        );

        Assert.Equal(ballast.Length, response.Inputs.Fields["__ballast"].StringValue.Length);
    }

    [Fact]
    public async Task FailureDetail_ArrivesOnceAndWithTheCodeOfTheCall()
    {
        await using var server = await WireStage.StartAsync(Fleet());
        var provider = server.Connect();

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            provider.ConfigureAsync(new ConfigureRequest { Args = Values.Of(("secretId", Values.Text("AKIDx"))) })
        );

        Assert.Equal("keybinding:secretKey", Assert.Single(Details.MissingKeys(error)!.MissingKeys).Name);
    }

    [Fact]
    public async Task FourHundredReadsOnOneConnection_AreAllInFlightAtOnce_AndCostFourCalls()
    {
        await using var server = await WireStage.StartAsync(Fleet(Instances(0, 400, "STOPPED", New)));
        var provider = await server.ConnectConfiguredAsync();
        var reads = await Task.WhenAll(Enumerable.Range(0, 400).Select(number => provider.ReadAsync(Import(number))));
        var before = server.Cloud.Journal.Counts()["DescribeInstances"].Calls;

        server.Gate.Close();
        var refreshes = Enumerable.Range(0, 400).Select(number => provider.ReadAsync(Refresh(number, reads[number]))).ToArray();
        while (server.Runs.Operations.Count < 400)
        {
            await Task.Yield();
        }

        server.Gate.Open();
        Assert.All(await Task.WhenAll(refreshes), read => Assert.NotNull(read.Properties));

        // All that arrived while the first flight was held share the flights after it; none is handed an answer older than its question.
        Assert.InRange(server.Cloud.Journal.Counts()["DescribeInstances"].Calls - before, 4, 12);
    }

    [Fact]
    public async Task TwoEnginesAttached_EachHasItsOwnConfiguration_AndCancelEndsNeither()
    {
        await using var server = await WireStage.StartAsync(Fleet(Instances(1, 1, "STOPPED")));
        var (first, second) = (server.Connect(), server.ConnectAnew());
        await first.HandshakeAsync(new ProviderHandshakeRequest());
        await second.HandshakeAsync(new ProviderHandshakeRequest());
        await first.ConfigureAsync(new ConfigureRequest { Args = Configure(("region", Values.Text("ap-tokyo"))) });
        await second.ConfigureAsync(new ConfigureRequest { Args = Configure(("region", Values.Text("ap-seoul"))) });

        async Task<string> RegionAsync(ProviderCalls provider) =>
            (
                await provider.CheckAsync(
                    new CheckRequest
                    {
                        Urn = "urn:pulumi:dev::demo::keybinding:index:KeyPairAssociation::web",
                        News = Association("web", Ids(1, 1), [New]).Inputs,
                    }
                )
            )
                .Inputs
                .Fields["region"]
                .StringValue;

        Assert.Equal("ap-tokyo", await RegionAsync(first));
        await first.CancelAsync();
        Assert.Equal("ap-seoul", await RegionAsync(second));
        Assert.Equal("ap-tokyo", await RegionAsync(first));
    }

    [Fact]
    public async Task Create_OverTheWire_BindsAndLogs()
    {
        await using var server = await WireStage.StartAsync(Fleet(Instances(1, 2, "STOPPED", Team)));
        var provider = await server.ConnectConfiguredAsync();
        var declared = Association("web", Ids(1, 2), [New]);
        var check = await provider.CheckAsync(new CheckRequest { Urn = declared.Urn, News = declared.Inputs });

        var created = await provider.CreateAsync(new CreateRequest { Urn = declared.Urn, Properties = check.Inputs }, Test);

        Assert.Equal("ins-00000001: skey-new00000; ins-00000002: skey-new00000", created.Properties.Lists("bindings"));
        Assert.True(created.RefreshBeforeUpdate);
        Assert.Contains(
            server.Link.Messages(),
            message =>
                !message.Ephemeral && message.Urn == declared.Urn && message.Message.StartsWith("web: 2 changed", StringComparison.Ordinal)
        );
    }

    private static ReadRequest Import(int number) =>
        new() { Id = $"{New}/{Id(number)}", Urn = $"urn:pulumi:dev::demo::keybinding:index:KeyPairAssociation::r{number}" };

    private static ReadRequest Refresh(int number, ReadResponse read) =>
        new()
        {
            Id = read.Id,
            Urn = $"urn:pulumi:dev::demo::keybinding:index:KeyPairAssociation::r{number}",
            Properties = read.Properties,
            Inputs = read.Inputs,
        };
}
