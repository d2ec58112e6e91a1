using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

public class ObservationTests
{
    [Fact]
    public void Encode_EveryField_ComesBack()
    {
        var fleet = FleetOf(
            Running(1, 1) with
            {
                Name = "web \"1\"",
                Zone = "ap-guangzhou-3",
                LatestOperation = LatestOperation.None with { State = "OPERATING" },
            },
            Stopped(2) with
            {
                IsStopCharging = true,
            },
            Running(3, 4) with
            {
                IsWindows = true,
                IsIsolated = true,
            },
            In(new PowerState("SOMETHING_NEW"), 4, 1)
        );
        var seen = Observation.Of(
            GivenResource.Association([1, 2, 3, 4, 5], Keys(1, 99)).ToIntent(Region, ChangePolicyInput.None, []),
            fleet
        );
        var back = Observation.TryDecode(seen.Encode())!;
        Assert.Equal(seen.Encode(), back.Encode());
        Assert.Equal(Instances(5), back.AbsentInstances);
        Assert.Equal(Keys(99), back.AbsentKeys);
        Assert.Equal("name-skey-00000001", back.Fleet.NameOf(Key(1)));
        Assert.True(back.Fleet.Find(Ins(1))!.LatestOperation.IsOperating);
        Assert.True(back.Fleet.Find(Ins(2))!.IsStopCharging);
        Assert.True(back.Fleet.Find(Ins(3)) is { IsWindows: true, IsIsolated: true });
        Assert.Equal("SOMETHING_NEW", back.Fleet.Find(Ins(4))!.State.Name);
        Assert.Equal(Region, back.Fleet.Region);
        Assert.True(back.Fleet.Find(Ins(1)) is { Name.Raw: "web \"1\"", Zone: "ap-guangzhou-3", IsWindows: false, IsIsolated: false });
        Assert.Equal(Keys(4), back.Fleet.Find(Ins(3))!.Keys);
        Assert.True(back.Fleet.Find(Ins(2)) is { Name.Raw: "", Zone: "", LatestOperation.IsOperating: false });
    }

    [Fact]
    public void Encode_WhateverTheOrderOfTheFleet_IsTheSameText()
    {
        var intent = GivenResource.Association([1, 2], Keys(1, 2)).ToIntent(Region, ChangePolicyInput.None, []);
        InstanceSnapshot[] instances = [Running(1, 1), Stopped(2, 2)];
        KeyPairSnapshot[] keys = [new(Key(1), "one", []), new(Key(2), "two", [])];
        FleetSnapshot Fleet(IEnumerable<InstanceSnapshot> seen, IEnumerable<KeyPairSnapshot> pairs) =>
            new(Region, seen.ToDictionary(instance => instance.Id), pairs.ToDictionary(pair => pair.Id));
        var text = Observation.Of(intent, Fleet(instances, keys)).Encode();
        Assert.Equal(text, Observation.Of(intent, Fleet(instances.Reverse(), keys.Reverse())).Encode());
        Assert.True(
            text.IndexOf("ins-00000001", StringComparison.Ordinal) < text.IndexOf("ins-00000002", StringComparison.Ordinal)
                && text.IndexOf("\"skey-00000001\":", StringComparison.Ordinal)
                    < text.IndexOf("\"skey-00000002\":", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("[1]")]
    public void TryDecode_OfNobody_IsNull(string text) => Assert.Null(Observation.TryDecode(text));

    [Fact]
    public void TryDecode_OfAnotherVersion_IsNull()
    {
        var text = Observation
            .Of(GivenResource.Association([1], Keys(1)).ToIntent(Region, ChangePolicyInput.None, []), FleetOf(Running(1, 1)))
            .Encode();
        Assert.NotNull(Observation.TryDecode(text));
        Assert.Null(Observation.TryDecode(text.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)));
    }

    [Fact]
    public void LookedFor_SeenOrAbsent_ButNothingElse()
    {
        var seen = Observation.Of(
            GivenResource.Association([1, 5], Keys(1, 99)).ToIntent(Region, ChangePolicyInput.None, []),
            FleetOf(Running(1, 1))
        );
        Assert.All([Ins(1), Ins(5)], id => Assert.True(seen.LookedFor(id)));
        Assert.All([Key(1), Key(99)], key => Assert.True(seen.LookedFor(key)));
        Assert.False(seen.LookedFor(Ins(2)));
        Assert.False(seen.LookedFor(Key(2)));
    }

    [Fact]
    public void NothingLookedFor_LeavesEverythingToAFreshLook()
    {
        var input = GivenResource.Association([1], Keys(1));
        var state = GivenResource.StateOf(input, FleetOf(Running(1, 1))) with { Observation = Observation.NothingLookedFor(Region) };
        var stored = StoredPlan.Of(input, state, ChangePolicyInput.None);
        Assert.Equal(Instances(1), stored.Unobserved);
        Assert.Equal(Keys(1), stored.UnobservedKeys);
        Assert.True(stored.NeedsApply);
    }

    [Fact]
    public void Of_Revocation_CarriesOnlyTheInstancesThatViolateIt()
    {
        var seen = Observation.Of(
            GivenResource.Revocation(Keys(1)).ToIntent(Region, ChangePolicyInput.None, []),
            FleetOf(Running(1, 1), Running(2, 2), Stopped(3))
        );
        Assert.Equal([Ins(1)], seen.Fleet.Instances.Keys);
    }
}
