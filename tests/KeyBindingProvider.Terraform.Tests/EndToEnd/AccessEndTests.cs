using System.Globalization;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>The attribute <c>not_after</c> with the real terraform, by the clock of the service (rule <c>access-ends</c>).</summary>
public class AccessEndTests
{
    [TerraformFact]
    public async Task End_IsPlanned_TakenAway_AndTheNextPlanIsEmpty()
    {
        await using var stage = await Stage.OpenAsync(Fleet(running: 0, stopped: 2, Ada));
        stage.Write(Guest(stage, hours: 5));
        (await stage.Terraform.PlanAsync()).Ends(2).Says("KB3025").Says("access ends in 4 hours").Says("expired");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.All(stage.Account.KeysOf(1, 2), keys => Assert.Contains(Bob, keys));
        (await stage.Terraform.PlanAsync()).Ends(0);

        stage.Account.Clock.Pass(TimeSpan.FromHours(6));
        (await stage.Terraform.PlanAsync()).Ends(2).Says("false -> true").Says("KB3025").Says("are still bound and no longer wanted");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.All(stage.Account.KeysOf(1, 2), keys => Assert.Equal([Ada], keys));
        (await stage.Terraform.PlanAsync()).Ends(0);
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();
    }

    /// <summary>A saved plan that binds for somebody whose time is over by now changes nothing.</summary>
    [TerraformFact]
    public async Task SavedPlan_AfterTheEnd_IsRefusedBeforeAnyWrite()
    {
        await using var stage = await Stage.OpenAsync(Fleet(running: 0, stopped: 2, Ada));
        var end = EndIn(stage, hours: 5);
        stage.Write(Guest(end, Instances(1)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        stage.Write(Guest(end, Instances(1, 2)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
        stage.Account.Clock.Pass(TimeSpan.FromHours(6));
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says("KB3028").Says("after this plan was made");
        Assert.Equal(writes, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task EndInThePast_AndOneThatIsNone_AreErrorsOfThePlan()
    {
        await using var stage = await Stage.OpenAsync(Fleet(running: 0, stopped: 2, Ada));
        stage.Write(Guest(stage, hours: -3));
        (await stage.Terraform.PlanAsync()).Fails().Says("KB3028").Says("3 hours in the past");
        stage.Write(Association(Instances(1), Set(Bob), more: "not_after = \"tomorrow\""));
        (await stage.Terraform.PlanAsync()).Fails().Says("is not a moment with an offset");
        stage.Write(Association(Instances(1), Set(Bob), more: "expires_warning = \"7d\""));
        (await stage.Terraform.PlanAsync()).Fails().Says("expires_warning").Says("stands without not_after");
        Assert.Equal(0, stage.Account.Writes);
    }

    /// <summary>An end that another resource makes is known at apply only.</summary>
    [TerraformFact]
    public async Task EndThatIsNotKnown_IsDecidedAtApply()
    {
        await using var stage = await Stage.OpenAsync(Fleet(running: 0, stopped: 2, Ada));
        var end = EndIn(stage, hours: 5);
        stage.Write(
            $$"""
            resource "terraform_data" "end" {
              input = "{{end}}"
            }

            """ + Association(Instances(1, 2), Set(Bob), more: "not_after = terraform_data.end.output")
        );
        (await stage.Terraform.PlanAsync()).Ends(2).Says("the end of the access");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.All(stage.Account.KeysOf(1, 2), keys => Assert.Contains(Bob, keys));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    private static string Guest(Stage stage, int hours) => Guest(EndIn(stage, hours), Instances(1, 2));

    private static string Guest(string end, string instances) => Association(instances, Set(Bob), more: $"not_after = \"{end}\"");

    private static string EndIn(Stage stage, int hours) =>
        stage.Account.Cloud.Clock.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
