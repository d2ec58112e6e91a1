using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Several objects in one run.</summary>
public class ManyObjectsTests
{
    [TerraformFact]
    public async Task Warnings_OfSeveralObjects_AreNotFoldedIntoOne()
    {
        await using var stage = await Stage.OpenAsync(Fleet(4, 0, Cyd));
        stage.Write(string.Concat(Enumerable.Range(1, 4).Select(i => Association(Instances(i), Set(Ada), name: $"web{i}"))));
        var plan = (await stage.Terraform.RunAsync("plan")).Succeeds().DoesNotSay("similar warning");
        for (var i = 1; i <= 4; i++)
        {
            plan.Says(
                $"Warning: 1 instance to change, 1 of them stopped and started again in 1 stop window, at most 5 API writes, other keys stay on 1: {Id(i)}"
            );
        }
    }

    /// <summary>Five associations on the same machines are one power cycle each; the plan says so, and every object counts them.</summary>
    [TerraformFact]
    public async Task FiveObjectsOnTwentyMachines_ShareOneStopAndStart()
    {
        var keys = Enumerable.Range(0, 5).Select(number => $"skey-five000{number}").ToArray();
        var world = Fleet(20);
        foreach (var key in keys)
        {
            world.AddKey(new WorldKeyPair { Id = key, Name = key.Replace("skey-", "", StringComparison.Ordinal) });
        }

        await using var stage = await Stage.OpenAsync(world);

        stage.Write(
            string.Concat(
                keys.Select((key, number) => Association(Instances(Enumerable.Range(1, 20)), Set(key), policy: "", name: $"k{number}"))
            ),
            "change_policy = { stop_policy = \"graceful\" }"
        );
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says("KB3015")
            .Says("'keybinding_key_pair_association of skey-five0000', ")
            .Says("one stop and start for all of them where they run at once");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();

        Assert.All(Enumerable.Range(1, 20), number => Assert.Equal(1, stage.Account.PowerCycles(number)));
        Assert.All(Enumerable.Range(1, 20), number => Assert.Equal(keys, stage.Account.Keys(number)));
        Assert.All(
            Enumerable.Range(0, 5),
            number =>
                Assert.Equal(
                    20,
                    stage
                        .Terraform.State()
                        .Attributes($"keybinding_key_pair_association.k{number}")
                        .GetProperty("power_cycled_instance_ids")
                        .GetArrayLength()
                )
        );
        var with = stage
            .Terraform.State()
            .Attributes("keybinding_key_pair_association.k0")
            .GetProperty("power_cycled_with")
            .GetProperty(Id(1));
        Assert.Equal(
            keys[1..].Select(key => $"keybinding_key_pair_association of {key}"),
            with.EnumerateArray().Select(name => name.GetString())
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{stage.Account.Calls("DescribeInstances")} DescribeInstances, {stage.Account.Writes} writes"
        );
    }

    /// <summary>The provider's maxStops is of the run, not of each of its objects.</summary>
    [TerraformFact]
    public async Task MaxStopsOfTheProvider_IsOfAllObjects()
    {
        await using var stage = await Stage.OpenAsync(Fleet(4, 0, Cyd));
        stage.Write(
            Association(Instances(1, 2), Set(Ada), policy: "", name: "a") + Association(Instances(3, 4), Set(Ada), policy: "", name: "b"),
            "change_policy = { stop_policy = \"graceful\", max_stops = 2 }"
        );
        (await stage.Terraform.PlanAsync()).Ends(1).Says("This run would stop 4 instances");
        Assert.Equal(0, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task Contradiction_IsAWarningOfThePlan()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Ada, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)) + Revocation(Set(Ada)));
        (await stage.Terraform.RunAsync("plan", "-parallelism=1")).Succeeds().Says("Warning: Two resources contradict each other");
    }

    [TerraformFact]
    public async Task ManyObjectsAtOnce_AreCarriedOutInParallelAndExactly()
    {
        await using var stage = await Stage.OpenAsync(Fleet(6, 6, Cyd));
        stage.Write(
            string.Concat(Enumerable.Range(1, 12).Select(i => Association(Instances(i), Set(i % 2 == 0 ? Ada : Bob), name: $"web{i}")))
        );
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("12 added");
        for (var i = 1; i <= 12; i++)
        {
            Assert.Equal([i % 2 == 0 ? Ada : Bob, Cyd], stage.Account.Keys(i));
            Assert.Equal(i <= 6 ? 1 : 0, stage.Account.PowerCycles(i));
        }

        (await stage.Terraform.PlanAsync()).Ends(0);
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds().Says("12 destroyed");
        Assert.All(stage.Account.Cloud.View.Instances, instance => Assert.Equal([Cyd], instance.KeyIds));
    }

    [TerraformFact]
    public async Task StateFileAndPlanFile_HoldNoSecret()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .DoesNotSay(Simulator.Options.SimulatorOptions.DefaultSecretKey);
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds().DoesNotSay(Simulator.Options.SimulatorOptions.DefaultSecretKey);
        Assert.DoesNotContain(Simulator.Options.SimulatorOptions.DefaultSecretKey, stage.Terraform.State().Text, StringComparison.Ordinal);
    }

    [TerraformFact]
    public async Task Timeout_OfTheOperation_StopsNothingMoreAndSavesWhatWasDone()
    {
        await using var stage = await Stage.OpenAsync(
            Fleet(3, 0, Cyd),
            options => options with { StopSoft = Simulator.Options.DurationRange.Seconds(1.5, 1.5) }
        );
        stage.Write(
            Association(
                Instances(1, 2, 3),
                Set(Ada),
                "stop_policy = \"graceful\", max_unavailable = 1",
                more: "timeouts = { create = \"1s\" }"
            )
        );
        (await stage.Terraform.ApplyAsync()).Fails();
        Assert.Equal(1, stage.Account.Stops);
        Assert.Equal(
            [
                [Ada, Cyd],
                [Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        Assert.Equal("RUNNING", stage.Account.State(1));
        Assert.Equal($"{Id(1)}: {Ada}", stage.Terraform.State().Bindings(Web));
    }
}
