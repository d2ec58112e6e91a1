using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Values that are known only during the apply. <c>terraform_data</c> makes them: its output is unknown until it exists.</summary>
public class UnknownValueTests
{
    private const string Made = "terraform_data.vm.output";

    [TerraformFact]
    public async Task Create_UnknownInstance_WarnsThatItWillRunAndIsBoundInTheSameApply()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        stage.Write(Vm(Id(2)) + Association($"[\"{Id(1)}\", {Made}]", Set(Ada)));
        (await stage.Terraform.RunAsync("plan")).Succeeds().Says("Not known before the apply: instances").Says("stopped and started again");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada, Cyd],
                [Ada, Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        Assert.Equal(2, stage.Terraform.State().Attributes(Web).GetProperty("last_planned_changes").EnumerateObject().Count());
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task Create_UnknownInstanceUnderRefuse_SaysAtPlanThatTheApplyWillFail()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 0, Cyd));
        stage.Write(Vm(Id(1)) + Association($"[{Made}]", Set(Ada), policy: ""));
        (await stage.Terraform.RunAsync("plan")).Succeeds().Says("stop_policy is refuse: the apply will fail");
        (await stage.Terraform.ApplyAsync()).Fails().Says("Running instances must change");
        Assert.Equal(0, stage.Account.Writes);
        Assert.Equal(["terraform_data.vm"], stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task Update_UnknownInstance_ChangesOnlyWhatItTurnsOutToBe()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 3, Cyd));
        stage.Write(Vm(Id(2)) + Association($"[\"{Id(1)}\", {Made}]", Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        // The machine is replaced: its id is unknown again, and the one before seems to leave.
        stage.Write(Vm(Id(3), trigger: "2") + Association($"[\"{Id(1)}\", {Made}]", Set(Ada)));
        (await stage.Terraform.RunAsync("plan")).Succeeds().Says("Not known before the apply: instances").Says("may leave").Says(Id(2));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada, Cyd],
                [Cyd],
                [Ada, Cyd],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task Update_UnknownInstanceThatStaysTheSame_ChangesNothing()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        stage.Write(Vm(Id(2)) + Association($"[\"{Id(1)}\", {Made}]", Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        stage.Write(Vm(Id(2), trigger: "2") + Association($"[\"{Id(1)}\", {Made}]", Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task UnknownPolicy_IsPlannedWithAWarningAndKnownByTheApply()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 0, Cyd));
        stage.Write(Vm("graceful") + Association(Instances(1), Set(Ada), $"stop_policy = {Made}"));
        (await stage.Terraform.RunAsync("plan")).Succeeds().Says("Not known before the apply: the change policy");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task UnknownProviderConfiguration_CreatesAndReadsLater()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Vm("25%") + Association(Instances(1), Set(Ada), policy: ""), $"change_policy = {{ max_unavailable = {Made} }}");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        (await stage.Terraform.PlanAsync()).Ends(0);

        // Unknown again: equal inputs are no change, and the object is not read.
        stage.Write(
            Vm("50%", trigger: "2") + Association(Instances(1), Set(Ada), policy: ""),
            $"change_policy = {{ max_unavailable = {Made} }}"
        );
        (await stage.Terraform.RunAsync("plan"))
            .Succeeds()
            .Says("the provider's configuration is not known yet")
            .Says("1 to add, 0 to change, 1 to destroy");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    private static string Vm(string value, string trigger = "1") =>
        $$"""
            resource "terraform_data" "vm" {
              input            = "{{value}}"
              triggers_replace = "{{trigger}}"
            }

            """;
}
