using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Creating, and what a create that fails leaves behind.</summary>
public class CreateTests
{
    [TerraformFact]
    public async Task Create_StopsChangesAndStarts_ThenNothingIsLeftToDo()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 1, Cyd));
        stage.Write(Association(Instances(1, 2, 3), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        Assert.Equal([1, 1, 0], stage.Account.CyclesOf(1, 2, 3));
        Assert.Equal("RUNNING", stage.Account.State(1));
        Assert.Equal("STOPPED", stage.Account.State(3));
        var state = stage.Terraform.State();
        Assert.Equal($"{Id(1)}: {Ada}; {Id(2)}: {Ada}; {Id(3)}: {Ada}", state.Bindings(Web));
        Assert.Equal($"{Id(1)}: {Cyd}; {Id(2)}: {Cyd}; {Id(3)}: {Cyd}", state.Bindings(Web, "foreign_bindings"));
        Assert.Equal([Id(1), Id(2)], state.Texts(Web, "power_cycled_instance_ids"));
        var writes = stage.Account.Writes;
        (await stage.Terraform.PlanAsync()).Ends(0);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task Create_RunningUnderRefuse_FailsAtPlanOnTheAttributeAndChangesNothing()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 1, Cyd));
        stage.Write(Association(Instances(1, 2, 3), Set(Ada), policy: ""));
        (await stage.Terraform.PlanAsync())
            .Ends(1)
            .Says("Error: Running instances must change and the policy does not allow to stop them")
            .Says("instance_ids = [\"ins-00000001\"")
            .Says("change_policy.stop_policy")
            .Says(Id(2))
            .DoesNotSay("stopPolicy");
        Assert.Equal(0, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task Create_FailsBeforeAnythingIsChanged_LeavesNoObject()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Account.Cloud.Faults.Add(FaultRule.From("AssociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("UnsupportedOperation")));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Fails();
        Assert.Empty(stage.Terraform.State().Addresses);
        stage.Account.Cloud.Faults.Clear();
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("1 added, 0 changed, 0 destroyed");
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task Create_FailsHalfWay_KeepsTheObjectAndTheNextApplyOnlyFinishesIt()
    {
        await using var stage = await Stage.OpenAsync(Fleet(3, 0, Cyd));
        stage.Account.Cloud.Faults.Add(
            new FaultRule
            {
                Action = "StopInstances",
                InstanceId = Id(3),
                Times = null,
                Effect = new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"),
            }
        );
        stage.Write(Association(Instances(1, 2, 3), Set(Ada), "stop_policy = \"graceful\", failure_budget = 3"));
        (await stage.Terraform.ApplyAsync()).Fails().Says(Id(3));
        Assert.True(stage.Terraform.State().IsTainted(Web));
        Assert.Equal($"{Id(1)}: {Ada}; {Id(2)}: {Ada}", stage.Terraform.State().Bindings(Web));

        stage.Account.Cloud.Faults.Clear();
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("1 added, 0 changed, 1 destroyed");
        Assert.Equal(0, stage.Account.Calls("DisassociateInstancesKeyPairs"));
        Assert.Equal([1, 1, 1], stage.Account.CyclesOf(1, 2, 3));
        Assert.False(stage.Terraform.State().IsTainted(Web));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task TaintedCreate_WithOtherKeysNow_TakesAwayOnlyWhatIsNoLongerDeclared()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.RunAsync("taint", Web)).Succeeds();

        // The others swap a key: one window each.
        stage.Write(Association(Instances(1, 2), Set(Bob)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Bob, Cyd],
                [Bob, Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        Assert.Equal([2, 2], stage.Account.CyclesOf(1, 2));

        // A stopped machine that leaves gets rid of what was ours.
        (await stage.Terraform.RunAsync("taint", Web)).Succeeds();
        Assert.True(stage.Account.Cloud.StopByHand(Id(2)));
        stage.Write(Association(Instances(1), Set(Bob)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Bob, Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task TaintedCreate_WouldStopAMachineThatThePlanCouldNotShow_IsRefusedAndUntaintedShowsIt()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.RunAsync("taint", Web)).Succeeds();
        stage.Write(Association(Instances(1), Set(Ada)));
        var writes = stage.Account.Writes;
        (await stage.Terraform.ApplyAsync()).Fails().Says($"would stop {Id(2)}").Says("terraform untaint");
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal($"{Id(1)}: {Ada}; {Id(2)}: {Ada}", stage.Terraform.State().Bindings(Web));

        (await stage.Terraform.RunAsync("untaint", Web)).Succeeds();
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds().Says($"- lose {Ada}").Says(Id(2));
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(
            [
                [Ada, Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
    }

    [TerraformFact]
    public async Task Adopted_PairsThatWereBoundAlready_AreAnnouncedAndNotWritten()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Ada));
        stage.Write(Association(Instances(1, 2), Set(Ada), policy: ""));
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("2 pairs already bound, adopted: destroying the resource takes them off");
        Assert.Equal(0, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task Create_RunningUnderStoppedOnly_WaitsWithAWarningAndIsNoPerpetualDiff()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada), "stop_policy = \"stopped_only\""));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(0, stage.Account.Stops);
        Assert.Equal([Ada, Cyd], stage.Account.Keys(2));
        Assert.Equal("running", stage.Terraform.State().Attributes(Web).GetProperty("pending_instances").GetProperty(Id(1)).GetString());
        (await stage.Terraform.PlanAsync()).Ends(0).Says("apply again when it is stopped");
        Assert.True(stage.Account.Cloud.StopByHand(Id(1)));
        (await stage.Terraform.PlanAsync()).Ends(2);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        Assert.Equal("STOPPED", stage.Account.State(1));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }
}
