using System.Text;
using Google.Protobuf;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>Single calls over a real channel, without terraform.</summary>
public class ProviderCallTests
{
    private const string TypeName = "keybinding_key_pair_association";
    private static readonly SchemaDefinition s_schema = ResourceSchemas.ByType[TypeName].Definition;

    [Fact]
    public async Task Metadata_Functions_AndSchemas_NameTheSameThings()
    {
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var client = new Provider.ProviderClient(channel);
        var metadata = await client.GetMetadataAsync(new GetMetadataRequest());
        var schema = await client.GetProviderSchemaAsync(new GetProviderSchemaRequest());
        Assert.Equal(schema.ResourceSchemas.Keys.Order(), metadata.Resources.Select(resource => resource.TypeName_).Order());
        Assert.Equal(schema.DataSourceSchemas.Keys, metadata.DataSources.Select(source => source.TypeName_));
        Assert.True(metadata.ServerCapabilities is { PlanDestroy: true, GetProviderSchemaOptional: true });
        Assert.Empty((await client.GetFunctionsAsync(new GetFunctionsRequest())).Functions);
    }

    [Fact]
    public async Task MoveResourceState_IsRefusedWithAWayOut()
    {
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var request = new MoveResourceStateRequest { SourceTypeName = "tencentcloud_instance", TargetTypeName = TypeName };
        var answer = await new Provider.ProviderClient(channel).MoveResourceStateAsync(request);
        var diagnostic = Assert.Single(answer.Diagnostics);
        Assert.Equal(Diagnostic.Types.Severity.Error, diagnostic.Severity);
        Assert.Equal("A stored state cannot be taken over", diagnostic.Summary);
        Assert.Contains("import the new one", diagnostic.Detail);
    }

    [Theory]
    [InlineData("""{"id":"kb-1","instance_ids":["ins-00000001"],"key_ids":["skey-ada00001"]}""", "")]
    [InlineData("""{"id":"kb-1","something_from_before":7}""", "")]
    [InlineData("""{"id":7}""", "id: Number is not of the schema's type")]
    [InlineData("""{"id":""", "not JSON")]
    public async Task UpgradeResourceState_OfVersionZero_ReadsWhatThereIs(string json, string error)
    {
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var answer = await new Provider.ProviderClient(channel).UpgradeResourceStateAsync(
            new UpgradeResourceStateRequest
            {
                TypeName = TypeName,
                RawState = new RawState { Json = ByteString.CopyFromUtf8(json) },
            }
        );
        if (error.Length > 0)
        {
            Assert.Contains(error, Assert.Single(answer.Diagnostics).Detail);
            return;
        }

        Assert.Empty(answer.Diagnostics);
        var state = DynamicValues.Read(answer.UpgradedState, s_schema)!;
        Assert.Equal(new CtyValue.Text("kb-1"), state[AttributeNames.Id]);
        Assert.Equal(CtyValue.Nothing, state[AttributeNames.Bindings]);
    }

    [Fact]
    public async Task UpgradeResourceState_OfANewerVersionOrAnAncientForm_IsAnError()
    {
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var client = new Provider.ProviderClient(channel);
        var newer = new UpgradeResourceStateRequest
        {
            TypeName = TypeName,
            Version = 9,
            RawState = new RawState { Json = ByteString.CopyFromUtf8("{}") },
        };
        Assert.Contains("has version 9", Assert.Single((await client.UpgradeResourceStateAsync(newer)).Diagnostics).Detail);
        var flat = new UpgradeResourceStateRequest { TypeName = TypeName, RawState = new RawState() };
        flat.RawState.Flatmap.Add("id", "x");
        Assert.Contains("Terraform 0.11", Assert.Single((await client.UpgradeResourceStateAsync(flat)).Diagnostics).Detail);
    }

    [Fact]
    public async Task BrokenValuesAndUnknownTypes_AreDiagnosticsNeverErrorsOfTheChannel()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(0, 1));
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var client = new Provider.ProviderClient(channel);
        var broken = new DynamicValue { Msgpack = ByteString.CopyFrom(0x91, 0x91) };
        Assert.Single((await client.ReadResourceAsync(new ReadResourceRequest { TypeName = TypeName, CurrentState = broken })).Diagnostics);
        Assert.Single((await client.ValidateResourceConfigAsync(new ValidateResourceConfigRequest { TypeName = "nobody" })).Diagnostics);
        Assert.Single((await client.ConfigureProviderAsync(new ConfigureProviderRequest { Config = broken })).Diagnostics);
        Assert.Single((await client.ReadDataSourceAsync(new ReadDataSourceRequest { TypeName = "nobody" })).Diagnostics);
        var apply = await client.ApplyResourceChangeAsync(
            new ApplyResourceChangeRequest
            {
                TypeName = TypeName,
                PriorState = broken,
                PlannedState = broken,
            }
        );
        Assert.Single(apply.Diagnostics);
        Assert.Equal(broken, apply.NewState);
        // Nobody has configured it.
        var import = await client.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = TypeName, Id = Ada });
        Assert.Contains("was not configured", Assert.Single(import.Diagnostics).Detail);
    }

    [Fact]
    public async Task Plan_OfAnExistingObject_IsTheSameAfterTheWorldHasMovedAndAsksNothing()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(0, 2, Ada));
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var client = await ConfigureAsync(channel, account);
        var import = await client.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = TypeName, Id = Ada });
        Assert.Empty(import.Diagnostics);
        account.Cloud.UnbindByHand(Id(2), Ada);
        var read = await client.ReadResourceAsync(
            new ReadResourceRequest
            {
                TypeName = TypeName,
                CurrentState = import.ImportedResources[0].State,
                Private = import.ImportedResources[0].Private,
            }
        );
        var state = DynamicValues.Read(read.NewState, s_schema)!;
        var config = StateConfig(state);
        var request = new PlanResourceChangeRequest
        {
            TypeName = TypeName,
            PriorState = read.NewState,
            ProposedNewState = read.NewState,
            Config = DynamicValues.Write(config, s_schema),
            PriorPrivate = read.Private,
        };
        var calls = account.Reads + account.Writes;
        var first = await client.PlanResourceChangeAsync(request);
        account.Cloud.BindByHand(Id(2), Ada);
        account.Cloud.StartByHand(Id(1));
        var second = await client.PlanResourceChangeAsync(request);
        Assert.Equal(first, second);
        Assert.Equal(calls, account.Reads + account.Writes);
        Assert.Equal(CtyValue.NotKnown, DynamicValues.Read(first.PlannedState, s_schema)![AttributeNames.Bindings]);
        Assert.Contains("1 instance to change", Assert.Single(first.Diagnostics).Summary);
    }

    [Fact]
    public async Task Read_WithPrivateBytesOfAnotherProvider_LooksAnew()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(0, 1, Ada));
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var client = await ConfigureAsync(channel, account);
        var import = await client.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = TypeName, Id = Ada });
        foreach (
            var text in new[]
            {
                "{}",
                "nonsense",
                """{"v":1,"op":"Sing","owner":""}""",
                """{"v":1,"op":"None","owner":"","seen":{"v":99}}""",
            }
        )
        {
            var read = await client.ReadResourceAsync(
                new ReadResourceRequest
                {
                    TypeName = TypeName,
                    CurrentState = import.ImportedResources[0].State,
                    Private = ByteString.CopyFromUtf8(text),
                }
            );
            Assert.Empty(read.Diagnostics);
            Assert.NotNull(PrivateState.Decode(read.Private).Observation);
        }
    }

    private static async Task<Provider.ProviderClient> ConfigureAsync(Grpc.Net.Client.GrpcChannel channel, TestAccount account)
    {
        var client = new Provider.ProviderClient(channel);
        var json = $$"""
            {"secret_id":"{{Simulator.Options.SimulatorOptions.DefaultSecretId}}","secret_key":"{{Simulator.Options.SimulatorOptions.DefaultSecretKey}}",
             "region":"ap-guangzhou","endpoint":"{{account.Endpoint}}"}
            """;
        var answer = await client.ConfigureProviderAsync(
            new ConfigureProviderRequest { Config = new DynamicValue { Json = ByteString.CopyFrom(Encoding.UTF8.GetBytes(json)) } }
        );
        Assert.Empty(answer.Diagnostics);
        return client;
    }

    /// <summary>The configuration that would have made the object: no computed attribute is in it.</summary>
    private static CtyValue.Map StateConfig(CtyValue.Map state) =>
        s_schema
            .Attributes.Where(attribute => attribute.Mode is Mode.Computed or Mode.OptionalComputed)
            .Aggregate(state, (config, attribute) => config.With(attribute.Name, CtyValue.Nothing));
}
