using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>A machine that waits with an old key is named in every run, once for each object; and how much a plan says.</summary>
public class WaitingTests
{
    private const string Warning = "1 instance must change and would have to be stopped";

    private static int CountOf(CommandResult result) =>
        string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Split(Warning).Length - 1;

    [TerraformFact]
    public async Task UnchangedObject_IsOneWarningInPlanApplyAndRefresh()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 0, Ada, Cyd));
        stage.Write(Revocation(Set(Ada), "stop_policy = \"stopped_only\""));
        (await stage.Terraform.ApplyAsync()).Succeeds();

        var plan = (await stage.Terraform.PlanAsync()).Ends(0).Says(Id(1));
        Assert.Equal(1, CountOf(plan));

        Assert.Equal(1, CountOf((await stage.Terraform.ApplyAsync()).Succeeds()));
        Assert.Equal(1, CountOf((await stage.Terraform.RunAsync("plan", "-refresh-only")).Succeeds()));
        Assert.Equal(1, CountOf((await stage.Terraform.RunAsync("plan", "-refresh=false")).Succeeds()));
    }

    [TerraformFact]
    public async Task ImportOfARevocationWhoseKeyIsBound_SaysThatTheFirstPlanIsAnUpdate()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 0, Ada, Cyd));
        stage.Write(Revocation(Set(Ada)));
        (await stage.Terraform.RunAsync("import", "keybinding_key_revocation.gone", Ada))
            .Succeeds()
            .Says($"What was imported is not yet as it declares: {Id(1)}")
            .Says("The first preview after this import is an update, not empty.");
        (await stage.Terraform.PlanAsync()).Ends(2).Says("0 to add, 1 to change, 0 to destroy").Says($"- lose {Ada} (ada)");
    }

    [TerraformFact]
    public async Task PreviewDetail_IsEverythingUnlessSet_OrSixLines_OrOneLineOfJson()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Cyd));
        var association = Association(Instances(1, 2), Set(Ada));
        stage.Write(association);
        (await stage.Terraform.PlanAsync()).Ends(2).Says("failure_budget 0").Says("lower bound");

        stage.Write(association, "preview_detail = \"summary\"");
        (await stage.Terraform.PlanAsync())
            .Ends(2)
            .Says($"+ gain {Ada} (ada) on 2: {Id(1)}")
            .Says("power: 2 stopped gracefully (SOFT) and started; waves: 1 (canary), then 1")
            .Says("policy, where it is not the provider's: stop_policy graceful")
            .DoesNotSay("failure_budget 0");

        stage.Write(association, "preview_detail = \"data\"");
        (await stage.Terraform.PlanAsync()).Ends(2).Says("\"stops\":2").DoesNotSay("lower bound");

        stage.Write(association, "preview_detail = \"little\"");
        (await stage.Terraform.PlanAsync()).Fails().Says("must be one of summary, full, data, not 'little'");
    }
}
