using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Wire;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>Engines from 1.16 on hand what a plan has stored to the last plan before the apply: a plan may then show what it has seen, and holds the apply to it.</summary>
public class PlannedPrivateTests
{
    private const string Association = "keybinding_key_pair_association";
    private const string Revocation = "keybinding_key_revocation";

    [Fact]
    public async Task Create_ShowsWhatItHasSeen_BothPlansAgree_AndAMachineThatRunsByThenIsRefused()
    {
        await using var client = await OpenAsync(Fleet(1, 1, Cyd));
        var first = await client.PlanAsync(Association, Config([1, 2], Ada), Keeps);
        Assert.Equal($"{Id(1)}: gain {Ada}; stop soft (change 1) | {Id(2)}: gain {Ada}; no stop (change 1)", Shown(Association, first));
        Assert.DoesNotContain("is stopped and started too", first.Diagnostics[0].Detail);

        client.Account.Cloud.StartByHand(Id(2));
        await client.ConfigureAsync();
        var last = await client.PlanAsync(Association, Config([1, 2], Ada), request => Keeps(request, first));
        Assert.Equal(Shown(Association, first), Shown(Association, last));
        var applied = await client.ApplyAsync(Association, last);
        Assert.Contains($"1 change was not in it: {Id(2)}", Assert.Single(applied.Diagnostics).Detail);
        Assert.Equal(0, client.Account.Writes);
    }

    [Fact]
    public async Task Create_OfARevocation_IsBoundToTheMachinesThatWereSeen()
    {
        await using var client = await OpenAsync(Fleet(0, 2, Ada, Cyd));
        client.Account.Cloud.UnbindByHand(Id(2), Ada);
        const string config = """{"key_ids":["skey-ada00001"]}""";
        var first = await client.PlanAsync(Revocation, config, Keeps);
        Assert.Equal($"{Id(1)}: lose {Ada}; no stop (change 1)", Shown(Revocation, first));
        client.Account.Cloud.BindByHand(Id(2), Ada);
        await client.ConfigureAsync();
        var last = await client.PlanAsync(Revocation, config, request => Keeps(request, first));
        var applied = await client.ApplyAsync(Revocation, last);
        Assert.Contains(Id(2), Assert.Single(applied.Diagnostics).Detail);
        Assert.Equal(0, client.Account.Writes);
    }

    /// <summary>A machine that joins is bound by what was seen of it, in this plan and in the one before the apply.</summary>
    [Fact]
    public async Task Update_MachineThatJoinsStoppedAndRunsByThen_IsRefused()
    {
        await using var client = await OpenAsync(Fleet(0, 2, Cyd));
        var created = await client.ApplyAsync(Association, await client.PlanAsync(Association, Config([1], Ada)));
        void Prior(PlanResourceChangeRequest request) => (request.PriorState, request.PriorPrivate) = (created.NewState, created.Private);
        var first = await client.PlanAsync(
            Association,
            Config([1, 2], Ada),
            request =>
            {
                Prior(request);
                Keeps(request);
            }
        );
        Assert.Equal($"{Id(2)}: gain {Ada}; no stop (change 2)", Shown(Association, first));
        client.Account.Cloud.StartByHand(Id(2));
        await client.ConfigureAsync();
        var last = await client.PlanAsync(
            Association,
            Config([1, 2], Ada),
            request =>
            {
                Prior(request);
                Keeps(request, first);
            }
        );
        Assert.Equal(Shown(Association, first), Shown(Association, last));
        var writes = client.Account.Writes;
        var applied = await client.ApplyAsync(Association, last, created.NewState);
        Assert.Contains("The fleet has changed since the plan was shown", Assert.Single(applied.Diagnostics).Detail);
        Assert.Equal(writes, client.Account.Writes);
        Assert.Equal(0, client.Account.PowerCycles(2));
    }

    /// <summary>What a selector came to is said twice the same: who joins after the plan is not touched by its apply.</summary>
    [Fact]
    public async Task Create_WhoIsSelectedAfterThePlan_IsNotTouched()
    {
        const string config =
            """{"key_ids":["skey-ada00001"],"instances":{"names":["web-1","web-2"],"max_instances":5},"change_policy":{"stop_policy":"graceful"}}""";
        await using var client = await OpenAsync(Fleet(0, 2, Cyd));
        Assert.True(client.Account.Cloud.TerminateByHand(Id(2)));
        var first = await client.PlanAsync(Association, config, Keeps);
        Assert.Equal($"{Id(1)}: gain {Ada}; no stop (change 1)", Shown(Association, first));

        client.Account.Cloud.Reset();
        await client.ConfigureAsync();
        var last = await client.PlanAsync(Association, config, request => Keeps(request, first));
        Assert.Equal(first.PlannedState, last.PlannedState);
        var applied = await client.ApplyAsync(Association, last);
        Assert.DoesNotContain(applied.Diagnostics, diagnostic => diagnostic.Severity == Diagnostic.Types.Severity.Error);
        Assert.Equal([Ada, Cyd], client.Account.Keys(1));
        Assert.Equal([Cyd], client.Account.Keys(2));
    }

    /// <summary>An engine that does not bring it back gets what configuration and policy alone decide, twice the same.</summary>
    [Fact]
    public async Task WithoutTheCapability_ThePlanIsTheMostThatThePolicyAllows()
    {
        await using var client = await OpenAsync(Fleet(0, 1, Cyd));
        var first = await client.PlanAsync(Association, Config([1], Ada));
        Assert.Equal($"{Id(1)}: gain {Ada}; stop soft (change 1)", Shown(Association, first));
        Assert.Contains(
            $"{Id(1)} is stopped now. If it runs when this is applied, it is stopped and started too",
            first.Diagnostics[0].Detail
        );
        client.Account.Cloud.StartByHand(Id(1));
        await client.ConfigureAsync();
        var last = await client.PlanAsync(Association, Config([1], Ada));
        Assert.Equal(Shown(Association, first), Shown(Association, last));
    }

    private static void Keeps(PlanResourceChangeRequest request) =>
        request.ClientCapabilities = new ClientCapabilities { StorePlannedPrivate = true };

    private static void Keeps(PlanResourceChangeRequest request, PlanResourceChangeResponse first)
    {
        Keeps(request);
        request.PlannedPrivate = first.PlannedPrivate;
    }

    private static string Shown(string type, PlanResourceChangeResponse plan) =>
        string.Join(
            " | ",
            ((CtyValue.Map)Read(type, plan.PlannedState)![AttributeNames.LastPlannedChanges]).Entries.Select(entry =>
                $"{entry.Key}: {entry.Value.AsText}"
            )
        );

    private static string Config(int[] instances, params string[] keys) =>
        $$$"""{"instance_ids":{{{Instances(instances)}}},"key_ids":{{{Set(keys)}}},"change_policy":{"stop_policy":"graceful"}}""";
}
