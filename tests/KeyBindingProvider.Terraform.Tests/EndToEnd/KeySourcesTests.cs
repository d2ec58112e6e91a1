using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>What starts machines with a revoked key, under the real engine.</summary>
public class KeySourcesTests
{
    private static World WithSources() =>
        Fleet(0, 1, Ada, Cyd)
            .AddLaunchConfiguration(new WorldLaunchConfiguration { Id = "asc-web00001", KeyIds = [Ada] })
            .AddLaunchTemplate(
                new WorldLaunchTemplate
                {
                    Id = "lt-web00001",
                    Versions =
                    [
                        [Ada],
                    ],
                }
            );

    [TerraformFact]
    public async Task Found_IsAWarning_AndRewriting_IsPlannedByIdAndBound()
    {
        await using var stage = await Stage.OpenAsync(WithSources());
        stage.Write(Revocation(Set(Ada), more: "find_sources = true"));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0).Says("A revoked key comes back with the next machine");

        stage.Write(Revocation(Set(Ada), more: $"rewrite_sources = true\n  replacement_key_id = \"{Cyd}\""));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says($"\"asc-web00001\" = \"lose {Ada}; gain {Cyd}; no stop")
            .Says($"\"lt-web00001\"")
            .Says("2 key sources rewritten");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.All(stage.Account.Cloud.View.Sources, source => Assert.Equal([Cyd], source.KeyIds));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    [TerraformFact]
    public async Task WithoutReplacement_IsSaidInItsOwnSpelling()
    {
        await using var stage = await Stage.OpenAsync(WithSources());
        stage.Write(Revocation(Set(Ada), more: "rewrite_sources = true"));
        (await stage.Terraform.PlanAsync()).Ends(1).Says("'replacement_key_id' is required.");
    }
}
