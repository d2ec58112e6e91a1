using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;
using static KeyBindingProvider.Core.Tests.Resources.GivenResource;

namespace KeyBindingProvider.Core.Tests.Resources;

public class VanishingTests
{
    private static readonly FleetSnapshot Before = FleetOf(Running(1, 1), Running(2, 1));

    private static Presence Judge(ResourceInput declared, FleetSnapshot now) => Vanishing.Judge(StateOf(declared, Before), now);

    [Fact]
    public void Judge_AllInstancesGoneAndAKeyVisible_IsGone()
    {
        Assert.Equal(Presence.Gone, Judge(GivenResource.Association([1, 2], Keys(1)), FleetOf()));
        Assert.Equal(Presence.Gone, Judge(GivenResource.Exclusive([1, 2], Keys(1)), FleetOf()));
    }

    [Fact]
    public void Judge_OneInstanceLeft_IsPresent() =>
        Assert.Equal(Presence.Present, Judge(GivenResource.Association([1, 2], Keys(1)), FleetOf(Running(2))));

    [Fact]
    public void Judge_NeitherInstancesNorKeysVisible_IsNoProof() =>
        Assert.Equal(Presence.Unseen, Judge(GivenResource.Association([1, 2], Keys(99)), FleetOf()));

    [Fact]
    public void Judge_Revocation_NeverVanishes() => Assert.Equal(Presence.Present, Judge(GivenResource.Revocation(Keys(1)), FleetOf()));

    [Fact]
    public void Judge_InstancesGoneAndOneOfTheKeysVisible_IsProof() =>
        Assert.Equal(Presence.Gone, Judge(GivenResource.Association([1, 2], Keys(1, 99)), FleetOf()));
}
