using KeyBindingProvider.Terraform.Tests.Bench;
using static KeyBindingProvider.Terraform.Tests.Bench.Configurations;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.EndToEnd;

/// <summary>Machines that vanish, objects that go, and the errors of a service that cannot be read.</summary>
public class GoneTests
{
    [TerraformFact]
    public async Task Destroy_UnbindsWhatIsOwnedAndLeavesStrangers()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds().Says($"- lose {Ada}").Says("1 of them stopped");
        Assert.Equal(
            [
                [Cyd],
                [Cyd],
            ],
            stage.Account.KeysOf(1, 2)
        );
        Assert.Empty(stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task Destroy_RunningUnderRefuse_FailsAtPlanAndNamesTheWaysOut()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 0, Ada));
        stage.Write(Association(Instances(1), Set(Ada), policy: ""));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Fails().Says("on_destroy = \"keep\"").Says("allow_keyless");
        Assert.Equal(0, stage.Account.Writes);
        Assert.Equal([Web], stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task OneInstanceVanishes_IsAWarningOrARefusal_AllVanishing_IsTheEndOfTheObject()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.TerminateByHand(Id(1));
        (await stage.Terraform.PlanAsync()).Ends(1).Says("Instances do not exist in this account and region").Says(Id(1));
        stage.Write(Association(Instances(2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        (await stage.Terraform.PlanAsync()).Ends(0);

        stage.Account.Cloud.TerminateByHand(Id(2));
        (await stage.Terraform.PlanAsync("-refresh-only")).Ends(2).Says("has been deleted");
        stage.Write("");
        (await stage.Terraform.ApplyAsync()).Succeeds().Says("0 added, 0 changed, 0 destroyed");
        Assert.Empty(stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task Destroy_AfterDriftUnderRefuse_IsToldHowToGetPastTheRefusalOfTheRepair()
    {
        await using var stage = await Stage.OpenAsync(Fleet(1, 1, Ada));
        stage.Write(Association(Instances(1, 2), Set(Ada), policy: "", more: "on_destroy = \"keep\""));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.UnbindByHand(Id(1), Ada);
        // Terraform plans the repair before it plans the end, and the repair is refused.
        (await stage.Terraform.RunAsync("destroy", "-auto-approve"))
            .Fails()
            .Says("terraform destroy -refresh=false");
        (await stage.Terraform.RunAsync("destroy", "-auto-approve", "-refresh=false")).Succeeds();
        Assert.Equal(0, stage.Account.Writes);
    }

    [TerraformFact]
    public async Task WrongAccount_NothingVisible_KeepsTheObjectAndWarns()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.Reset(new Simulator.Worlds.World());
        (await stage.Terraform.PlanAsync("-refresh-only")).Ends(0).Says("kept as it was");
        Assert.Equal([Web], stage.Terraform.State().Addresses);
        // Its end would forget it; the engine shows no warning of the read before.
        (await stage.Terraform.RunAsync("plan", "-destroy"))
            .Succeeds()
            .Says("none of its instances and keys is visible in ap-guangzhou; ending it takes nothing off and forgets it.")
            .Says("Check account and region before you go on");
    }

    /// <summary>Terraform plans to make it anew before it ends it, and stops at the refusal of that.</summary>
    [TerraformFact]
    public async Task Destroy_OfAFleetThatIsGone_IsToldHowToGetPastTheRefusalOfMakingItAnew()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        stage.Write(Association(Instances(1, 2), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.TerminateByHand(Id(1));
        stage.Account.Cloud.TerminateByHand(Id(2));
        (await stage.Terraform.RunAsync("destroy", "-auto-approve"))
            .Fails()
            .Says("[KB3007]")
            .Says("If you are here to destroy it, run terraform destroy -refresh=false");
        (await stage.Terraform.RunAsync("destroy", "-auto-approve", "-refresh=false")).Succeeds();
        Assert.Empty(stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task RegionThatDoesNotExist_IsAnErrorAtItsLine()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Association(Instances(1), Set(Ada), more: "region = \"ap-nowhere\""));
        (await stage.Terraform.PlanAsync())
            .Ends(1)
            .Says("UnsupportedRegion")
            .Says("  region = \"ap-nowhere\"")
            .Says("Correct region where it is set: on the resource, in the provider's configuration or in TENCENTCLOUD_REGION.");
    }

    [TerraformFact]
    public async Task ServiceRefusesToBeRead_IsAnErrorAndNothingIsForgotten()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 1, Cyd));
        stage.Write(Association(Instances(1), Set(Ada)));
        (await stage.Terraform.ApplyAsync()).Succeeds();
        stage.Account.Cloud.Faults.Add(
            Simulator.Faults.FaultRule.From("DescribeInstances", 1, new Simulator.Faults.FaultEffect.RefuseWith("UnauthorizedOperation"))
        );
        (await stage.Terraform.PlanAsync()).Ends(1).Says("UnauthorizedOperation").DoesNotSay("rpc error").DoesNotSay("ProviderService");
        Assert.Equal([Web], stage.Terraform.State().Addresses);
    }

    [TerraformFact]
    public async Task AssociationAndInstances_DestroyedTogether_UnbindsFirst()
    {
        await using var stage = await Stage.OpenAsync(Fleet(0, 2, Cyd));
        var port = new Uri(stage.Account.Endpoint).Port;
        // The machine of this example is ended over the simulator's own door, with nothing but bash.
        stage.Write(
            $$"""
            resource "terraform_data" "vm" {
              input = "{{Id(1)}}"
              provisioner "local-exec" {
                when        = destroy
                interpreter = ["bash", "-c"]
                command     = <<-EOT
                  body='{"act":"terminate","instance":"${self.input}"}'
                  exec 3<>/dev/tcp/127.0.0.1/{{port}}
                  printf 'POST /_simulator/hand HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' "$${#body}" "$body" >&3
                  grep -q 'HTTP/1.1 2' <&3
                EOT
              }
            }

            """ + Association("[terraform_data.vm.output]", Set(Ada))
        );
        (await stage.Terraform.ApplyAsync()).Succeeds();
        Assert.Equal([Ada, Cyd], stage.Account.Keys(1));
        (await stage.Terraform.RunAsync("destroy", "-auto-approve")).Succeeds();
        Assert.Null(stage.Account.Cloud.View.Find(Id(1)));
        Assert.Equal(1, stage.Account.Calls("DisassociateInstancesKeyPairs"));
        Assert.Empty(stage.Terraform.State().Addresses);
    }
}
