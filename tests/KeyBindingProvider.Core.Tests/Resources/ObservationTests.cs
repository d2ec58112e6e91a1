using CsCheck;
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

    [Fact]
    public void TryDecode_WhateverText_AnswersNullOrAnObservation() =>
        Gen.OneOf(
                Gen.String,
                Gen.Int[0, 400].Select(cut => Sample()[..Math.Min(cut, Sample().Length)]),
                Gen.Select(Gen.Int[0, Sample().Length - 1], Gen.Char, (at, c) => Sample().Remove(at, 1).Insert(at, c.ToString()))
            )
            .Sample(text => Observation.TryDecode(text)?.Encode());

    private static string Sample() =>
        Observation
            .Of(GivenResource.Association([1, 2], Keys(1)).ToIntent(Region, ChangePolicyInput.None, []), FleetOf(Running(1, 1), Stopped(2)))
            .Encode();
}
