using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;
using static KeyBindingProvider.Core.Tests.Resources.GivenResource;

namespace KeyBindingProvider.Core.Tests.Resources;

public class ReplacementTests
{
    /// <summary>1 loses key 2, 2 leaves, 3 is new to the successor: only the first two lose something.</summary>
    private static Replacement Of(OnDestroy? onDestroy = null) =>
        new(
            StateOf(
                GivenResource.Association([1, 2, 4], Keys(1, 2), onDestroy),
                FleetOf(Running(1, 1, 2), Running(2, 1, 2), Running(4, 1)),
                (1, Keys(1, 2)),
                (2, Keys(1, 2)),
                (4, Keys(1))
            ),
            GivenResource.Association([1, 3, 4], Keys(1))
        );

    [Fact]
    public void Losing_IsWhatTheSuccessorDoesNotBindAgain() => Assert.Equal([Ins(1), Ins(2)], Of().Losing.Order());

    [Fact]
    public void Losing_Keep_IsNothing() => Assert.Empty(Of(OnDestroy.Keep).Losing);

    [Fact]
    public void Desired_NamesOnlyInstancesOfTheSuccessorThatLoseSomething() => Assert.Equal(Instances(1), Of().Desired.InstanceIds);

    [Fact]
    public void UnseenStops_AreThoseOfInstancesThatTheSuccessorDoesNotName()
    {
        var plan = PlanOf(
            FleetOf(Running(1, 9), Running(2, 9), Stopped(5, 9)),
            Given.Association(Instances(1, 2, 5), Keys(1), Given.Graceful)
        );
        Assert.Equal([Ins(2)], Of().UnseenStops(plan));
    }
}
