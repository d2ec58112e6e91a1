using CsCheck;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

public class ObservationTextTests
{
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
