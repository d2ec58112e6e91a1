using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Tests.Bench;

namespace KeyBindingProvider.Terraform.Tests.Examples;

/// <summary>An example in a folder of its own, before an account made from its world.</summary>
internal sealed class ExampleRun : IAsyncDisposable
{
    private readonly string _readme;

    private ExampleRun(string folder, TestAccount account)
    {
        _readme = $"{folder}/README.md";
        Account = account;
        Shell = Shell.WithDocumentedOverride(account.Endpoint).With(folder);
    }

    public TestAccount Account { get; }

    public Shell Shell { get; }

    public WorldView World => Account.Cloud.View;

    /// <summary>What the provider did to the fleet.</summary>
    public ActorReport Done => Account.Cloud.Oracle.For(SimulatorOptions.DefaultSecretId);

    public static async Task<ExampleRun> OpenAsync(string name)
    {
        var folder = $"examples/terraform/{name}";
        return new ExampleRun(
            folder,
            await TestAccount.OpenAsync(Simulator.Worlds.World.FromYaml(RepositoryFiles.Read($"{folder}/world.yaml")))
        );
    }

    /// <summary>Types every command of the README, from the first, and compares what it prints with what the README shows.</summary>
    public async Task FollowReadmeAsync()
    {
        var steps = Transcript.Read(RepositoryFiles.Read(_readme));
        Assert.NotEmpty(steps);
        foreach (var step in steps)
        {
            var printed = await Shell.RunAsync(step.Command);
            Assert.True(
                step.Matches(printed),
                $"{_readme}, line {step.Line}: $ {step.Command}\nshown:\n{step.Output}\nprinted:\n{printed}"
            );
        }
    }

    /// <summary>What somebody does who has seen enough.</summary>
    public async Task DestroyAsync()
    {
        var printed = await Shell.RunAsync("terraform destroy -auto-approve");
        Assert.True(printed.Contains("Destroy complete!", StringComparison.Ordinal), printed);
        Assert.Empty(Shell.State().Addresses);
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        await Account.DisposeAsync();
    }
}
