using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.Incumbent;

/// <summary>
/// What was measured of <c>tencentcloud_instance.key_ids</c> (version 1.82.98, the real program against a stand-in), each beside what the same change is
/// here. Figures of the incumbent are in <c>docs/benchmarks.md</c>.
/// </summary>
public class WhereTheIncumbentFails
{
    private const string Address = "keybinding_key_pair_association.web";

    /// <summary>There: two forced power-offs, ten seconds without a key. The force flag is what makes it work at all on a running machine.</summary>
    [TerraformFact]
    public async Task SwapOfAKey_OnRunningMachines_IsOneSoftPowerCycle_NeverKeyless()
    {
        await using var stage = await Stage.OpenAsync(Fleet(3));
        (await stage.Write(Association(3, Ada)).Terraform.ApplyAsync()).Succeeds();
        var before = stage.Account.Cloud.View.PowerCycles;
        Assert.Equal(3, before);

        (await stage.Write(Association(3, Bob)).Terraform.ApplyAsync()).Succeeds();

        var account = stage.Account;
        Assert.All([1, 2, 3], number => Assert.Equal([Bob], account.Keys(number)));
        Assert.All([1, 2, 3], number => Assert.Equal(2, account.PowerCycles(number)));
        Assert.All([1, 2, 3], number => Assert.Equal("RUNNING", account.State(number)));
        var done = account.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);
        Assert.Equal((0, 0), (done.ForceStopCalls, done.HardStopCalls));
        Assert.Empty(account.Cloud.Oracle.Keyless);
    }

    /// <summary>There: one RequestLimitExceeded on the second write, and the machine is left without any key, the run red.</summary>
    [TerraformTheory]
    [InlineData("StopInstances")]
    [InlineData("AssociateInstancesKeyPairs")]
    [InlineData("DisassociateInstancesKeyPairs")]
    [InlineData("StartInstances")]
    public async Task OneThrottledWrite_InASwap_LeavesNoMachineWithoutKeys(string action)
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Ada));
        (await stage.Write(Association(2, Ada)).Terraform.ApplyAsync()).Succeeds();
        Assert.All([1, 2], number => Assert.True(stage.Account.Cloud.StartByHand(Id(number))));
        stage.Account.Cloud.Faults.Add(FaultRule.On(action, 1, new FaultEffect.RefuseWith("RequestLimitExceeded")));

        (await stage.Write(Association(2, Bob)).Terraform.ApplyAsync()).Succeeds();

        Assert.Equal(1, Assert.Single(stage.Account.Cloud.Faults.Rules).Struck);
        Assert.All([1, 2], number => Assert.Equal([Bob], stage.Account.Keys(number)));
        Assert.All([1, 2], number => Assert.Equal(1, stage.Account.PowerCycles(number)));
        Assert.All([1, 2], number => Assert.Equal("RUNNING", stage.Account.State(number)));
        Assert.Empty(stage.Account.Cloud.Oracle.Keyless);
    }

    /// <summary>There: dropping <c>key_ids</c> gives "No changes" with exit code 0, for ever, also when somebody swaps the key by hand.</summary>
    [TerraformFact]
    public async Task KeyDroppedFromTheProgram_IsSeenAndTakenAway()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        (await stage.Write(Association(2, Ada, Bob)).Terraform.ApplyAsync()).Succeeds();

        stage.Write(Association(2, Ada));
        (await stage.Terraform.PlanAsync()).Ends(2).Says($"lose {Bob}");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.All([1, 2], number => Assert.Equal([Ada, Cyd], stage.Account.Keys(number)));

        // The attribute cannot be left out, and the whole resource gone is a planned destroy.
        stage.Write(Association(2).Replace("key_ids       = []", "", StringComparison.Ordinal));
        (await stage.Terraform.RunAsync("validate")).Fails().Says("The argument \"key_ids\" is required");
        stage.Write("");
        (await stage.Terraform.PlanAsync()).Ends(2).Says("1 to destroy");
    }

    /// <summary>There: the drift of somebody swapping a key by hand is hidden once <c>key_ids</c> is out of the program.</summary>
    [TerraformFact]
    public async Task KeySwappedByHand_IsSeen()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1));
        (await stage.Write(Association(1, Ada)).Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.UnbindByHand(Id(1), Ada);
        stage.Account.Cloud.BindByHand(Id(1), Cyd);

        (await stage.Terraform.PlanAsync()).Ends(2).Says($"gain {Ada}").Says(Cyd);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        Assert.Equal($"{Id(1)}: {Cyd}", stage.Terraform.State().Bindings(Address, "foreign_bindings"));
    }

    /// <summary>There: a clean plan, and an apply that dies with UnsupportedOperation.InstanceStateRunning.</summary>
    [TerraformFact]
    public async Task RunningMachine_UnderRefuse_FailsThePlan_AndNothingIsTouched()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 1, Cyd));
        stage.Write(Association(3, Ada).Replace("graceful", "refuse", StringComparison.Ordinal));

        (await stage.Terraform.PlanAsync())
            .Ends(1)
            .Says("Running instances must change")
            .Says($"{Id(1)}, {Id(2)}")
            .Says("[KB3001]")
            .Says("instance_ids  = [for");
        (await stage.Terraform.ApplyAsync()).Fails();
        Assert.Equal(0, stage.Account.Writes);
        Assert.Empty(stage.Terraform.State().Addresses);
    }

    /// <summary>There: destroying the key pair powers off every machine of the region in one call, whoever owns it, and fails above a hundred.</summary>
    [TerraformFact]
    public async Task Destroy_Of150Machines_TakesItsOwnPairsOnly_InBatchesOfAHundred()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 152, Cyd));
        stage.Account.Cloud.BindByHand(Id(151), Ada);
        stage.Account.Cloud.BindByHand(Id(152), Ada);
        (await stage.Write(Association(150, Ada)).Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(2, stage.Account.Calls("AssociateInstancesKeyPairs"));

        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();

        Assert.Equal(2, stage.Account.Calls("DisassociateInstancesKeyPairs"));
        Assert.All(Enumerable.Range(1, 150), number => Assert.Equal([Cyd], stage.Account.Keys(number)));
        Assert.All([151, 152], number => Assert.Equal([Ada, Cyd], stage.Account.Keys(number)));
        Assert.Equal(0, stage.Account.Cloud.View.PowerCycles);
    }

    /// <summary>There: five calls a machine, 1,500 for 300.</summary>
    [TerraformFact]
    public async Task Refresh_Of300Machines_IsThreeReads()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 300, Ada));
        (await stage.Write(Association(300, Ada)).Terraform.ApplyAsync()).Succeeds();
        var before = stage.Account.Calls("DescribeInstances");

        (await stage.Terraform.PlanAsync()).Ends(0);

        Assert.Equal(3, stage.Account.Calls("DescribeInstances") - before);
        Assert.Equal(0, stage.Account.Writes);
    }

    private static string Association(int machines, params string[] keys) =>
        $$"""
            resource "keybinding_key_pair_association" "web" {
              instance_ids  = [for i in range(1, {{machines + 1}}) : format("ins-%08d", i)]
              key_ids       = [{{string.Join(", ", keys.Select(key => $"\"{key}\""))}}]
              change_policy = { stop_policy = "graceful" }
            }
            """;
}
