using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>The provider's <c>drift_attribution</c>: who made the drift, where it is asked for, in calls that are counted (ADR 0061).</summary>
public class DriftAttributionTests
{
    private const string Asked = "drift_attribution = true";

    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    private static Task<Stage> OpenAsync(int machines) =>
        Stage.OpenAsync(Fleet(0, machines, Cyd), options => options with { ConsoleUser = "alice", AuditLag = DurationRange.Seconds(0, 0) });

    [TerraformFact]
    public async Task Drift_NamesWhoDidIt_InPlanAndRefresh_AndTheLogIsAskedOnlyThen()
    {
        await using var stage = await OpenAsync(2);
        stage.Write(Association(Instances(1, 2), Set(Ada)), Asked);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0).DoesNotSay("Who did it");
        Assert.Equal(0, stage.Account.Calls("DescribeEvents"));

        // Of two acts in one second nobody knows which came last.
        stage.Account.Clock.Pass(s_minute);
        stage.Account.Cloud.UnbindByHand(Id(2), Ada);
        stage.Account.Cloud.BindByHand(Id(1), Bob);
        stage.Account.Clock.Pass(s_minute);
        foreach (var refreshOnly in new[] { false, true })
        {
            (await stage.Terraform.PlanAsync(refreshOnly ? ["-refresh-only"] : []))
                .Ends(2)
                .Says("has drifted")
                .Says("Who did it, by the audit log from ")
                .Says($"{Ada} unbound by alice (CAMUser ")
                .Says($"{Bob} bound by alice (CAMUser ");
        }

        Assert.Equal(4, stage.Account.Calls("DescribeEvents"));

        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.PlanAsync()).Ends(2).DoesNotSay("Who did it").DoesNotSay("alice");
        Assert.Equal(4, stage.Account.Calls("DescribeEvents"));
        stage.Write(Association(Instances(1, 2), Set(Ada)), Asked);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.DoesNotContain("alice", await File.ReadAllTextAsync(stage.Terraform.StatePath, TestContext.Current.CancellationToken));
    }

    [TerraformFact]
    public async Task ThirtyObjects_AskTheLogOnce()
    {
        await using var stage = await OpenAsync(30);
        stage.Write(string.Concat(Enumerable.Range(1, 30).Select(i => Association(Instances(i), Set(Ada), name: $"web{i}"))), Asked);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Clock.Pass(s_minute);
        foreach (var number in Enumerable.Range(1, 30))
        {
            stage.Account.Cloud.UnbindByHand(Id(number), Ada);
        }

        stage.Account.Clock.Pass(s_minute);

        var plan = (await stage.Terraform.PlanAsync()).Ends(2).DoesNotSay("similar warning");
        Assert.Equal(2, stage.Account.Calls("DescribeEvents"));
        Assert.Equal(30, plan.Output.Split("unbound by alice").Length - 1);
    }

    [TerraformFact]
    public async Task Permission_ThatIsMissing_IsOneNote_AndThePlanIsWhatItIs()
    {
        await using var stage = await OpenAsync(2);
        stage.Write(Association(Instances(1), Set(Ada), name: "web1") + Association(Instances(2), Set(Ada), name: "web2"), Asked);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.UnbindByHand(Id(1), Ada);
        stage.Account.Cloud.UnbindByHand(Id(2), Ada);
        stage.Account.Cloud.Faults.Add(FaultRule.From("DescribeEvents", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));

        var plan = (await stage.Terraform.PlanAsync())
            .Ends(2)
            .Says("2 to change")
            .Says("cloudaudit:DescribeEvents")
            .Says("drift_attribution");
        Assert.Equal(1, plan.Output.Split("[KB2013]").Length - 1);
        Assert.Equal(1, stage.Account.Calls("DescribeEvents"));
    }

    [TerraformFact]
    public async Task Key_OfAnObjectThatIsReadLater_IsNoDrift_AndNothingIsAsked()
    {
        await using var stage = await OpenAsync(1);
        var first = Association(Instances(1), Set(Ada), name: "first");
        stage.Write(first, Asked);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Clock.Pass(s_minute);
        var second = Association(Instances(1), Set(Bob), name: "second");
        second = second[..second.LastIndexOf('}')] + "  depends_on = [keybinding_key_pair_association.first]\n}\n";
        stage.Write(first + second, Asked);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Clock.Pass(s_minute);
        (await stage.Terraform.PlanAsync()).Ends(0).DoesNotSay("has drifted");
        Assert.Equal(0, stage.Account.Calls("DescribeEvents"));
    }
}
