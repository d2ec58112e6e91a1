using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Replacements: by region, by force, create before destroy.</summary>
public class ReplaceTests
{
    private const string Shanghai = "ap-shanghai";
    private static readonly string s_adaInShanghai = Ada.Replace('1', '2');

    [TerraformFact]
    public async Task OtherRegion_InstancesAreThere_ReplacesTheObject()
    {
        await using var stage = await Stage.OpenAsync(TwoRegions());
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(9), Set(s_adaInShanghai), more: $"region = \"{Shanghai}\""));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says("# forces replacement")
            .Says($"- lose {Ada}")
            .Says($"+ gain {s_adaInShanghai}");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal([Cyd], stage.Account.Keys(1));
        Assert.Equal([s_adaInShanghai], stage.Account.Keys(9));
        Assert.Equal(Shanghai, stage.Terraform.State().Attributes(Web).GetProperty("region").GetString());
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task OtherRegion_InstanceRunsByThen_IsRefusedBeforeAnyWrite()
    {
        await using var stage = await Stage.OpenAsync(TwoRegions());
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(9), Set(s_adaInShanghai), more: $"region = \"{Shanghai}\""));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
        Assert.True(stage.Account.Cloud.StartByHand(Id(1)));
        var writes = stage.Account.Writes;
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says("The fleet has changed since the plan was shown").Says(Id(1));
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task OtherRegion_InstancesAreNotThere_IsAnErrorOnTheAttribute()
    {
        await using var stage = await Stage.OpenAsync(TwoRegions());
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        stage.Write(Association(Instances(1), Set(Ada), more: $"region = \"{Shanghai}\""));
        (await stage.Terraform.ApplyAsync()).Fails().Says($"{Id(1)} does not exist in {Shanghai}").Says($"region = \"{Shanghai}\"");
        Assert.Equal(writes, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task SameRegionMadeExplicit_AndProvidersRegionChanged_ReplaceNothing()
    {
        await using var stage = await Stage.OpenAsync(TwoRegions());
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1), Set(Ada), more: $"region = \"{World.DefaultRegion}\""));
        (await stage.Terraform.PlanAsync()).Ends(0);
        var main = Path.Combine(stage.Terraform.Folder, "main.tf");
        stage.Write(Association(Instances(1), Set(Ada)));
        await File.WriteAllTextAsync(
            main,
            (await File.ReadAllTextAsync(main, TestContext.Current.CancellationToken)).Replace(
                $"\"{World.DefaultRegion}\"",
                $"\"{Shanghai}\"",
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task ForcedReplacement_UnbindsNothingThatIsBoundAgain()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var id = stage.Terraform.State().Attributes(Web).GetProperty("id").GetString();
        var writes = stage.Account.Writes;
        (await stage.Terraform.ApplyAsync($"-replace={Web}")).Succeeds().Says("1 added, 0 changed, 1 destroyed");
        Assert.Equal(writes, stage.Account.Writes);
        Assert.NotEqual(id, stage.Terraform.State().Attributes(Web).GetProperty("id").GetString());
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task CreateBeforeDestroy_TheOldObjectLeavesAloneWhatTheNewOneHasBound()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        var lifecycle = "lifecycle { create_before_destroy = true }";
        stage.Write(Association(Instances(1, 2), Set(Ada), more: lifecycle));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        (await stage.Terraform.ApplyAsync($"-replace={Web}")).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));

        stage.Write(Association(Instances(2), Set(Ada, Bob), more: lifecycle));
        (await stage.Terraform.ApplyAsync($"-replace={Web}")).Succeeds();
        Assert.Equal(
            [
                [Cyd],
                [Ada, Bob, Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        Assert.Equal([2, 2], stage.Account.CyclesOf(1, 2));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    private static World TwoRegions() => Fleet(0, 1, Cyd).AddInstance(Instance(9, InstanceStates.Stopped) with { Region = Shanghai });
}
