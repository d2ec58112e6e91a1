using KeyBindingProvider.Terraform.Tests.Bench;

namespace KeyBindingProvider.Terraform.Tests.Examples;

/// <summary>Every example, run by the real terraform as its README says; what it did is read from the account and the state.</summary>
public class ExampleTests
{
    private const string Team = "skey-team2026";

    [TerraformFact]
    public async Task FleetAssociation_BindsOnce_TwoMachinesAtATime()
    {
        await using var example = await ExampleRun.OpenAsync("fleet-association");
        await example.FollowReadmeAsync();

        Assert.All(example.World.Instances, instance => Assert.Contains(Team, instance.KeyIds));
        Assert.Equal(5, example.World.Instances.Count(instance => instance.KeyIds.Contains("skey-alice001")));
        Assert.Equal([1, 1, 1, 0, 0, 0], example.World.Instances.Select(instance => instance.PowerCycles));
        Assert.Equal(
            ["RUNNING", "RUNNING", "RUNNING", "RUNNING", "STOPPED", "STOPPED"],
            example.World.Instances.Select(instance => instance.State)
        );
        Assert.InRange(example.Done.PeakDown, 1, 2);
        Assert.Equal(8, example.Account.Writes);
        const string address = "keybinding_key_pair_association.web";
        Assert.Equal(
            string.Join("; ", example.World.Instances.Select(instance => $"{instance.Id}: {Team}")),
            example.Shell.State().Bindings(address)
        );
        Assert.Equal("", StateFile.Describe(example.Shell.State().Attributes(address).GetProperty("pending_instances")));
        await example.DestroyAsync();
        Assert.Equal(8, example.Account.Writes);
    }

    [TerraformFact]
    public async Task ExclusiveSet_RemovesStrangers_AndKeepsKeysOnDestroy()
    {
        await using var example = await ExampleRun.OpenAsync("exclusive-set");
        await example.FollowReadmeAsync();

        Assert.All(example.World.Instances, instance => Assert.Equal(["skey-breakgls", Team], instance.KeyIds));
        Assert.Equal([1, 1], example.World.Instances.Select(instance => instance.PowerCycles));
        Assert.All(example.World.Instances, instance => Assert.Equal("RUNNING", instance.State));
        Assert.Equal(1, example.Account.Calls("AssociateInstancesKeyPairs"));
        Assert.Equal(2, example.Account.Calls("DisassociateInstancesKeyPairs"));
        Assert.Empty(example.Account.Cloud.Oracle.Keyless);
        Assert.Empty(example.Shell.State().Addresses);
    }

    [TerraformFact]
    public async Task OffBoarding_TakesTheKeyFromAllThatCanChange_AndKeepsTheRestInView()
    {
        await using var example = await ExampleRun.OpenAsync("offboarding");
        await example.FollowReadmeAsync();

        Assert.Equal(
            ["ins-batch002"],
            example.World.Instances.Where(instance => instance.KeyIds.Contains("skey-ada0left")).Select(instance => instance.Id)
        );
        Assert.Equal(7, example.World.PowerCycles);
        Assert.All(example.World.Instances, instance => Assert.InRange(instance.PowerCycles, 0, 1));
        Assert.Equal(1, example.Done.PeakDown);
        Assert.Empty(example.Done.LeftDown);
        Assert.Equal(0, example.Done.ForceStopCalls);
        Assert.Equal("ins-batch002: skey-ada0left", example.Shell.State().Bindings("keybinding_key_revocation.ada"));
        var writes = example.Account.Writes;
        await example.DestroyAsync();
        Assert.Equal(writes, example.Account.Writes);
    }

    [TerraformFact]
    public async Task KeyRotation_NewKeyJoins_ThenTheOldOneGoes_NeverKeyless()
    {
        await using var example = await ExampleRun.OpenAsync("key-rotation");
        await example.FollowReadmeAsync();

        Assert.All(example.World.Instances, instance => Assert.Equal([Team], instance.KeyIds));
        Assert.All(example.World.Instances, instance => Assert.Equal(2, instance.PowerCycles));
        Assert.Equal(1, example.Done.PeakDown);
        Assert.Empty(example.Account.Cloud.Oracle.Keyless);
        // The old key was adopted: a bind carries the full set, but only the new pairs were missing.
        Assert.Equal(3, example.Account.Calls("AssociateInstancesKeyPairs"));
        Assert.Equal(3, example.Account.Calls("DisassociateInstancesKeyPairs"));
        await example.DestroyAsync();
        Assert.All(example.World.Instances, instance => Assert.Equal([Team], instance.KeyIds));
    }

    [TerraformFact]
    public async Task InstancesAndKeys_UnknownIds_AreBoundInTheSameApply_AndGoWithTheirKeys()
    {
        await using var example = await ExampleRun.OpenAsync("instances-and-keys");
        await example.FollowReadmeAsync();

        Assert.All(example.World.Instances, instance => Assert.Equal(["skey-alice001", Team], instance.KeyIds));
        Assert.All(example.World.Instances, instance => Assert.Equal(1, instance.PowerCycles));
        Assert.Equal(1, example.Account.Stops);
        Assert.Equal(0, example.Account.Calls("DisassociateInstancesKeyPairs"));
        Assert.Empty(example.Shell.State().Addresses);
    }

    [Fact]
    public void Examples_EachFolder_HasATestAndAReadme()
    {
        var folders = Directory
            .EnumerateDirectories(RepositoryFiles.PathOf("examples/terraform"))
            .Select(Path.GetFileName)
            .Order()
            .ToArray();
        Assert.Equal(["exclusive-set", "fleet-association", "instances-and-keys", "key-rotation", "offboarding"], folders);
        Assert.All(folders, folder => Assert.NotEmpty(Transcript.Read(RepositoryFiles.Read($"examples/terraform/{folder}/README.md"))));
    }
}
