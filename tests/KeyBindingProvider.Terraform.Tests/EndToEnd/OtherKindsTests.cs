using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>The exclusive set, the revocation and the data source.</summary>
public class OtherKindsTests
{
    private const string Set1 = "keybinding_instance_keys_exclusive.web";
    private const string Gone = "keybinding_key_revocation.gone";

    [TerraformFact]
    public async Task Exclusive_RemovesStrangersAndKeepsTheKeysWhenItIsDestroyed()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Cyd));
        stage.Write(Exclusive(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says($"- lose {Cyd} (cyd)")
            .Says($"+ \"{Id(1)}\" = \"lose all others; gain {Ada}; stop soft (change 1)\"");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(
            [
                [Ada],
                [Ada],
            ],
            stage.Account.KeysOf(1, 2)
        );
        var planned = stage.Terraform.State().Attributes(Set1).GetProperty("last_planned_changes").GetProperty(Id(1));
        Assert.Equal($"lose all others; gain {Ada}; stop soft (change 1)", planned.GetString());
        (await stage.Terraform.PlanAsync()).Ends(0);

        stage.Account.Cloud.BindByHand(Id(2), Bob);
        (await stage.Terraform.PlanAsync()).Ends(2).Says($"- lose {Bob}");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada], stage.Account.Keys(2));

        var writes = stage.Account.Writes;
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal([Ada], stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task Exclusive_EmptySet_NeedsAllowKeyless()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Exclusive(Instances(1), "[]"));
        (await stage.Terraform.PlanAsync()).Ends(1).Says("A resource names no key").Says("allow_keyless");
        stage.Write(Exclusive(Instances(1), "[]", "allow_keyless = true"));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Empty(stage.Account.Keys(1));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task Exclusive_EmptySetWithTheProvidersPolicy_IsAllowed()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Exclusive(Instances(1), "[]", policy: ""), "change_policy = { allow_keyless = true }");
        (await stage.Terraform.RunAsync("validate")).Succeeds();
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Empty(stage.Account.Keys(1));
    }

    [TerraformFact]
    public async Task Revocation_TakesTheKeyOffTheRegionAndAgainWhenItIsBoundByHand()
    {
        await using var stage = await Stage.OpenAsync(Fleet(3, 1, Ada, Cyd));
        stage.Write(Revocation(Set(Ada), more: $"except_instance_ids = {Instances(3)}"));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says("3 instances to change, 2 of them stopped and started again")
            .Says($"- lose {Ada} (ada)");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(
            [
                [Cyd],
                [Cyd],
                [Ada, Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2, 3, 4)
        );
        Assert.Equal("", stage.Terraform.State().Bindings(Gone));
        Assert.Equal(3, stage.Terraform.State().Attributes(Gone).GetProperty("last_planned_changes").EnumerateObject().Count());
        (await stage.Terraform.PlanAsync()).Ends(0);

        stage.Account.Cloud.BindByHand(Id(4), Ada);
        (await stage.Terraform.PlanAsync()).Ends(2).Says($"- lose {Ada}");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Cyd], stage.Account.Keys(4));
        var writes = stage.Account.Writes;
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
    }

    /// <summary>What is no exception any more was never looked at: it is looked at, shown, warned of and changed.</summary>
    [TerraformFact]
    public async Task Revocation_WhoseExceptionsShrink_IsPlannedAndApplied()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 1, Ada, Cyd));
        stage.Write(Revocation(Set(Ada), more: $"except_instance_ids = {Instances(2)}"));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(2));

        stage.Write(Revocation(Set(Ada), more: "except_instance_ids = []"));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says($"1 instance to change, 1 of them stopped and started again")
            .Says($"- lose {Ada} (ada)")
            .Says(Id(2));
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal([Cyd], stage.Account.Keys(2));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>Which exceptions there are shows only in the apply, and one of them is none any more.</summary>
    [TerraformFact]
    public async Task Revocation_WhoseExceptionsAreNotKnown_IsWarnedOfAndApplied()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 1, Ada, Cyd));
        stage.Write(Revocation(Set(Ada), more: $"except_instance_ids = {Instances(2)}"));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(2));

        stage.Write(
            Revocation(Set(Ada), more: "except_instance_ids = [terraform_data.spared.output]")
                + $"\nresource \"terraform_data\" \"spared\" {{ input = \"{Id(3)}\" }}"
        );
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds().Says("Not known before the apply: instances");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal([Cyd], stage.Account.Keys(2));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>Nothing orders the two: whichever the engine sends first, the new key is bound before the old one goes, in one window.</summary>
    [TerraformTheory]
    [InlineData("RUNNING")]
    [InlineData("STOPPED")]
    public async Task LastKeyRevokedAndAnotherBound_InOneConfiguration_WhateverTheOrder(string state)
    {
        var isRunning = state == "RUNNING";
        await using var stage = await Stage.OpenAsync(isRunning ? Fleet(2, 0, Ada) : Fleet(0, 2, Ada));
        stage.Write(Revocation(Set(Ada)) + "\n" + Association(Instances(1, 2), Set(Cyd)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds().Says("The last key of").Says("KB3017");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(
            [
                [Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        Assert.All(stage.Account.CyclesOf(1, 2), cycles => Assert.Equal(isRunning ? 1 : 0, cycles));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task Revocation_OfAnotherKeyLater_LooksAtTheWholeRegion()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Ada, Bob, Cyd));
        stage.Write(Revocation(Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Revocation(Set(Ada, Bob)));
        (await stage.Terraform.RunAsync("plan")).Succeeds().Says($"- lose {Bob}");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task DataSource_SaysWhoCanOpenWhat()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Ada));
        stage.Write(
            $$"""
            data "keybinding_key_pair_associations" "ada" {
              key_ids = {{Set(Ada, Bob, "skey-none0000")}}
            }
            data "keybinding_key_pair_associations" "named" {
              names               = ["web-2", "nobody"]
              auto_scaling_groups = []
            }
            data "keybinding_key_pair_associations" "grouped" {
              names               = ["web-1"]
              auto_scaling_groups = ["asg-nothere0"]
            }
            output "named" {
              value = [keys(data.keybinding_key_pair_associations.named.bindings), data.keybinding_key_pair_associations.named.missing_names]
            }
            output "grouped" {
              value = [
                [tostring(data.keybinding_key_pair_associations.grouped.instance_count)],
                data.keybinding_key_pair_associations.grouped.missing_auto_scaling_groups,
              ]
            }
            output "opens" {
              value = { for entry in data.keybinding_key_pair_associations.ada.keys : entry.key_name => entry.instance_ids }
            }
            output "missing" {
              value = data.keybinding_key_pair_associations.ada.missing_key_ids
            }
            """
        );
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var shown = (await stage.Terraform.RunAsync("output", "-json")).Succeeds();
        shown
            .Says($"\"ada\": [ \"{Id(1)}\", \"{Id(2)}\" ]")
            .Says("\"bob\": []")
            .Says("skey-none0000")
            .Says($"[ \"{Id(2)}\" ], [ \"nobody\" ]")
            .Says("[ \"0\" ], [ \"asg-nothere0\" ]");
    }

    [TerraformFact]
    public async Task WrongInputs_AreAllToldAtOnceWithTheirLines()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(
            Association(
                Set("i-1", Ada),
                Set("ins-00000001"),
                "stop_policy = \"stoppedOnly\", canary = -1",
                more: "timeouts = { create = \"soon\" }"
            )
                + """
                data "keybinding_key_pair_associations" "x" {
                  instance_ids        = ["nothing"]
                  names               = ["", null]
                  auto_scaling_groups = ["workers"]
                }
                """
        );
        (await stage.Terraform.RunAsync("validate"))
            .Fails()
            .Says("'i-1' is not an instance id")
            .Says("is the id of a key pair; this list is for instances")
            .Says("is the id of an instance; this list is for key pairs")
            .Says("Did you mean 'stopped_only'?")
            .Says("canary must be a whole number")
            .Says("create must be a duration")
            .Says("'nothing' is not an instance id")
            .Says("'' is not the name of an instance")
            .Says("null is not the name of an instance")
            .Says("'workers' is not the id of a scaling group");
    }
}
