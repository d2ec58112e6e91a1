using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>What the engine prints of <c>last_planned_changes</c>, and what it is held to.</summary>
public partial class PlannedChangesTests
{
    /// <summary>One key more on the same machines, one machine more: the engine hides what is equal, so that nothing may be.</summary>
    [TerraformFact]
    public async Task PrintedPlanOfAnUpdate_ShowsLossGainAndStopOfEveryMachineInFull()
    {
        await using var stage = await Stage.OpenAsync(Fleet(3, 1, Cyd));
        stage.Write(Association(Instances(1, 2, 4), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1, 2, 3, 4), Set(Ada, Bob)));
        Assert.Equal(
            [
                (Id(1), $"gain {Bob}; stop soft (change 2)"),
                (Id(2), $"gain {Bob}; stop soft (change 2)"),
                (Id(3), $"gain {Ada}, {Bob}; stop soft (change 2)"),
                (Id(4), $"gain {Bob}; no stop (change 2)"),
            ],
            Printed(await stage.Terraform.RunAsync("plan"))
        );
        (await stage.Terraform.ApplyAsync()).Succeeds();

        // The same change once more: word for word what the plan before it showed, but for the number.
        foreach (var number in new[] { 1, 2 })
        {
            stage.Account.Cloud.UnbindByHand(Id(number), Bob);
        }

        Assert.Equal(
            [(Id(1), $"gain {Bob}; stop soft (change 3)"), (Id(2), $"gain {Bob}; stop soft (change 3)")],
            Printed(await stage.Terraform.RunAsync("plan"))
        );
        stage.Write(Association(Instances(1, 2, 4), Set(Bob)));
        Assert.Equal(
            [
                (Id(1), $"lose {Ada}; gain {Bob}; stop soft (change 3)"),
                (Id(2), $"lose {Ada}; gain {Bob}; stop soft (change 3)"),
                (Id(3), $"lose {Ada}, {Bob}; stop soft (change 3)"),
                (Id(4), $"lose {Ada}; no stop (change 3)"),
            ],
            Printed(await stage.Terraform.RunAsync("plan"))
        );
    }

    /// <summary>The state of a release that kept objects: nothing to do, and the next plan shows all.</summary>
    [TerraformFact]
    public async Task StateOfVersionZero_IsUpgradedWithoutAChange_AndItsNextPlanIsInFull()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var file = JsonNode.Parse(await File.ReadAllTextAsync(stage.Terraform.StatePath))!;
        var instance = file["resources"]![0]!["instances"]![0]!;
        Assert.Equal(1, instance["schema_version"]!.GetValue<int>());
        instance["schema_version"] = 0;
        instance["attributes"]!["last_planned_changes"] = JsonNode.Parse(
            $$$"""
            {"{{{Id(1)}}}":{"lose":["{{{Bob}}}"],"gain":["{{{Ada}}}"],"stop":"soft"},"{{{Id(
                2
            )}}}":{"lose":[],"gain":["{{{Ada}}}"],"stop":"none"}}
            """
        );
        await File.WriteAllTextAsync(stage.Terraform.StatePath, file.ToJsonString());

        (await stage.Terraform.PlanAsync()).Ends(0);
        stage.Write(Association(Instances(1, 2), Set(Ada, Bob)));
        var plan = await stage.Terraform.RunAsync("plan");
        Assert.Equal([(Id(1), $"gain {Bob}; stop soft (change 2)"), (Id(2), $"gain {Bob}; no stop (change 2)")], Printed(plan));
        plan.Says($"\"lose {Bob}; gain {Ada}; stop soft (change 1)\" ->");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>This engine cannot hold the apply to what was seen of a machine that joins: the plan says so, and how to refuse it.</summary>
    [TerraformFact]
    public async Task MachineThatJoinsStoppedAndRunsByThen_IsSaidInThePlan_AndMaxStopsRefusesIt()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.RunAsync("plan", "-out", "open.plan"))
            .Succeeds()
            .Says("1 instance to change, none is stopped")
            .Says(
                $"{Id(2)} is stopped now. If it runs when this is applied, it is stopped and started too: this plan does not hold the apply to what it has seen of it. "
                    + "To refuse that, set max_stops = 0 in change_policy."
            );
        stage.Write(Association(Instances(1, 2), Set(Ada), "stop_policy = \"graceful\", max_stops = 0"));
        (await stage.Terraform.RunAsync("plan", "-out", "bound.plan")).Succeeds();
        Assert.True(stage.Account.Cloud.StartByHand(Id(2)));
        var writes = stage.Account.Writes;
        (await stage.Terraform.RunAsync("apply", "bound.plan")).Fails().Says("The plan stops more instances than max_stops");
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal(0, stage.Account.PowerCycles(2));

        (await stage.Terraform.RunAsync("apply", "open.plan")).Succeeds();
        Assert.Equal(1, stage.Account.PowerCycles(2));
        Assert.Equal([Ada, Cyd], stage.Account.Keys(2));
    }

    [TerraformFact]
    public async Task MachineThatJoinsStoppedUnderStoppedOnly_RunsByThen_IsRefusedOrLeft()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1), Set(Ada), "stop_policy = \"stopped_only\""));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Association(Instances(1, 2), Set(Ada), "stop_policy = \"stopped_only\""));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds().DoesNotSay("is stopped and started too");
        Assert.True(stage.Account.Cloud.StartByHand(Id(2)));
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(0, stage.Account.PowerCycles(2));
        Assert.Equal("running", stage.Terraform.State().Attributes(Web).GetProperty("pending_instances").GetProperty(Id(2)).GetString());
    }

    /// <summary>Machine and sentence of every line of the attribute that is new, as a reader finds them.</summary>
    private static (string Id, string Sentence)[] Printed(CommandResult plan)
    {
        plan.Succeeds();
        var block = Block().Match(plan.Output);
        Assert.True(block.Success, plan.Output);
        Assert.DoesNotContain("hidden", block.Value, StringComparison.Ordinal);
        return [.. Line().Matches(block.Value).Select(line => (line.Groups["id"].Value, line.Groups["new"].Value))];
    }

    [GeneratedRegex(@"last_planned_changes +=.*?\n +\}", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ +[~+] ""(?<id>ins-[0-9a-z]{8})"" += (?:""[^""]*"" -> )?""(?<new>[^""]*)""$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
