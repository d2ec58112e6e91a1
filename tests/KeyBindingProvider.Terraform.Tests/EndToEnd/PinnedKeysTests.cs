using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>The provider's <c>pinned_keys</c>: neither an update nor a destroy takes one off a machine.</summary>
public class PinnedKeysTests
{
    [TerraformFact]
    public async Task PinnedKey_IsTakenAwayByNothing()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        var pinned = $"pinned_keys = {Set(Ada)}";
        stage.Write(Association(Instances(1, 2), Set(Ada, Bob)), pinned);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        var writes = stage.Account.Writes;

        stage.Write(Association(Instances(1, 2), Set(Bob)), pinned);
        (await stage.Terraform.PlanAsync()).Fails().Says("KB3023").Says($"{Ada} is pinned");
        (await stage.Terraform.ApplyAsync()).Fails().Says("KB3023");
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Fails().Says("KB3023");
        Assert.Equal(writes, stage.Account.Writes);

        stage.Write(Association(Instances(1, 2), Set(Ada)), pinned);
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Contains(Ada, stage.Account.Cloud.View[Id(1)].KeyIds);
        Assert.DoesNotContain(Bob, stage.Account.Cloud.View[Id(1)].KeyIds);
    }
}
