using Google.Protobuf;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Wire;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>Resource identity as engines from 1.12 on speak it: the installed one does not.</summary>
public class IdentityTests
{
    private const string Association = "keybinding_key_pair_association";
    private const string Exclusive = "keybinding_instance_keys_exclusive";
    private const string Revocation = "keybinding_key_revocation";

    public static TheoryData<string> Types => [.. ResourceKinds.All.Select(kind => kind.TerraformType)];

    /// <summary>The engine's own checks: it panics or drops the provider otherwise.</summary>
    [Fact]
    public async Task Schemas_OfAllTypes_AreWhatTheEngineAccepts()
    {
        await using var client = await OpenAsync(Fleet(0, 1, Ada));
        var answer = await client.Calls.GetResourceIdentitySchemasAsync(new GetResourceIdentitySchemasRequest());
        Assert.Empty(answer.Diagnostics);
        Assert.Equal(ResourceSchemas.ByType.Keys.Order(), answer.IdentitySchemas.Keys.Order());
        foreach (var schema in answer.IdentitySchemas.Values)
        {
            Assert.Equal(0, schema.Version);
            Assert.Contains(schema.IdentityAttributes, attribute => attribute.RequiredForImport);
            Assert.All(schema.IdentityAttributes, attribute => Assert.True(attribute.RequiredForImport ^ attribute.OptionalForImport));
            Assert.All(schema.IdentityAttributes, attribute => Assert.NotEmpty(attribute.Description));
            Assert.All(
                schema.IdentityAttributes,
                attribute => Assert.Matches("""\A("string"|\["list","string"\])\z""", attribute.Type.ToStringUtf8())
            );
        }

        Assert.Equal(
            "region? key_ids instance_ids?",
            string.Join(
                ' ',
                answer
                    .IdentitySchemas[Association]
                    .IdentityAttributes.Select(attribute => attribute.Name + (attribute.OptionalForImport ? "?" : ""))
            )
        );
    }

    [Theory]
    [InlineData(Association, """{"key_ids":["skey-ada00001"]}""", "key_ids=skey-ada00001 instance_ids=ins-00000001,ins-00000002")]
    [InlineData(
        Association,
        """{"region":"ap-guangzhou","key_ids":["skey-ada00001"],"instance_ids":["ins-00000002"]}""",
        "key_ids=skey-ada00001 instance_ids=ins-00000002"
    )]
    [InlineData(Exclusive, """{"instance_ids":["ins-00000002","ins-00000001"]}""", "instance_ids=ins-00000001,ins-00000002")]
    [InlineData(Revocation, """{"key_ids":["skey-bob00001"]}""", "key_ids=skey-bob00001")]
    public async Task Import_ByIdentity_AnswersIt_AndTheFirstPlanIsEmpty(string type, string identity, string filled)
    {
        await using var client = await OpenAsync(Fleet(1, 1, Ada, Cyd));
        var import = await client.Calls.ImportResourceStateAsync(
            new ImportResourceStateRequest { TypeName = type, Identity = Identity(type, identity) }
        );
        Assert.Empty(import.Diagnostics);
        var imported = Assert.Single(import.ImportedResources);
        Assert.Equal($"region=ap-guangzhou {filled}", Describe(type, imported.Identity));
        var read = await client.Calls.ReadResourceAsync(
            new ReadResourceRequest
            {
                TypeName = type,
                CurrentState = imported.State,
                Private = imported.Private,
                CurrentIdentity = imported.Identity,
            }
        );
        Assert.Equal(imported.Identity, read.NewIdentity);
        var plan = await client.PlanAsync(
            type,
            Inputs(Read(type, read.NewState)!),
            request =>
            {
                request.PriorState = read.NewState;
                request.PriorPrivate = read.Private;
                request.PriorIdentity = read.NewIdentity;
            }
        );
        Assert.Empty(plan.Diagnostics);
        Assert.Equal(Read(type, read.NewState), Read(type, plan.PlannedState));
        Assert.Equal(imported.Identity, plan.PlannedIdentity);
        Assert.Equal(0, client.Account.Writes);
    }

    [Theory]
    [InlineData(Association, """{"key_ids":["nonsense"]}""", "'nonsense' is not a key pair id")]
    [InlineData(Association, """{"key_ids":[]}""", "key_ids is empty")]
    [InlineData(Association, """{"region":"guangzhou"}""", "'guangzhou' is not a region")]
    [InlineData(Association, """{"key_ids":["skey-ada00001"],"instance_ids":[]}""", "instance_ids is empty")]
    [InlineData(Exclusive, """{}""", "instance_ids is missing. Write instance_ids, each with at least one id. [KB1017]")]
    [InlineData(Association, """{"key_ids":["skey-bob00001"]}""", "bound to no instance of ap-guangzhou")]
    public async Task Import_ByAWrongIdentity_SaysWhichPart(string type, string identity, string says)
    {
        await using var client = await OpenAsync(Fleet(0, 1, Ada));
        var import = await client.Calls.ImportResourceStateAsync(
            new ImportResourceStateRequest { TypeName = type, Identity = Identity(type, identity) }
        );
        Assert.Empty(import.ImportedResources);
        Assert.Contains(says, Assert.Single(import.Diagnostics).Detail);
    }

    /// <summary>Created, grown, read: the identity is the one that it was created with.</summary>
    [Fact]
    public async Task Identity_OfACreatedObject_IsItsInputsAndStaysWhenTheyChange()
    {
        await using var client = await OpenAsync(Fleet(0, 2, Cyd));
        var plan = await client.PlanAsync(Association, Config([1], Ada));
        const string identity = "region=ap-guangzhou key_ids=skey-ada00001 instance_ids=ins-00000001";
        Assert.Equal(identity, Describe(Association, plan.PlannedIdentity));
        var created = await client.ApplyAsync(Association, plan);
        Assert.Empty(created.Diagnostics);
        Assert.Equal(identity, Describe(Association, created.NewIdentity));

        var grown = await client.PlanAsync(
            Association,
            Config([1, 2], Ada),
            request =>
            {
                request.PriorState = created.NewState;
                request.PriorPrivate = created.Private;
                request.PriorIdentity = created.NewIdentity;
            }
        );
        Assert.Equal(identity, Describe(Association, grown.PlannedIdentity));
        var updated = await client.ApplyAsync(Association, grown, created.NewState);
        Assert.Equal([Ada, Cyd], client.Account.Keys(2));
        Assert.Equal(identity, Describe(Association, updated.NewIdentity));
    }

    /// <summary>Without an identity in an answer the engine would wipe it; an object of an earlier release gets one at its first read or change.</summary>
    [Fact]
    public async Task Identity_OfAnOldObject_IsGivenByTheFirstReadPlanOrApply()
    {
        await using var client = await OpenAsync(Fleet(0, 2, Ada, Cyd));
        var import = await client.Calls.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = Association, Id = Ada });
        var old = import.ImportedResources[0];
        const string identity = "region=ap-guangzhou key_ids=skey-ada00001 instance_ids=ins-00000001,ins-00000002";
        var read = await client.Calls.ReadResourceAsync(
            new ReadResourceRequest
            {
                TypeName = Association,
                CurrentState = old.State,
                Private = old.Private,
            }
        );
        Assert.Equal(identity, Describe(Association, read.NewIdentity));
        var plan = await client.PlanAsync(
            Association,
            Config([1, 2], Ada, Bob),
            request =>
            {
                request.PriorState = read.NewState;
                request.PriorPrivate = read.Private;
            }
        );
        Assert.Equal(identity, Describe(Association, plan.PlannedIdentity));
        plan.PlannedIdentity = null;
        var applied = await client.ApplyAsync(Association, plan, read.NewState);
        Assert.Empty(applied.Diagnostics);
        Assert.Equal(identity, Describe(Association, applied.NewIdentity));
    }

    [Fact]
    public async Task Identity_WhatIsNotKnownYet_IsUnknown_AndOfAnotherRegionNew()
    {
        await using var client = await OpenAsync(Fleet(0, 1, Ada));
        var plan = await client.PlanAsync(
            Association,
            Config([1], Ada),
            request =>
                request.Config = KeyBindingProvider.Terraform.Translation.DynamicValues.Write(
                    Read(Association, request.Config)!.With(AttributeNames.InstanceIds, CtyValue.NotKnown),
                    ResourceSchemas.ByType[Association].Definition
                )
        );
        Assert.Equal("region=ap-guangzhou key_ids=skey-ada00001 instance_ids=?", Describe(Association, plan.PlannedIdentity));

        var import = await client.Calls.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = Revocation, Id = Bob });
        var moved = await client.PlanAsync(
            Revocation,
            """{"key_ids":["skey-bob00002"],"region":"ap-shanghai"}""",
            request =>
            {
                request.PriorState = import.ImportedResources[0].State;
                request.PriorPrivate = import.ImportedResources[0].Private;
                request.PriorIdentity = import.ImportedResources[0].Identity;
            }
        );
        Assert.Equal("region", Assert.Single(moved.RequiresReplace).Steps[0].AttributeName);
        Assert.Equal("region=ap-shanghai key_ids=skey-bob00002", Describe(Revocation, moved.PlannedIdentity));
    }

    /// <summary>A create that fails half way is saved with its identity, one that fails before anything with none; so is an end that fails.</summary>
    [Fact]
    public async Task Identity_AfterAFailure_IsThatOfWhateverIsLeft()
    {
        await using var client = await OpenAsync(Fleet(0, 2, Cyd));
        client.Account.Cloud.Faults.Add(
            new FaultRule
            {
                Action = "AssociateInstancesKeyPairs",
                InstanceId = Id(2),
                Times = null,
                Effect = new FaultEffect.RefuseWith("UnsupportedOperation"),
            }
        );
        const string identity = "region=ap-guangzhou key_ids=skey-ada00001 instance_ids=ins-00000001,ins-00000002";
        var half = await client.ApplyAsync(Association, await client.PlanAsync(Association, Config([1, 2], Ada)));
        Assert.Equal(Diagnostic.Types.Severity.Error, half.Diagnostics[0].Severity);
        Assert.NotNull(Read(Association, half.NewState));
        Assert.Equal(identity, Describe(Association, half.NewIdentity));

        var nothing = await client.ApplyAsync(Association, await client.PlanAsync(Association, Config([2], Bob)));
        Assert.Null(Read(Association, nothing.NewState));
        Assert.Equal("", Describe(Association, nothing.NewIdentity));

        client.Account.Cloud.Faults.Clear();
        client.Account.Cloud.Faults.Add(
            FaultRule.From("DisassociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("UnsupportedOperation"))
        );
        var end = await client.Calls.ApplyResourceChangeAsync(
            new ApplyResourceChangeRequest
            {
                TypeName = Association,
                PriorState = half.NewState,
                PlannedState = new DynamicValue { Msgpack = ByteString.CopyFrom(0xc0) },
                PlannedPrivate = half.Private,
            }
        );
        Assert.NotEmpty(end.Diagnostics);
        Assert.Equal(identity, Describe(Association, end.NewIdentity));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Upgrade_OfAnIdentity_ReadsWhatThereIsAndRefusesANewerOne(string type)
    {
        await using var client = await OpenAsync(Fleet(0, 1, Ada));
        var request = new UpgradeResourceIdentityRequest { TypeName = type, RawIdentity = new RawState() };
        Assert.Equal("", Describe(type, (await client.Calls.UpgradeResourceIdentityAsync(request)).UpgradedIdentity));
        request.RawIdentity.Json = ByteString.CopyFromUtf8("""{"region":"ap-guangzhou","key_ids":["skey-ada00001"]}""");
        Assert.StartsWith(
            "region=ap-guangzhou",
            Describe(type, (await client.Calls.UpgradeResourceIdentityAsync(request)).UpgradedIdentity)
        );
        request.Version = 1;
        Assert.Contains("has version 1", Assert.Single((await client.Calls.UpgradeResourceIdentityAsync(request)).Diagnostics).Detail);
    }

    private static string Config(int[] instances, params string[] keys) =>
        $$"""{"instance_ids":{{Instances(instances)}},"key_ids":{{Set(keys)}}}""";

    /// <summary>What somebody has to write for an object to be as it is.</summary>
    private static string Inputs(CtyValue.Map state) =>
        "{"
        + string.Join(
            ',',
            new[] { AttributeNames.InstanceIds, AttributeNames.KeyIds }
                .Where(name => state[name] is CtyValue.Set)
                .Select(name => $"\"{name}\":{Set(((CtyValue.Set)state[name]).Items.Select(item => item.AsText!))}")
        )
        + "}";
}
