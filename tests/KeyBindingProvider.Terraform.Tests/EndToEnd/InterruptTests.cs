using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Ctrl+C and kills in the middle of a wave: the account's clock stands still while the first machine is on its way down.</summary>
public class InterruptTests
{
    private static readonly SimulatorOptions s_slow = SimulatorOptions.Instant with
    {
        RateLimits = false,
        StopSoft = DurationRange.Seconds(0.2, 0.2),
    };

    /// <summary>A mark of a run that may be alive is no older.</summary>
    private static readonly TimeSpan s_longAfter = TimeSpan.FromHours(3);

    [TerraformFact]
    public async Task ControlC_InAWave_FinishesWhatIsDownAndStopsNothingMore()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(4, 0, Cyd), _ => s_slow);
        using var terraform = Terraform(account);
        var log = Path.Combine(terraform.Folder, "provider.log");
        terraform.With("TF_LOG_PROVIDER", "warn").With("TF_LOG_PATH", log);
        using var apply = await StartAndHoldAsync(account, terraform);
        await apply.InterruptAsync();
        await UntilAsync(() => Read(log).Contains("Asked to stop", StringComparison.Ordinal), "the provider to be told");
        account.Clock.Release();
        (await apply.ResultAsync()).Fails().Says("Interrupt received");

        Assert.Equal(1, account.Stops);
        Assert.All(account.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
        Assert.Equal(
            [
                [Ada, Cyd],
                [Cyd],
                [Cyd],
                [Cyd],
            ],
            account.KeysOf(1, 2, 3, 4)
        );
        Assert.Equal($"{Id(1)}: {Ada}", terraform.State().Bindings(Web));

        (await terraform.ApplyAsync()).Succeeds();
        Assert.Equal([1, 1, 1, 1], account.CyclesOf(1, 2, 3, 4));
        Assert.Equal(0, account.Calls("DisassociateInstancesKeyPairs"));
        (await terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task KilledTerraform_TheProviderFinishesWhatItHasStoppedAndGoes()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(3, 0, Cyd), _ => s_slow);
        using var terraform = Terraform(account);
        using var apply = await StartAndHoldAsync(account, terraform);
        using var provider = apply.Provider();
        await apply.KillAsync();
        account.Clock.Release();
        await provider.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);

        Assert.Equal(1, account.Stops);
        Assert.All(account.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
        Assert.Equal([Ada, Cyd], account.Keys(1));
        Assert.Empty(terraform.State().Addresses);
        (await terraform.ApplyAsync()).Succeeds().Says("1 pair already bound, adopted");
        Assert.Equal(
            [
                [Ada, Cyd],
                [Ada, Cyd],
                [Ada, Cyd],
            ],
            account.KeysOf(1, 2, 3)
        );
        Assert.Equal([1, 1, 1], account.CyclesOf(1, 2, 3));
        (await terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task KilledProvider_ARunThreeHoursLaterStartsWhatIsDown()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(3, 0, Cyd), _ => s_slow);
        using var terraform = Terraform(account);
        using var apply = await StartAndHoldAsync(account, terraform);
        using var provider = apply.Provider();
        provider.Kill();
        account.Clock.Release();
        (await apply.ResultAsync()).Fails();
        Assert.Empty(terraform.State().Addresses);

        await UntilAsync(() => account.State(1) == "STOPPED", "the machine to be down");
        account.Clock.Pass(s_longAfter);
        (await terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Ada, Cyd],
                [Ada, Cyd],
                [Ada, Cyd],
            ],
            account.KeysOf(1, 2, 3)
        );
        // Nobody is left who knows that it ran before; the mark on it does.
        Assert.All(account.Cloud.View.Instances, instance => Assert.Equal("RUNNING", instance.State));
        Assert.All(account.Cloud.View.Instances, instance => Assert.DoesNotContain("keybinding-restart", instance.Tags.Keys));
        (await terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task KilledProvider_InAnUpdate_LeavesTheStateAsItWas()
    {
        await using var account = await TestAccount.OpenAsync(Fleet(2, 0, Ada, Cyd), _ => s_slow);
        using var terraform = Terraform(account);
        terraform.Write(account, Association(Instances(1, 2), Set(Ada)));
        (await terraform.ApplyAsync()).Succeeds();
        var before = terraform.State().Attributes(Web).ToString();
        using var apply = await StartAndHoldAsync(account, terraform, Association(Instances(1, 2), Set(Bob)));
        using var provider = apply.Provider();
        provider.Kill();
        account.Clock.Release();
        (await apply.ResultAsync()).Fails();
        Assert.Equal(before, terraform.State().Attributes(Web).ToString());
        account.Clock.Pass(s_longAfter);
        (await terraform.ApplyAsync()).Succeeds();
        Assert.Equal(
            [
                [Bob, Cyd],
                [Bob, Cyd],
            ],
            account.KeysOf(1, 2)
        );
        (await terraform.PlanAsync()).Ends(0);
    }

    private static TerraformCli Terraform(TestAccount account)
    {
        var terraform = TerraformCli.WithOverride(ProviderFiles.Folder);
        terraform.Write(account, Association(Instances(account.Cloud.View.Instances.Select((_, index) => index + 1)), Set(Ada)));
        return terraform;
    }

    /// <summary>Starts an apply and returns when the first machine has been told to stop, with the account's clock standing still.</summary>
    private static async Task<RunningCommand> StartAndHoldAsync(TestAccount account, TerraformCli terraform, string? configuration = null)
    {
        if (configuration is not null)
        {
            terraform.Write(account, configuration);
        }

        account.Clock.Hold();
        var apply = terraform.Start("apply", "-auto-approve");
        await UntilAsync(() => account.Stops > 0, "the first stop");
        return apply;
    }

    private static string Read(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
