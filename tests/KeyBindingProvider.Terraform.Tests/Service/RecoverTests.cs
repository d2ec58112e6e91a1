using System.Text;
using Grpc.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>The action <c>keybinding_recover</c> as an engine from 1.14 on calls it: the installed one does not.</summary>
public class RecoverTests
{
    [Fact]
    public async Task Schema_IsOneAction_ThatAsksForNothing()
    {
        await using var client = await OpenAsync(World());
        var schema = await client.Calls.GetProviderSchemaAsync(new GetProviderSchemaRequest());
        var metadata = await client.Calls.GetMetadataAsync(new GetMetadataRequest());

        var action = Assert.Single(schema.ActionSchemas);
        Assert.Equal(["keybinding_recover"], metadata.Actions.Select(type => type.TypeName_));
        Assert.Equal("keybinding_recover", action.Key);
        Assert.Equal(["instance_ids", "region"], action.Value.Schema.Block.Attributes.Select(attribute => attribute.Name).Order());
        Assert.All(action.Value.Schema.Block.Attributes, attribute => Assert.True(attribute is { Optional: true, Required: false }));
    }

    [Fact]
    public async Task Plan_NamesWhatWouldBeStarted_AndWritesNothing()
    {
        await using var client = await OpenAsync(World());
        var plan = await client.Calls.PlanActionAsync(new PlanActionRequest { ActionType = RecoverSchema.TypeName, Config = Config("{}") });

        var diagnostic = Assert.Single(plan.Diagnostics);
        Assert.Equal(Diagnostic.Types.Severity.Warning, diagnostic.Severity);
        Assert.Contains("1 instance was left stopped by a run that has ended and will be started: ins-00000001.", diagnostic.Detail);
        Assert.Equal(0, client.Account.Writes);
    }

    [Fact]
    public async Task Invoke_StartsIt_SaysSoAsItGoes_AndEndsWithOneCompleted()
    {
        await using var client = await OpenAsync(World());
        var events = await InvokeAsync(client, "{}");

        Assert.Single(events, one => one.TypeCase == InvokeActionEvent.TypeOneofCase.Completed);
        Assert.Empty(events[^1].Completed.Diagnostics);
        Assert.Contains(events, one => one.Progress?.Message == "ap-guangzhou: 1 of 1 started");
        Assert.Equal("RUNNING", StateOf(client, 1));
        Assert.Equal(("STOPPED", "STOPPED"), (StateOf(client, 3), StateOf(client, 4)));
        Assert.DoesNotContain(client.Account.Cloud.View.Instances, instance => instance.Tags.ContainsKey(RestartMarker.Key));
    }

    /// <summary>What no marker knows of is started by its name, and only where a run can have stopped it.</summary>
    [Fact]
    public async Task Invoke_ByName_StartsWhatAStopInstancesHasStopped()
    {
        await using var client = await OpenAsync(World());
        var events = await InvokeAsync(client, """{"instance_ids":["ins-00000003","ins-00000004"]}""");

        Assert.Equal(("RUNNING", "STOPPED"), (StateOf(client, 3), StateOf(client, 4)));
        var warning = Assert.Single(events[^1].Completed.Diagnostics);
        Assert.Contains("KB4017", warning.Detail);
    }

    [Fact]
    public async Task Invoke_OfWhatCannotBeStarted_FailsTheAction()
    {
        await using var client = await OpenAsync(World());
        client.Account.Cloud.Faults.Add(
            FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
        );
        var events = await InvokeAsync(client, "{}");

        Assert.Contains(
            events[^1].Completed.Diagnostics,
            diagnostic => diagnostic.Severity == Diagnostic.Types.Severity.Error && diagnostic.Detail.Contains("KB4005")
        );
    }

    [Fact]
    public async Task WhatIsWrong_IsAnError_AndWhatIsNotKnownIsTakenForRight()
    {
        await using var client = await OpenAsync(World());
        var wrong = await ValidateAsync(client, RecoverSchema.TypeName, Config("""{"instance_ids":["web-1"],"region":"guangzhou"}"""));
        Assert.Equal(
            ["instance_ids", "region"],
            wrong.Diagnostics.Select(diagnostic => diagnostic.Attribute.Steps[0].AttributeName).Order()
        );
        var unknown = DynamicValues
            .Read(Config("{}"), RecoverSchema.Definition)!
            .With(AttributeNames.InstanceIds, CtyValue.NotKnown)
            .With(AttributeNames.Region, CtyValue.NotKnown);
        Assert.Empty(
            (await ValidateAsync(client, RecoverSchema.TypeName, DynamicValues.Write(unknown, RecoverSchema.Definition))).Diagnostics
        );
        Assert.Contains(
            "there is no action 'keybinding_reboot'",
            Assert.Single((await ValidateAsync(client, "keybinding_reboot", Config("{}"))).Diagnostics).Detail
        );
        var events = await InvokeAsync(client, """{"instance_ids":["web-1"]}""");
        Assert.Single(Assert.Single(events).Completed.Diagnostics);
        Assert.Equal(0, client.Account.Writes);
    }

    private static async Task<ValidateActionConfigResponse> ValidateAsync(CallingClient client, string type, DynamicValue config) =>
        await client.Calls.ValidateActionConfigAsync(new ValidateActionConfigRequest { TypeName = type, Config = config });

    private static async Task<InvokeActionEvent[]> InvokeAsync(CallingClient client, string json)
    {
        using var call = client.Calls.InvokeAction(new InvokeActionRequest { ActionType = RecoverSchema.TypeName, Config = Config(json) });
        var events = new List<InvokeActionEvent>();
        await foreach (var one in call.ResponseStream.ReadAllAsync())
        {
            events.Add(one);
        }

        return [.. events];
    }

    private static DynamicValue Config(string json) =>
        DynamicValues.Write(
            (CtyValue.Map)CtyJson.Decode(Encoding.UTF8.GetBytes(json), RecoverSchema.Definition.Type),
            RecoverSchema.Definition
        );

    private static string StateOf(CallingClient client, int number) => client.Account.Cloud.View[$"ins-{number:00000000}"].State;

    /// <summary>Left down and marked; up and marked; stopped by a StopInstances; stopped otherwise.</summary>
    private static World World()
    {
        var tags = new Dictionary<string, string> { [RestartMarker.Key] = RestartMarker.Left };
        var world = Fleet(0, 0, Ada);
        world.AddInstance(Instance(1, "STOPPED", Ada) with { Tags = tags });
        world.AddInstance(Instance(2, "RUNNING", Ada) with { Tags = tags });
        world.AddInstance(Instance(3, "STOPPED", Ada) with { LatestOperation = new("StopInstances", "SUCCESS", "request-1", null) });
        world.AddInstance(Instance(4, "STOPPED", Ada));
        return world;
    }
}
