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
    public async Task ReplacementThatNothingIsGiven_IsSaidByValidate()
    {
        await using var stage = await Stage.OpenAsync(WithSources());
        stage.Write(Revocation(Set(Ada), more: $"replacement_key_id = \"{Cyd}\""));
        (await stage.Terraform.RunAsync("validate"))
            .Fails()
            .Says("replacement_key_id stands without rewrite_sources")
            .Says("Set rewrite_sources to true");
        stage.Write(Revocation(Set(Ada), more: $"replacement_key_id = \"{Cyd}\"\n  rewrite_sources = false"));
        (await stage.Terraform.RunAsync("validate")).Succeeds();
    }

    /// <summary>A create is held to the sources that its plan showed, on an engine that plans again and keeps nothing of the first plan; machines have the policy as their bound.</summary>
    [TerraformFact]
    public async Task Create_RewritesWhatWasShown_AndNothingElse()
    {
        await using var stage = await Stage.OpenAsync(WithSources());
        var cloud = stage.Account.Cloud;
        stage.Write(Rewriting(Cyd));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says($"\"ins-*\" = \"lose {Ada}; stop soft (change 1)\"")
            .Says($"\"asc-web00001\" = \"lose {Ada}; gain {Cyd}; no stop (change 1)\"")
            .Says($"\"lt-web00001\" = \"lose {Ada}; gain {Cyd}; no stop (change 1)\"");

        // Somebody gives them a third key before the apply: what was shown is not what would be done.
        stage.Write(Rewriting(Bob, $"except_instance_ids = [\"{Id(1)}\"]"));
        (await stage.Terraform.RunAsync("apply", "-auto-approve", "-state=other.tfstate")).Succeeds();
        Assert.All(cloud.View.Sources, source => Assert.Equal([Bob], source.KeyIds));
        (await stage.Terraform.RunAsync("apply", "p.plan")).Fails().Says("inconsistent final plan").Says("last_planned_changes");
        Assert.All(cloud.View.Sources, source => Assert.Equal([Bob], source.KeyIds));
        Assert.Contains(Ada, stage.Account.Keys(1));

        stage.Write(Rewriting(Cyd));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Cyd], stage.Account.Keys(1));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    /// <summary>A look that an update makes for the first time binds like that of a create.</summary>
    [TerraformFact]
    public async Task Update_ThatLooksForTheFirstTime_IsBoundToo()
    {
        await using var stage = await Stage.OpenAsync(WithSources());
        stage.Write(Revocation(Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Write(Rewriting(Cyd));
        (await stage.Terraform.RunAsync("plan", "-out", "p.plan"))
            .Succeeds()
            .Says($"\"asc-web00001\" = \"lose {Ada}; gain {Cyd}; no stop")
            .Says("\"ins-*\" =");
        (await stage.Terraform.RunAsync("apply", "p.plan")).Succeeds();
        Assert.All(stage.Account.Cloud.View.Sources, source => Assert.Equal([Cyd], source.KeyIds));
        (await stage.Terraform.PlanAsync()).Ends(0);
    }

    private static string Rewriting(string replacement, string more = "") =>
        Revocation(Set(Ada), more: $"rewrite_sources = true\n  replacement_key_id = \"{replacement}\"\n  {more}");

    [TerraformFact]
    public async Task WithoutReplacement_IsSaidInItsOwnSpelling()
    {
        await using var stage = await Stage.OpenAsync(WithSources());
        stage.Write(Revocation(Set(Ada), more: "rewrite_sources = true"));
        (await stage.Terraform.PlanAsync()).Ends(1).Says("'replacement_key_id' is required.");
    }
}
