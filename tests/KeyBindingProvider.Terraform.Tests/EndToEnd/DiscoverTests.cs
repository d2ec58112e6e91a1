using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>What <c>keybinding discover --format terraform</c> writes is an import and nothing else, and the plan after it is empty (ADR 0047).</summary>
public class DiscoverTests
{
    [TerraformFact]
    public async Task WhatIsBound_IsImported_AndTheNextPlanIsEmpty()
    {
        await using var stage = await Stage.OpenAsync(Fleet(3, 2, Ada, Cyd));
        stage.Account.Cloud.BindByHand(Id(1), Bob);
        stage.Account.Cloud.BindByHand(Id(4), Bob);
        var clusters = AccessCluster.Of(AccessReport.Of(Observed(stage), AccessFilter.Everything));
        Assert.Equal(2, clusters.Length);
        stage.Write(AdoptionText.Terraform("ap-guangzhou", clusters));

        (await stage.Terraform.ApplyAsync()).Succeeds().Says("2 imported, 0 added, 0 changed, 0 destroyed");
        (await stage.Terraform.PlanAsync()).Ends(0);
        Assert.Equal(0, stage.Account.Writes);
    }

    private static FleetSnapshot Observed(Stage stage) =>
        new(
            "ap-guangzhou",
            stage
                .Account.Cloud.View.Instances.Select(instance => new InstanceSnapshot
                {
                    Id = InstanceId.FromService(instance.Id),
                    State = new PowerState(instance.State),
                    Keys = KeySet.Of(instance.KeyIds.Select(KeyId.FromService)),
                    Name = "web\n}",
                })
                .ToDictionary(instance => instance.Id),
            new Dictionary<KeyId, KeyPairSnapshot>()
        );
}
