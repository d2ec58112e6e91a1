using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Imports by command, by block and with generated configuration: the first plan after each is empty, and nothing is ever written.</summary>
public class ImportTests
{
    [TerraformFact]
    public async Task Command_ThenTheFirstPlanIsEmpty()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 1, Ada, Cyd));
        stage.Write(
            Association(Instances(1, 2, 3), Set(Ada), policy: "")
                + Revocation(Set(Bob), policy: "")
                + Exclusive(Instances(1), Set(Ada, Cyd), policy: "")
        );
        (await stage.Terraform.RunAsync("import", Web, Ada)).Succeeds();
        (await stage.Terraform.RunAsync("import", "keybinding_key_revocation.gone", $"ap-guangzhou:{Bob}")).Succeeds();
        (await stage.Terraform.RunAsync("import", "keybinding_instance_keys_exclusive.web", Id(1))).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);
        Assert.Equal(0, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task Command_NotARectangle_PrintsTheSplitAndImportsNothing()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Ada));
        stage.Account.Cloud.BindByHand(Id(2), Bob);
        stage.Write(Association(Instances(1, 2), Set(Ada, Bob), policy: ""));
        (await stage.Terraform.RunAsync("import", Web, $"{Ada},{Bob}")).Fails().Says($"{Ada}/{Id(1)}").Says($"{Ada},{Bob}/{Id(2)}");
        (await stage.Terraform.RunAsync("import", Web, "nonsense")).Fails().Says("'nonsense' is not a key pair id");
        Assert.Empty(stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task Block_WithConfiguration_IsOnlyAnImport()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Ada, Cyd));
        stage.Write(
            Association(Instances(1, 2), Set(Ada), policy: "")
                + $$"""
                import {
                  to = {{Web}}
                  id = "{{Ada}}/{{Id(1)}},{{Id(2)}}"
                }
                """
        );
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("1 imported, 0 added, 0 changed, 0 destroyed");
        (await stage.Terraform.PlanAsync()).Ends(0);
        Assert.Equal(0, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task Block_WithGeneratedConfiguration_GivesAnEmptyPlan()
    {
        await using var stage = await Stage.OpenAsync(Fleet(2, 0, Ada, Cyd));
        stage.Write(
            $$"""
            import {
              to = {{Web}}
              id = "{{Ada}}"
            }
            import {
              to = keybinding_instance_keys_exclusive.all
              id = "{{Id(1)}},{{Id(2)}}"
            }
            import {
              to = keybinding_key_revocation.bob
              id = "{{Bob}}"
            }
            """
        );
        (await stage.Terraform.RunAsync("plan", "-generate-config-out=generated.tf"))
            .Succeeds()
            .Says("3 to import, 0 to add, 0 to change, 0 to destroy");
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("3 imported, 0 added, 0 changed, 0 destroyed");
        (await stage.Terraform.PlanAsync()).Ends(0);
        Assert.Equal(0, stage.Account.Writes);
    }
}
