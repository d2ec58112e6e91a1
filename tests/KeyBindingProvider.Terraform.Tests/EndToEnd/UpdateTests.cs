using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Changing in place, drift, and updates that fail.</summary>
public class UpdateTests
{
    /// <summary>A machine that could not be started stays in the state; the next plan says so, and its apply starts it.</summary>
    [TerraformFact]
    public async Task MachineThatCouldNotBeStarted_IsStartedByTheNextApply()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Cyd));
        stage.Account.Cloud.Faults.Add(
            FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
        );
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Fails().Says("START IT BY HAND");
        Assert.Equal("STOPPED", stage.Account.State(1));
        Assert.Equal(
            "start_failed",
            stage.Terraform.State().Attributes(Web).GetProperty("pending_instances").GetProperty(Id(1)).GetString()
        );

        stage.Account.Cloud.Faults.Clear();
        (await stage.Terraform.RunAsync("untaint", Web)).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(2).Says("left stopped by an earlier run");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal("RUNNING", stage.Account.State(1));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task SwapOfAKey_IsOnePowerCycleAndShowsInThePlan()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1, 2), Set(Bob)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says("updated in-place")
            .Says($"- lose {Ada} (ada)")
            .Says($"+ gain {Bob} (bob)")
            .Says("2 of them stopped and started again");
        var planned = (await stage.Terraform.ShowPlanAsync("p.plan"))
            .GetProperty("resource_changes")[0]
            .GetProperty("change")
            .GetProperty("after")
            .GetProperty("last_planned_changes")
            .GetProperty(Id(1));
        Assert.Equal($"lose {Ada}; gain {Bob}; stop soft (change 2)", planned.GetString());
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal([Bob, Cyd], stage.Account.Keys(1));
        Assert.Equal([2, 2], stage.Account.CyclesOf(1, 2));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task Drift_ShowsInRefreshOnlyAndIsRepaired()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.UnbindByHand(Id(1), Ada);
        stage.Account.Cloud.BindByHand(Id(2), Bob);
        (await stage.Terraform.PlanAsync("-refresh-only")).Ends(2).Says("has changed").Says($"- \"{Id(1)}\"");
        (await stage.Terraform.PlanAsync()).Ends(2).Says($"+ gain {Ada}").Says("1 to change");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        // A stranger's key is told, not taken.
        Assert.Equal([Ada, Bob, Cyd], stage.Account.Keys(2));
        Assert.Equal($"{Id(1)}: {Cyd}; {Id(2)}: {Bob} {Cyd}", stage.Terraform.State().Bindings(Web, "foreign_bindings"));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task PolicyOnlyEdit_IsAnUpdateWithoutAnyCall()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var before = stage.Terraform.State();
        stage.Write(Association(Instances(1, 2), Set(Ada), "stop_policy = \"refuse\", max_stops = 1"));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds().Says("0 to add, 1 to change").DoesNotSay("known after apply");
        var calls = stage.Account.Cloud.Journal.Calls.Count;
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(calls, stage.Account.Cloud.Journal.Calls.Count);
        var after = stage.Terraform.State();
        Assert.Equal(before.Bindings(Web), after.Bindings(Web));
        Assert.Equal(
            before.Attributes(Web).GetProperty("last_planned_changes").ToString(),
            after.Attributes(Web).GetProperty("last_planned_changes").ToString()
        );
        (await stage.Terraform.PlanAsync("-refresh=false")).Ends(0);
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task InstanceThatLeavesUnderKeep_IsReleasedAndNeverOursAgain()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada), more: "on_destroy = \"keep\""));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1), Set(Ada), more: "on_destroy = \"keep\""));
        var writes = stage.Account.Writes;
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal($"{Id(1)}: {Ada}", stage.Terraform.State().Bindings(Web));
        (await stage.Terraform.PlanAsync()).Ends(0);
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task Update_FailsHalfWay_KeepsTheDeclarationBeforeAndWhatIsBoundNow()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 4, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.Faults.Add(
            new FaultRule
            {
                Action = "AssociateInstancesKeyPairs",
                InstanceId = Id(4),
                Times = null,
                Effect = new FaultEffect.RefuseWith("UnsupportedOperation"),
            }
        );
        stage.Write(Association(Instances(2, 3, 4), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Fails().Says(Id(4));
        var state = stage.Terraform.State();
        Assert.False(state.IsTainted(Web));
        Assert.Equal([Id(1), Id(2)], state.Texts(Web, "instance_ids"));
        Assert.Equal(Owned(stage.Account, Ada, 1, 2, 3, 4), state.Bindings(Web));

        stage.Account.Cloud.Faults.Clear();
        (await stage.Terraform.PlanAsync()).Ends(2);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Cyd], stage.Account.Keys(1));
        Assert.Equal([Ada, Cyd], stage.Account.Keys(4));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task FailedUpdate_ThatIsTakenBack_LeavesNothingBehind()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 3, Cyd));
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.Faults.Add(
            new FaultRule
            {
                Action = "AssociateInstancesKeyPairs",
                InstanceId = Id(3),
                Times = null,
                Effect = new FaultEffect.RefuseWith("UnsupportedOperation"),
            }
        );
        stage.Write(Association(Instances(1, 2, 3), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Fails();
        stage.Account.Cloud.Faults.Clear();
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada, Cyd],
                [Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    private static string Owned(TestAccount account, string key, params int[] numbers) =>
        string.Join("; ", numbers.Where(number => account.Keys(number).Contains(key)).Select(number => $"{Id(number)}: {key}"));
}
