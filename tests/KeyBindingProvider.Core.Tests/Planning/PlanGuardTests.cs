using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class PlanGuardTests
{
    private static readonly Plan Approved = PlanOf(FleetOf(Running(1, 1, 9), Running(2, 1, 9)), Revocation(Keys(1), Graceful));

    [Fact]
    public void NothingBeyond_TheSamePlanOrLess_IsCovered()
    {
        Assert.Empty(PlanGuard.NothingBeyond(Approved, Approved));
        Assert.Empty(PlanGuard.NothingBeyond(Approved, PlanOf(FleetOf(Running(1, 9), Stopped(2, 1, 9)), Revocation(Keys(1), Graceful))));
    }

    [Fact]
    public void NothingBeyond_OneInstanceMore_IsAnErrorThatNamesIt()
    {
        var now = PlanOf(FleetOf(Running(1, 1, 9), Running(2, 1, 9), Running(3, 1, 9)), Revocation(Keys(1), Graceful));
        var problem = Assert.Single(PlanGuard.NothingBeyond(Approved, now));
        Assert.Equal(ProblemCodes.ChangedMeanwhile, problem.Code);
        Assert.Equal([Ins(3)], problem.Instances);
    }
}
