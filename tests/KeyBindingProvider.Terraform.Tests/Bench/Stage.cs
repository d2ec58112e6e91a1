using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>An account, a provider in this process, and terraform attached to it: a command takes a fifth of a second.</summary>
public sealed class Stage : IAsyncDisposable
{
    private Stage(TestAccount account, AttachedProvider provider, TerraformCli terraform) =>
        (Account, Provider, Terraform) = (account, provider, terraform);

    public TestAccount Account { get; }

    public AttachedProvider Provider { get; }

    public TerraformCli Terraform { get; }

    public static async Task<Stage> OpenAsync(World world, Func<SimulatorOptions, SimulatorOptions>? adjust = null)
    {
        var account = await TestAccount.OpenAsync(world, adjust);
        var provider = await AttachedProvider.StartAsync();
        return new Stage(account, provider, TerraformCli.Attached(provider.Reattach));
    }

    public Stage Write(string configuration, string provider = "")
    {
        Terraform.Write(Account, configuration, provider);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        Terraform.Dispose();
        await Provider.DisposeAsync();
        await Account.DisposeAsync();
    }
}
