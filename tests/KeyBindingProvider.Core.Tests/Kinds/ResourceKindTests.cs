using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Core.Tests.Resources;
using static KeyBindingProvider.Core.Tests.Given;
using static KeyBindingProvider.Core.Tests.Resources.GivenResource;

namespace KeyBindingProvider.Core.Tests.Kinds;

public class ResourceKindTests
{
    [Theory]
    [InlineData("keybinding:KeyPairAssociation", "KeyPairAssociation")]
    [InlineData("keybinding:index:KeyRevocation", "KeyRevocation")]
    [InlineData("keybinding:index/instanceKeysExclusive:InstanceKeysExclusive", "InstanceKeysExclusive")]
    [InlineData("keybinding:index/keyRevocation:InstanceKeysExclusive", null)]
    [InlineData("keybinding:other:KeyRevocation", null)]
    [InlineData("keybinding::KeyRevocation", null)]
    [InlineData("keybinding:index:index:KeyRevocation", null)]
    [InlineData("tencentcloud:KeyRevocation", null)]
    [InlineData("tencentcloud:index:KeyRevocation", null)]
    [InlineData("keybinding:Nothing", null)]
    [InlineData("KeyRevocation", null)]
    public void OfPulumiToken_TakesTheFormsOfPulumiYaml_AndNoOther(string token, string? name) =>
        Assert.Equal(name, ResourceKinds.OfPulumiToken(token)?.Name);

    [Fact]
    public void TypeNames_FollowFromTheName() =>
        Assert.Equal(
            [
                ("keybinding:index:KeyPairAssociation", "keybinding_key_pair_association"),
                ("keybinding:index:InstanceKeysExclusive", "keybinding_instance_keys_exclusive"),
                ("keybinding:index:KeyRevocation", "keybinding_key_revocation"),
            ],
            ResourceKinds.All.Select(kind => (kind.PulumiToken, kind.TerraformType))
        );

    [Fact]
    public void Named_Unknown_IsNull() => Assert.Null(ResourceKinds.Named("Nothing"));

    [Fact]
    public void MayDeclareNoKeys_IsForExclusiveAlone_AndOnlyWhereKeylessIsAllowed()
    {
        var keyless = ChangePolicy.Default with { AllowKeyless = true };
        Assert.Equal([InstanceKeysExclusiveKind.Instance], ResourceKinds.All.Where(kind => kind.MayDeclareNoKeys(keyless)));
        Assert.DoesNotContain(ResourceKinds.All, kind => kind.MayDeclareNoKeys(ChangePolicy.Default));
    }

    [Fact]
    public void Revocation_TakesNothingFromExceptionsAndFromThoseWithoutTheKey()
    {
        var intent = Given.Revocation(Keys(1)) with { ExceptInstanceIds = Instances(2) };
        var fleet = FleetOf(Running(1, 1, 5), Running(2, 1), Running(3, 5));
        Assert.Equal([(Ins(1), Keys(1))], intent.Removals(fleet));
    }

    [Fact]
    public void Revocation_ListsTheKeyOnEveryInstanceButItsExceptions()
    {
        var intent = Given.Revocation(Keys(1)) with { ExceptInstanceIds = Instances(2) };
        var outputs = ResourceOutputs.Of(intent, FleetOf(Running(1, 1, 5), Running(2, 1), Running(3, 5)));
        Assert.Equal(Pairs((1, Keys(1))), outputs.Bindings);
    }

    [Fact]
    public void Association_ListsOnAnInstanceThatLeavesItsOwnedKeysAlone()
    {
        var intent = Given.Association(Instances(1), Keys(1)) with { Owned = Pairs((2, Keys(3))) };
        var outputs = ResourceOutputs.Of(intent, FleetOf(Running(1, 1, 5), Running(2, 1, 3)));
        Assert.Equal(Pairs((1, Keys(1)), (2, Keys(3))), outputs.Bindings);
        Assert.Equal(Pairs((1, Keys(5)), (2, Keys(1))), outputs.ForeignBindings);
    }

    /// <summary>A declared key that was never seen on an instance that has left is a stranger's there.</summary>
    [Fact]
    public void Association_OwnsOnAnInstanceThatHasLeft_WhatItsOutputsListThere()
    {
        var fleet = FleetOf(Running(1, 1), Running(2, 1, 3));
        var prior = StateOf(GivenResource.Association([1], Keys(1)), fleet) with
        {
            Outputs = ResourceOutputs.None with { Bindings = Pairs((1, Keys(1)), (2, Keys(3))) },
        };
        Assert.Equal(Pairs((1, Keys(1)), (2, Keys(3))), Update(GivenResource.Association([1], Keys(1)), prior).Leaving);
    }
}
