using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>The real terraform and the provider under it, ended at each call of a rollout: what is down then, and after one further apply.</summary>
public class KillTests(ITestOutputHelper output)
{
    /// <summary>The first three in every run of the tests, all where the matrix is whole.</summary>
    public static TheoryData<string, Victim> Rows()
    {
        var rows = new TheoryData<string, Victim>
        {
            { "auto", Victim.Both },
            { "auto", Victim.Engine },
            { "off", Victim.Both },
        };
        if (KillMatrix.IsWhole)
        {
            rows.Add("auto", Victim.Provider);
            rows.Add("auto", Victim.ProviderAsked);
            rows.Add("auto", Victim.Terminal);
        }

        return rows;
    }

    [TerraformTheory]
    [MemberData(nameof(Rows))]
    public async Task EndedAtAnyCall_NothingStaysDown_WithTheMarker(string marker, Victim victim)
    {
        using var terraform = TerraformCli.WithOverride(ProviderFiles.Folder);
        var tally = await KillMatrix.RunAsync(
            marker == "off" ? 2 : 5,
            (call, afterItsEffect) => GatedAccount.StartAsync(Fleet(3, 0, Cyd), call, afterItsEffect),
            account =>
            {
                File.Delete(terraform.StatePath);
                terraform.Write(
                    account.Endpoint,
                    Exclusive(
                        Instances(1, 2, 3),
                        Set(Ada),
                        $"stop_policy = \"graceful\", max_unavailable = \"2\", restart_marker = \"{marker}\""
                    )
                );
                return Task.FromResult(Start(terraform, victim));
            },
            async _ => (await terraform.ApplyAsync()).Output,
            (account, story) =>
            {
                Assert.All(account.Cloud.View.Instances, instance => Assert.True(instance.KeyIds.SequenceEqual([Ada]), story));
                Assert.All(account.Cloud.View.Instances, instance => Assert.True(instance.State == "RUNNING" || marker == "off", story));
                Assert.All(account.Cloud.View.Instances, instance => Assert.False(instance.Tags.ContainsKey("keybinding-restart"), story));
            }
        );

        output.WriteLine($"terraform, {victim}, restartMarker {marker}: {tally}");
        var isGraceful = victim is Victim.Engine or Victim.ProviderAsked or Victim.Terminal;
        Assert.True(tally.Calls > 0);
        Assert.Equal(isGraceful, tally.DownBefore == 0);
        Assert.Equal(marker == "off", tally.DownAfter > 0);
    }

    private static DyingRun Start(TerraformCli terraform, Victim victim)
    {
        var apply = terraform.Start("apply", "-auto-approve");
        var wasEnded = false;
        var isGone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new DyingRun(EndAsync, EndedAsync(), apply.Dispose);

        async Task EndAsync()
        {
            var provider = apply.Provider();
            wasEnded = true;
            switch (victim)
            {
                case Victim.Provider:
                    provider.Kill();
                    break;
                case Victim.Engine:
                    await apply.KillAsync();
                    break;
                case Victim.Both:
                    await apply.KillAsync();
                    provider.Kill();
                    break;
                case Victim.ProviderAsked:
                    await RunningCommand.SignalAsync("-TERM", $"{provider.Id}");
                    break;
                default:
                    await RunningCommand.SignalAsync("-HUP", $"-{apply.Id}");
                    break;
            }

            _ = provider.WaitForExitAsync().ContinueWith(_ => isGone.TrySetResult(), TaskScheduler.Default);
        }

        async Task EndedAsync()
        {
            await apply.ResultAsync();
            // Where nobody ended it there is no provider left to wait for.
            if (wasEnded)
            {
                await isGone.Task;
            }
        }
    }
}
