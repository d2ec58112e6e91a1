using Grpc.Core;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>What <c>terraform query</c> (1.14) asks: the installed engine does not.</summary>
public class ListResourceTests
{
    private const string Association = "keybinding_key_pair_association";
    private const string Exclusive = "keybinding_instance_keys_exclusive";
    private const string Revocation = "keybinding_key_revocation";

    [Fact]
    public async Task Schemas_AreOfResourcesWithAnIdentity_AndAskForNothing()
    {
        await using var client = await OpenAsync(Fleet(0, 1, Ada));
        var schema = await client.Calls.GetProviderSchemaAsync(new GetProviderSchemaRequest());
        var metadata = await client.Calls.GetMetadataAsync(new GetMetadataRequest());
        Assert.Equal([Exclusive, Association], schema.ListResourceSchemas.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(schema.ListResourceSchemas.Keys.Order(), metadata.ListResources.Select(type => type.TypeName_).Order());
        Assert.All(
            schema.ListResourceSchemas.Values.SelectMany(list => list.Block.Attributes),
            attribute => Assert.True(attribute is { Optional: true, Required: false, Computed: false })
        );
        Assert.True(schema.ServerCapabilities.GenerateResourceConfig);
    }

    [Theory]
    [InlineData(
        Association,
        "{}",
        "skey-ada00001 (ada): 1 key on 2 instances: key_ids=skey-ada00001 instance_ids=ins-00000001,ins-00000002",
        "skey-bob00001 (bob): 1 key on 1 instance: key_ids=skey-bob00001 instance_ids=ins-00000003"
    )]
    [InlineData(
        Association,
        """{"instance_ids":["ins-00000002"]}""",
        "skey-ada00001 (ada): 1 key on 1 instance: key_ids=skey-ada00001 instance_ids=ins-00000002"
    )]
    [InlineData(
        Association,
        """{"key_ids":["skey-bob00001","skey-cyd00001"]}""",
        "skey-bob00001 (bob): 1 key on 1 instance: key_ids=skey-bob00001 instance_ids=ins-00000003"
    )]
    [InlineData(
        Association,
        """{"names":["web-3","web-2"],"key_ids":["skey-bob00001"]}""",
        "skey-bob00001 (bob): 1 key on 1 instance: key_ids=skey-bob00001 instance_ids=ins-00000003"
    )]
    [InlineData(Association, """{"region":"ap-shanghai"}""")]
    [InlineData(
        Exclusive,
        "{}",
        "ins-00000001 (web-1): 1 key on 1 instance: instance_ids=ins-00000001",
        "ins-00000002 (web-2): 1 key on 1 instance: instance_ids=ins-00000002",
        "ins-00000003 (web-3): 1 key on 1 instance: instance_ids=ins-00000003"
    )]
    [InlineData(Exclusive, """{"key_ids":["skey-bob00001"]}""", "ins-00000003 (web-3): 1 key on 1 instance: instance_ids=ins-00000003")]
    public async Task List_OfWhatIsThere_GivesEachWithItsIdentity(string type, string config, params string[] expected)
    {
        await using var client = await OpenAsync(World());
        var events = await ListAsync(client, type, config);
        Assert.Equal(
            expected,
            events.Select(one =>
                $"{one.DisplayName}: {Describe(type, one.Identity).Replace("region=ap-guangzhou ", "", StringComparison.Ordinal)}"
            )
        );
        Assert.All(events, one => Assert.Null(one.ResourceObject));
    }

    /// <summary>What is listed can be imported, and its generated configuration plans to nothing.</summary>
    [Theory]
    [InlineData(Association)]
    [InlineData(Exclusive)]
    public async Task EachListedResource_IsImportedByItsIdentity_AndItsConfigurationPlansToNothing(string type)
    {
        await using var client = await OpenAsync(World());
        var schema = ResourceSchemas.ByType[type].Definition;
        var events = await ListAsync(client, type, "{}", includeObject: true);
        Assert.NotEmpty(events);
        foreach (var listed in events)
        {
            var import = await client.Calls.ImportResourceStateAsync(
                new ImportResourceStateRequest { TypeName = type, Identity = listed.Identity }
            );
            Assert.Empty(import.Diagnostics);
            var imported = import.ImportedResources[0];
            Assert.Equal(listed.Identity, imported.Identity);
            // The label is new each time.
            Assert.Equal(
                Read(type, imported.State)!.With(AttributeNames.Id, CtyValue.Nothing),
                Read(type, listed.ResourceObject)!.With(AttributeNames.Id, CtyValue.Nothing)
            );
            var generated = await client.Calls.GenerateResourceConfigAsync(
                new GenerateResourceConfigRequest { TypeName = type, State = listed.ResourceObject }
            );
            Assert.Empty(generated.Diagnostics);
            var written = Read(type, generated.Config)!.Entries.Where(entry => entry.Value is not CtyValue.Null).Select(entry => entry.Key);
            Assert.Equal(["instance_ids", "key_ids"], written.Order());
            var plan = await client.PlanAsync(
                type,
                "{}",
                request =>
                {
                    request.Config = generated.Config;
                    request.PriorState = imported.State;
                    request.PriorPrivate = imported.Private;
                    request.PriorIdentity = imported.Identity;
                }
            );
            Assert.Empty(plan.Diagnostics);
            Assert.Equal(DynamicValues.Read(imported.State, schema), DynamicValues.Read(plan.PlannedState, schema));
        }

        Assert.Equal(0, client.Account.Writes);
    }

    [Fact]
    public async Task GeneratedConfiguration_NamesAnotherRegion_KeepsPolicies_AndIsEmptyWithoutAState()
    {
        await using var client = await OpenAsync(World());
        var state = Value(
            Revocation,
            """{"id":"kb-1","key_ids":["skey-ada00001"],"region":"ap-shanghai","bindings":{},"change_policy":{"max_stops":3}}"""
        );
        var generated = await client.Calls.GenerateResourceConfigAsync(
            new GenerateResourceConfigRequest { TypeName = Revocation, State = state }
        );
        var config = Read(Revocation, generated.Config)!;
        Assert.Equal(
            ["change_policy", "key_ids", "region"],
            config.Entries.Where(entry => entry.Value is not CtyValue.Null).Select(entry => entry.Key)
        );
        var empty = await client.Calls.GenerateResourceConfigAsync(new GenerateResourceConfigRequest { TypeName = Revocation });
        Assert.Equal(Diagnostic.Types.Severity.Warning, Assert.Single(empty.Diagnostics).Severity);
        Assert.All(Read(Revocation, empty.Config)!.Entries, entry => Assert.Equal(CtyValue.Nothing, entry.Value));
    }

    [Fact]
    public async Task List_StopsAtTheLimit_AndReadsOnceHoweverManyThereAre()
    {
        await using var client = await OpenAsync(Fleet(0, 250, Ada));
        Assert.Equal(7, (await ListAsync(client, Exclusive, "{}", limit: 7)).Length);
        var calls = client.Account.Reads;
        Assert.Equal(250, (await ListAsync(client, Exclusive, "{}", limit: 1000, includeObject: true)).Length);
        // Three pages of a hundred machines; the key's name was read before.
        Assert.Equal(3, client.Account.Reads - calls);
        calls = client.Account.Reads;
        Assert.Empty(await ListAsync(client, Exclusive, "{}", limit: 0));
        Assert.Equal(0, client.Account.Reads - calls);
    }

    [Fact]
    public async Task List_WhatIsNotThereIsAWarning_WhatIsWrongAnError_AndAFaultTheLastEvent()
    {
        await using var client = await OpenAsync(World());
        var missing = await ListAsync(client, Association, """{"key_ids":["skey-ada00001","skey-gone0001"]}""");
        Assert.Equal(2, missing.Length);
        Assert.Equal(Diagnostic.Types.Severity.Warning, missing[0].Diagnostic.Severity);
        Assert.Contains(
            "skey-gone0001 does not exist in ap-guangzhou. Correct the id or the region. [KB3008]",
            missing[0].Diagnostic.Detail
        );

        var wrong = Assert.Single(await ListAsync(client, Association, """{"key_ids":["nonsense"]}"""));
        Assert.Equal(Diagnostic.Types.Severity.Error, wrong.Diagnostic.Severity);
        Assert.Equal("key_ids", wrong.Diagnostic.Attribute.Steps[0].AttributeName);

        client.Account.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
        var refused = Assert.Single(await ListAsync(client, Association, "{}"));
        Assert.Contains("UnauthorizedOperation", refused.Diagnostic.Detail);
        var unlisted = Assert.Single(await ListAsync(client, Revocation, "{}"));
        Assert.Contains("cannot be listed", unlisted.Diagnostic.Detail);
    }

    [Fact]
    public async Task Validate_OfAListBlock_SaysWhatIsWrongAndTakesWhatIsNotKnown()
    {
        await using var client = await OpenAsync(World());
        var config = Config(Association, """{"instance_ids":["ins-1"],"region":"guangzhou"}""");
        var answer = await client.Calls.ValidateListResourceConfigAsync(
            new ValidateListResourceConfigRequest { TypeName = Association, Config = config }
        );
        Assert.Equal(["instance_ids", "region"], answer.Diagnostics.Select(diagnostic => diagnostic.Attribute.Steps[0].AttributeName));
        var unknown = DynamicValues
            .Read(config, ListSchemas.ByType[Association])!
            .With(AttributeNames.InstanceIds, CtyValue.NotKnown)
            .With(AttributeNames.Region, CtyValue.NotKnown);
        answer = await client.Calls.ValidateListResourceConfigAsync(
            new ValidateListResourceConfigRequest
            {
                TypeName = Association,
                Config = DynamicValues.Write(unknown, ListSchemas.ByType[Association]),
            }
        );
        Assert.Empty(answer.Diagnostics);
    }

    private static World World()
    {
        var world = Fleet(1, 1, Ada);
        world.AddInstance(Instance(3, "RUNNING", Bob));
        world.AddInstance(Instance(4, "STOPPED"));
        return world;
    }

    internal static DynamicValue Config(string type, string json)
    {
        var schema = ListSchemas.ByType.GetValueOrDefault(type, ListSchemas.ByType[Association]);
        return DynamicValues.Write((CtyValue.Map)CtyJson.Decode(System.Text.Encoding.UTF8.GetBytes(json), schema.Type), schema);
    }

    private static async Task<ListResourceEvent[]> ListAsync(
        CallingClient client,
        string type,
        string config,
        long limit = 100,
        bool includeObject = false
    )
    {
        using var call = client.Calls.ListResource(
            new ListResourceRequest
            {
                TypeName = type,
                Config = Config(type, config),
                Limit = limit,
                IncludeResourceObject = includeObject,
            }
        );
        var events = new List<ListResourceEvent>();
        await foreach (var one in call.ResponseStream.ReadAllAsync())
        {
            events.Add(one);
        }

        return [.. events];
    }
}
