using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>A saved plan that is applied after the world has moved: it may do less than was shown, never more.</summary>
public class BoundApplyTests
{
    [TerraformFact]
    public async Task Update_InstanceRunsByThen_IsRefusedBeforeAnyWrite()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        await PlanOfSwapAsync(stage);
        Assert.True(stage.Account.Cloud.StartByHand(Id(1)));
        var writes = stage.Account.Writes;
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says("The fleet has changed since the plan was shown").Says(Id(1));
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        (await stage.Terraform.PlanAsync()).Ends(2).Says("1 of them stopped and started again");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Bob, Cyd], stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task Update_InstanceIsStoppedByThen_GoesOnWithoutStoppingIt()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        await PlanOfSwapAsync(stage);
        Assert.True(stage.Account.Cloud.StopByHand(Id(1)));
        var cycles = stage.Account.PowerCycles(1);
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(cycles, stage.Account.PowerCycles(1));
        Assert.Equal("STOPPED", stage.Account.State(1));
        Assert.Equal(
            [
                [Bob, Cyd],
                [Bob, Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
    }

    [TerraformFact]
    public async Task Update_SomebodyHasDoneItByThen_WritesOnlyTheRest()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        await PlanOfSwapAsync(stage);
        stage.Account.Cloud.BindByHand(Id(1), Bob);
        stage.Account.Cloud.UnbindByHand(Id(1), Ada);
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(
            [
                [Bob, Cyd],
                [Bob, Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task Update_AnotherOfOurKeysIsBoundByThen_IsRefusedBeforeAnyWrite()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Exclusive(Instances(1, 2), Set(Cyd)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.BindByHand(Id(1), Ada);
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
        stage.Account.Cloud.BindByHand(Id(2), Bob);
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says(Id(2));
        Assert.Equal(0, stage.Account.Writes);
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task Create_InstanceRunsByThenUnderRefuse_IsRefusedBeforeAnyWrite()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada), policy: ""));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
        Assert.True(stage.Account.Cloud.StartByHand(Id(1)));
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says(Id(1));
        Assert.Equal(0, stage.Account.Writes);
        Assert.Empty(stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task Destroy_InstanceRunsByThen_IsRefusedAndTheObjectStays()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.RunAsync("plan", "-destroy", "-out", "p.plan")).Succeeds().Says($"- lose {Ada}");
        Assert.True(stage.Account.Cloud.StartByHand(Id(2)));
        var writes = stage.Account.Writes;
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says("The fleet has changed since the plan was shown");
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal([Web], stage.Terraform.State().Addresses);
    }

    private static async Task PlanOfSwapAsync(Stage stage)
    {
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1, 2), Set(Bob)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
    }
}
