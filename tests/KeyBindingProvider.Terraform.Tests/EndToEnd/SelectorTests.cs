using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>The attribute <c>instances</c> with the real terraform: who joins, who leaves, and which machines an apply is about (rule <c>selectors</c>).</summary>
public class SelectorTests
{
    private const string Web = "tags = { role = [\"web\"] }, max_instances = 5";
    private const string Keyless = "stop_policy = \"graceful\", allow_keyless = true";

    [TerraformFact]
    public async Task Fleet_IsBound_AndTheNextPlanIsEmpty()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(Selecting(Web, Set(Ada), Keyless));
        (await stage.Terraform.PlanAsync()).Ends(2).Says(Id(1)).Says(Id(2)).DoesNotSay(Id(3));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada],
                [Ada],
                [],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();
        Assert.Equal(
            [
                [],
                [],
                [],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
    }

    [TerraformFact]
    public async Task WhoJoinsAndWhoLeaves_IsShown_AndHealed()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(Selecting(Web, Set(Ada), Keyless));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.TagByHand(Id(3), "role", "web");
        stage.Account.Cloud.TagByHand(Id(2), "role", "db");
        var plan = (await stage.Terraform.PlanAsync()).Ends(2);
        plan.Says($"- \"{Id(2)}\"").Says($"+ \"{Id(3)}\"");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada],
                [],
                [Ada],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>A saved update is about the machines that it shows: who joins after it is drift of the next plan.</summary>
    [TerraformFact]
    public async Task Update_WhoJoinsAfterThePlan_IsNotTouched()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(Selecting(Web, Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Selecting(Web, Set(Ada, Bob)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
        stage.Account.Cloud.TagByHand(Id(3), "role", "web");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.Equal(
            [
                [Ada, Bob],
                [Ada, Bob],
                [],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        (await stage.Terraform.PlanAsync()).Ends(2).Says($"+ \"{Id(3)}\"");
    }

    /// <summary>Terraform below 1.16 plans a create twice and insists on one answer: where somebody has joined, it stops before anything is changed.</summary>
    [TerraformFact]
    public async Task Create_WhoJoinsAfterThePlan_StopsItBeforeAnyWrite()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(Selecting(Web, Set(Ada)));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan")).Succeeds();
        stage.Account.Cloud.TagByHand(Id(3), "role", "web");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says("selected_instance_ids");
        Assert.Equal(0, stage.Account.Writes);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada],
                [Ada],
                [Ada],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
    }

    [TerraformFact]
    public async Task Bounds_AreErrorsOfThePlan_AndNothingIsWritten()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(Selecting("tags = { role = [\"wbe\"] }, max_instances = 5", Set(Ada)));
        (await stage.Terraform.PlanAsync()).Fails().Says("KB3024").Says("no instance has tag role 'wbe'").Says("min_instances = 0");
        stage.Write(Selecting("tags = { role = [\"web\"] }, max_instances = 1", Set(Ada)));
        (await stage.Terraform.PlanAsync()).Fails().Says("KB3024").Says("max_instances is 1");
        stage.Write(Selecting("max_instances = 1", Set(Ada)));
        (await stage.Terraform.PlanAsync()).Fails().Says("selects by nothing");
        stage.Write(Selecting(Web, Set(Ada), more: $"instance_ids = {Instances(1)}"));
        (await stage.Terraform.PlanAsync()).Fails().Says("beside instance_ids");
        Assert.Equal(0, stage.Account.Writes);
    }

    /// <summary>Each value that selects nobody is a warning of its own, which names it: the engine folds those with one summary. Said for a new object and for one that was read.</summary>
    [TerraformFact]
    public async Task DeadValuesBesideALiveOne_AreWarnings_EachByItsName()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        const string First = "no instance of ap-guangzhou has tag role 'wbe'. Did you mean 'web'?";
        const string Second = "no instance of ap-guangzhou is named 'nobody'.";
        stage.Write(Selecting("tags = { role = [\"web\", \"wbe\"] }, names = [\"nobody\", \"web-1\"], max_instances = 5", Set(Ada)));
        (await stage.Terraform.PlanAsync()).Ends(2).Says(First).Says(Second).Says("[KB3030]");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var reads = stage.Account.Cloud.Journal.Find("DescribeInstances").Count;
        (await stage.Terraform.PlanAsync()).Ends(0).Says(First).Says(Second);
        // The look that finds out who is selected is the one that finds who is not.
        Assert.Equal(reads + 1, stage.Account.Cloud.Journal.Find("DescribeInstances").Count);
    }

    /// <summary>Whoever loses every machine at once, by a mistake with tags, loses no key.</summary>
    [TerraformFact]
    public async Task EverybodyLeaves_IsRefused_UnlessThatIsAllowed()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web"));
        stage.Write(Selecting(Web, Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        stage.Account.Cloud.TagByHand(Id(1), "role", null);
        stage.Account.Cloud.TagByHand(Id(2), "role", null);
        (await stage.Terraform.ApplyAsync()).Fails().Says("KB3024").Says("terraform destroy -refresh=false");
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal(
            [
                [Ada],
                [Ada],
            ],
            stage.Account.KeysOf(1, 2)
        );
        stage.Write(Selecting("tags = { role = [\"web\"] }, min_instances = 0, max_instances = 5", Set(Ada), Keyless));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [],
                [],
            ],
            stage.Account.KeysOf(1, 2)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task ListedInstances_BecomeASelector_AndBack_WithoutAChange()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        stage.Write(Selecting(Web, Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);
        Assert.Equal(writes, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task ImportedById_ThenSelected_PlansNoChangeOfTheAccount()
    {
        await using var stage = await Stage.OpenAsync(Tagged([Ada], "web", "web", "db"));
        stage.Write(Selecting("tags = { role = [\"web\", \"db\"] }, max_instances = 5", Set(Ada)));
        (await stage.Terraform.RunAsync("import", Configurations.Web, Ada)).Succeeds();
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);
        Assert.Equal(0, stage.Account.Writes);
    }

    /// <summary>Of an exclusive set that gives a machine up only its own keys go.</summary>
    [TerraformFact]
    public async Task ExclusiveSet_WhoLeaves_KeepsTheKeysOfOthers()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web"));
        stage.Write(Selecting(Web, Set(Ada), more: "on_destroy = \"unbind\"", type: "keybinding_instance_keys_exclusive"));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.BindByHand(Id(2), Bob);
        stage.Account.Cloud.TagByHand(Id(2), "role", "db");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada],
                [Bob],
            ],
            stage.Account.KeysOf(1, 2)
        );
    }

    [TerraformFact]
    public async Task SelectorThatIsNotKnownBeforeTheApply_IsLookedUpThen()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web", "db"));
        stage.Write(
            "resource \"terraform_data\" \"role\" {\n  input = \"web\"\n}\n"
                + Selecting("tags = { role = [terraform_data.role.output] }, max_instances = 5", Set(Ada))
        );
        (await stage.Terraform.PlanAsync()).Ends(2).Says("(known after apply)");
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada],
                [Ada],
                [],
            ],
            stage.Account.KeysOf(1, 2, 3)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>A tainted object is replaced: no machine that stays selected loses its key in between.</summary>
    [TerraformFact]
    public async Task Replaced_KeepsWhatStaysSelected()
    {
        await using var stage = await Stage.OpenAsync(Tagged("web", "web"));
        stage.Write(Selecting(Web, Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;
        (await stage.Terraform.ApplyAsync($"-replace={Configurations.Web}")).Succeeds();
        Assert.Equal(writes, stage.Account.Writes);
        Assert.Equal(
            [
                [Ada],
                [Ada],
            ],
            stage.Account.KeysOf(1, 2)
        );
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>The configuration of the page is one.</summary>
    [TerraformFact]
    public async Task Page_ItsConfigurationRuns()
    {
        var page = RepositoryFiles.Read("docs/selectors.md");
        var from = page.IndexOf("```hcl\n", StringComparison.Ordinal) + 7;
        var written = page[from..page.IndexOf("```", from, StringComparison.Ordinal)]
            .Replace("skey-team0001", Ada, StringComparison.Ordinal);
        var world = Fleet(0);
        world.AddInstance(
            Instance(1, InstanceStates.Stopped) with
            {
                Tags = new Dictionary<string, string> { ["env"] = "stage", ["role"] = "web" },
            }
        );
        await using var stage = await Stage.OpenAsync(world);
        stage.Write(written);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada], stage.Account.Keys(1));
    }

    private static World Tagged(params string[] roles) => Tagged([], roles);

    private static World Tagged(string[] keys, params string[] roles)
    {
        var world = Fleet(0);
        foreach (var (index, role) in roles.Index())
        {
            world.AddInstance(
                Instance(index + 1, InstanceStates.Stopped, keys) with
                {
                    Tags = new Dictionary<string, string> { ["role"] = role },
                }
            );
        }

        return world;
    }
}
