using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>
/// The whole life of an object as a user lives it: the provider is installed from a mirror of the file system and started by terraform for every phase.
/// After each step the account and the state file are compared.
/// </summary>
public class LifeCycleTests(ITestOutputHelper output)
{
    private const string Imported = "keybinding_key_pair_association.imported";
    private static readonly string s_cydInShanghai = Cyd.Replace('1', '2');
    private readonly List<string> _steps = [];

    [TerraformFact]
    public async Task LifeCycle_FromInitToDestroy()
    {
        await using var account = await TestAccount.OpenAsync(
            Fleet(2, 2, Cyd).AddInstance(Instance(9, InstanceStates.Stopped, s_cydInShanghai) with { Region = "ap-shanghai" })
        );
        using var terraform = TerraformCli.FromMirror(ProviderFiles.Mirror);
        await BeginAsync(account, terraform);
        await DriftAsync(account, terraform);
        await ChangeAsync(account, terraform);
        await ImportAsync(account, terraform);
        await EndAsync(account, terraform);
        output.WriteLine($"{_steps.Count} of {_steps.Count} steps on {ProviderFiles.Program}");
    }

    private async Task BeginAsync(TestAccount account, TerraformCli terraform)
    {
        terraform.Write(account, Association(Instances(1, 2, 3), Set(Ada)));
        await StepAsync(
            "init from a mirror",
            account,
            terraform,
            () => terraform.RunAsync("init"),
            0,
            "Installed keybinding/keybinding v0.1.0"
        );
        await StepAsync("validate", account, terraform, () => terraform.RunAsync("validate"), 0, "Success!");
        await StepAsync("schema", account, terraform, () => terraform.RunAsync("providers", "schema", "-json"), 0, "last_planned_changes");
        await StepAsync(
            "plan of a create",
            account,
            terraform,
            () => terraform.PlanAsync("-out", "p.plan"),
            2,
            "3 instances to change, 2 of them stopped and started again in 2 stop windows"
        );
        Assert.Equal(0, account.Writes);
        await StepAsync("apply of the saved plan", account, terraform, () => terraform.RunAsync("apply", "p.plan"), 0, "1 added");
        Assert.Equal(
            [
                [Ada, Cyd],
                [Ada, Cyd],
                [Ada, Cyd],
                [Cyd],
            ],
            account.KeysOf(1, 2, 3, 4)
        );
        Assert.Equal([1, 1, 0, 0], account.CyclesOf(1, 2, 3, 4));
        await StepAsync("empty plan", account, terraform, () => terraform.PlanAsync(), 0, "No changes");
    }

    private async Task DriftAsync(TestAccount account, TerraformCli terraform)
    {
        account.Cloud.UnbindByHand(Id(3), Ada);
        await StepAsync(
            "drift, refresh only",
            account,
            terraform,
            () => terraform.PlanAsync("-refresh-only"),
            2,
            "changed outside of Terraform",
            inSync: false
        );
        await StepAsync("drift", account, terraform, () => terraform.PlanAsync(), 2, $"+ gain {Ada}", inSync: false);
        await StepAsync("repair", account, terraform, () => terraform.ApplyAsync(), 0, "1 changed");
        Assert.Equal([Ada, Cyd], account.Keys(3));
    }

    private async Task ChangeAsync(TestAccount account, TerraformCli terraform)
    {
        terraform.Write(account, Association(Instances(2, 3, 4), Set(Bob)));
        await StepAsync("update in place", account, terraform, () => terraform.ApplyAsync(), 0, "0 added, 1 changed, 0 destroyed");
        Assert.Equal(
            [
                [Cyd],
                [Bob, Cyd],
                [Bob, Cyd],
                [Bob, Cyd],
            ],
            account.KeysOf(1, 2, 3, 4)
        );
        Assert.Equal([2, 2, 0, 0], account.CyclesOf(1, 2, 3, 4));
        var inShanghai = Bob.Replace('1', '2');
        terraform.Write(account, Association(Instances(9), Set(inShanghai), more: "region = \"ap-shanghai\""));
        await StepAsync("replacement by region", account, terraform, () => terraform.ApplyAsync(), 0, "1 added, 0 changed, 1 destroyed");
        Assert.Equal(
            [
                [Cyd],
                [Cyd],
                [Cyd],
                [Cyd],
                [inShanghai, s_cydInShanghai],
            ],
            account.KeysOf(1, 2, 3, 4, 9)
        );
        await StepAsync("empty plan after it", account, terraform, () => terraform.PlanAsync(), 0, "No changes");
    }

    private async Task ImportAsync(TestAccount account, TerraformCli terraform)
    {
        var kept = Association(Instances(9), Set(Bob.Replace('1', '2')), more: "region = \"ap-shanghai\"");
        var cyd = Association(Instances(1, 2, 3, 4), Set(Cyd), name: "imported");
        terraform.Write(account, kept + cyd);
        await StepAsync("import by command", account, terraform, () => terraform.RunAsync("import", Imported, Cyd), 0, "Import successful");
        // What was not declared at the import is the policy alone.
        await StepAsync("first plan after it", account, terraform, () => terraform.PlanAsync(), 2, "0 to add, 1 to change, 0 to destroy");
        await StepAsync(
            "removal from the state",
            account,
            terraform,
            () => terraform.RunAsync("state", "rm", Imported),
            0,
            "Successfully removed"
        );
        terraform.Write(account, $"{kept}\nimport {{\n  to = {Imported}\n  id = \"{Cyd}\"\n}}\n");
        await StepAsync(
            "import block with generated configuration",
            account,
            terraform,
            () => terraform.RunAsync("plan", "-generate-config-out=generated.tf"),
            0,
            "1 to import, 0 to add, 0 to change, 0 to destroy"
        );
        await StepAsync("import", account, terraform, () => terraform.ApplyAsync(), 0, "1 imported, 0 added, 0 changed, 0 destroyed");
        await StepAsync("empty plan with the generated configuration", account, terraform, () => terraform.PlanAsync(), 0, "No changes");
    }

    private async Task EndAsync(TestAccount account, TerraformCli terraform)
    {
        await StepAsync(
            "destroy under refuse is refused",
            account,
            terraform,
            () => terraform.RunAsync("destroy", "-auto-approve"),
            1,
            "set on_destroy = \"keep\""
        );
        terraform.Write(account, Association(Instances(9), Set(Bob.Replace('1', '2')), more: "region = \"ap-shanghai\""));
        File.Delete(Path.Combine(terraform.Folder, "generated.tf"));
        await StepAsync("giving one up", account, terraform, () => terraform.RunAsync("state", "rm", Imported), 0, "Successfully removed");
        await StepAsync("destroy", account, terraform, () => terraform.RunAsync("destroy", "-auto-approve"), 0, "1 destroyed");
        Assert.Equal(
            [
                [Cyd],
                [Cyd],
                [Cyd],
                [Cyd],
                [s_cydInShanghai],
            ],
            account.KeysOf(1, 2, 3, 4, 9)
        );
        Assert.Empty(terraform.State().Addresses);
        Assert.All(account.Cloud.View.Instances.Take(2), instance => Assert.Equal("RUNNING", instance.State));
    }

    private async Task StepAsync(
        string name,
        TestAccount account,
        TerraformCli terraform,
        Func<Task<CommandResult>> run,
        int exitCode,
        string says,
        bool inSync = true
    )
    {
        (await run()).Ends(exitCode).Says(says);
        if (inSync)
        {
            Compare(account, terraform.State());
        }

        _steps.Add(name);
        output.WriteLine($"ok {_steps.Count}: {name}");
    }

    /// <summary>What the state says is bound is bound, and the other keys are there too.</summary>
    private static void Compare(TestAccount account, StateFile state)
    {
        foreach (var address in state.Addresses)
        {
            var (owned, foreign) = (
                state.Attributes(address).GetProperty("bindings"),
                state.Attributes(address).GetProperty("foreign_bindings")
            );
            foreach (var id in state.Texts(address, "instance_ids"))
            {
                var known = new[] { owned, foreign }
                    .Where(map => map.TryGetProperty(id, out _))
                    .SelectMany(map => map.GetProperty(id).EnumerateArray().Select(key => key.GetString()!));
                Assert.Equal(account.Cloud.View[id].KeyIds, known.Order(StringComparer.Ordinal));
            }
        }
    }
}
