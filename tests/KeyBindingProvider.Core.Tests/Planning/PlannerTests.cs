using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class PlannerTests
{
    [Theory]
    [InlineData(StopPolicy.Refuse, Disposition.Refused)]
    [InlineData(StopPolicy.StoppedOnly, Disposition.Deferred)]
    public void Plan_RunningThatMayNotBeStopped_IsForStopPolicyAloneToJudge(StopPolicy stop, Disposition expected)
    {
        var policy = new ChangePolicy { StopPolicy = stop, OnBlocked = OnBlocked.Skip };
        var plan = PlanOf(FleetOf(Running(1, 1, 9), Stopped(2, 1, 9)), Revocation(Keys(1), policy));
        var pending = Assert.Single(plan.Pending);
        Assert.Equal((Ins(1), PendingCode.Running, expected), (pending.Change.Id, pending.Code, pending.Disposition));
        Assert.Equal(expected == Disposition.Refused, plan.IsRefused);
        Assert.Equal([Ins(2)], plan.Changes.Select(change => change.Id));
        var problem = Assert.Single(plan.Problems);
        Assert.Equal(ProblemCodes.RunningRefused, problem.Code);
        Assert.Equal([Ins(1)], problem.Instances);
    }

    [Theory]
    [InlineData(OnBlocked.Refuse, Disposition.Refused)]
    [InlineData(OnBlocked.Skip, Disposition.Skipped)]
    public void Plan_Blocked_IsForOnBlockedToJudge(OnBlocked onBlocked, Disposition expected)
    {
        var fleet = FleetOf(
            Stopped(1, 1, 9) with
            {
                IsStopCharging = true,
            },
            Stopped(2, 1, 9) with
            {
                IsWindows = true,
            },
            In(PowerState.Rescue, 3, 1, 9),
            Stopped(4, 1, 9) with
            {
                IsIsolated = true,
            },
            In(PowerState.LaunchFailed, 5, 1, 9),
            Stopped(6, 1),
            In(PowerState.Starting, 7, 1, 9),
            Running(8, 1, 9)
        );
        var plan = PlanOf(fleet, Revocation(Keys(1), Graceful with { OnBlocked = onBlocked }));
        Assert.Equal(expected == Disposition.Refused, plan.IsRefused);
        Assert.Equal([Ins(8)], plan.Changes.Select(change => change.Id));
        Assert.Equal(
            [
                PendingCode.StopCharging,
                PendingCode.Windows,
                PendingCode.Rescue,
                PendingCode.Isolated,
                PendingCode.Failed,
                PendingCode.WouldBeKeyless,
                PendingCode.Busy,
            ],
            plan.Pending.Select(pending => pending.Code)
        );
        Assert.All(plan.Pending, pending => Assert.Equal(expected, pending.Disposition));
        // One problem for each reason.
        Assert.Equal(7, plan.Problems.Length);
        Assert.All(plan.Problems, problem => Assert.Single(problem.Instances));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Plan_MaxStops_CountsOnlyWhatWouldBeStopped(int maxStops, bool refused)
    {
        var fleet = FleetOf([.. Enumerable.Range(1, 4).Select(n => Running(n, 1, 9)), Stopped(5, 1, 9)]);
        var plan = PlanOf(fleet, Revocation(Keys(1), Graceful with { MaxStops = maxStops }));
        Assert.Equal(refused, plan.IsRefused);
        Assert.Equal(4, plan.StopCount);
        Assert.Equal(refused ? [ProblemCodes.TooManyStops] : [], plan.Problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Plan_AllowKeyless_TakesTheLastKeyAndSaysSoOnTheChange()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 1)), Revocation(Keys(1), Graceful with { AllowKeyless = true }));
        Assert.True(Assert.Single(plan.Changes).AllowKeyless);
        Assert.False(plan.IsRefused);
    }

    /// <summary>Both resources that take the instance's keys must allow it.</summary>
    [Fact]
    public void Plan_AllowKeylessOfOneResourceOnly_IsNotEnoughOnTheCommonInstance()
    {
        var loose = Graceful with { AllowKeyless = true, OnBlocked = OnBlocked.Skip };
        var plan = PlanOf(
            FleetOf(Stopped(1, 1, 2), Stopped(2, 1)),
            Revocation(Keys(1), loose, "loose"),
            Revocation(Keys(2), Graceful with { OnBlocked = OnBlocked.Skip }, "strict")
        );
        Assert.Equal([Ins(2)], plan.Changes.Select(change => change.Id));
        Assert.Equal([(Ins(1), PendingCode.WouldBeKeyless)], plan.Pending.Select(pending => (pending.Change.Id, pending.Code)));
    }

    [Fact]
    public void Plan_SwapOfTheOnlyKey_IsNoLockout() =>
        Assert.False(PlanOf(FleetOf(Stopped(1, 1)), Exclusive(Instances(1), Keys(2))).IsRefused);

    [Fact]
    public void Plan_ManyInstancesForOneReason_CapsTheMessageAndListsAll()
    {
        var problem = Assert.Single(PlanOf(FleetOf(Enumerable.Range(1, 230).Select(n => Running(n, 1, 9))), Revocation(Keys(1))).Problems);
        Assert.Equal(230, problem.Instances.Count);
        Assert.Contains("230 instances", problem.Message, StringComparison.Ordinal);
        Assert.Contains("and 225 more", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Length < 300);
    }

    [Fact]
    public void Plan_KeyNames_CoverChangedAndPending()
    {
        var plan = PlanOf(FleetOf(Stopped(1, 1, 9), Running(2, 1, 8)), Association(Instances(1), Keys(3)), Revocation(Keys(1)));
        Assert.Equal([Key(1), Key(3), Key(8), Key(9)], plan.KeyNames.Keys);
        Assert.Equal($"name-{Key(3)}", plan.KeyNames[Key(3)]);
    }

    [Fact]
    public void Plan_NoIntents_IsEmpty()
    {
        var plan = PlanOf(FleetOf(Running(1, 1)));
        Assert.False(plan.IsActionable || plan.IsRefused);
    }

    [Fact]
    public void Plan_Problems_AreSortedErrorsFirst()
    {
        var plan = PlanOf(FleetOf(Running(1, 2, 9)), Revocation(Keys(2, 99)), Association(Instances(1), Keys(88)));
        Assert.Equal(
            [ProblemCodes.RunningRefused, ProblemCodes.MissingKey, ProblemCodes.KeyAlreadyGone],
            plan.Problems.Select(problem => problem.Code)
        );
    }

    [Fact]
    public void Plan_Problems_ErrorsFirst_ThenByCodePathAndMessage()
    {
        var refuse = Graceful with { StopPolicy = StopPolicy.Refuse };
        var problems = PlanOf(
            FleetOf(Running(1, 9), Running(2, 9)),
            Association(Instances(2), Keys(1), refuse, "b"),
            Association(Instances(1), Keys(1), refuse, "a"),
            Revocation(Keys(99), refuse),
            Association(Instances(3), Keys(98), refuse, "c")
        ).Problems;
        Assert.Equal(
            problems
                .OrderByDescending(problem => problem.Severity == Severity.Error)
                .ThenBy(problem => problem.Code.Id, StringComparer.Ordinal)
                .ThenBy(problem => problem.Path, StringComparer.Ordinal),
            problems
        );
        Assert.Equal(
            ["resources.a", "resources.b"],
            problems.Where(problem => problem.Code == ProblemCodes.RunningRefused).Select(problem => problem.Path)
        );
        Assert.Equal(Severity.Warning, problems[^1].Severity);
    }
}
