using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Tests;
using KeyBindingProvider.Engine.Progress;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>What a terminal says of a rollout in its middle: who is done, who is down, how much longer, and nothing of a wave that is over.</summary>
public class RolloutProgressTests
{
    private static readonly Plan s_plan = PlanOf(
        FleetOf(Given.Running(1, 1, 2), Given.Running(2, 1, 2), Given.Running(3, 1, 2)),
        Revocation(Keys(2), Graceful)
    );

    [Fact]
    public void Rollout_SaysHowFarItIs_AndForgetsTheWaveBefore()
    {
        var rollout = new RolloutProgress();
        var plan = s_plan.Rollouts.Single();
        Assert.Equal(("5 s", ""), (rollout.Facts(Seconds(5)), rollout.Waiting(Seconds(5))));

        rollout.Note(new ApplyEvent.Planned(s_plan), Seconds(0));
        rollout.Note(new ApplyEvent.WaveStarted(plan, plan.Waves[0], plan.Waves.Length), Seconds(1));
        rollout.Note(Sent(CallAction.Stop, 1), Seconds(2));
        Assert.Equal($"wave 1 of {plan.Waves.Length}: stopping 1 instance", rollout.Waiting(Seconds(2)));
        rollout.Note(new ApplyEvent.Waiting(WaitGoal.Stopped, 0, 1, Seconds(3)), Seconds(3));
        Assert.Equal($"0 of 3 done, 1 down ({plan.MaxUnavailable} may be), 10 s", rollout.Facts(Seconds(10)));
        Assert.Equal($"wave 1 of {plan.Waves.Length}: waiting for STOPPED, 0 of 1, for 7 s", rollout.Waiting(Seconds(10)));

        rollout.Note(Sent(CallAction.Disassociate, 1), Seconds(20));
        rollout.Note(new ApplyEvent.Waiting(WaitGoal.Running, 0, 1, Seconds(21)), Seconds(21));
        Assert.Equal($"wave 1 of {plan.Waves.Length}: waiting for RUNNING, 0 of 1, for 9 s", rollout.Waiting(Seconds(30)));
        Assert.Single(plan.Waves[0].Changes);
        rollout.Note(Ended(plan.Waves[0].Changes[0].Id), Seconds(40));
        rollout.Note(new ApplyEvent.WaveEnded(plan, plan.Waves[0]), Seconds(40));
        Assert.Equal($"1 of 3 done, 0 down ({plan.MaxUnavailable} may be), 40 s, about 80 s left", rollout.Facts(Seconds(40)));
        Assert.Equal($"wave 1 of {plan.Waves.Length}", rollout.Waiting(Seconds(41)));

        rollout.Note(new ApplyEvent.WaveStarted(plan, plan.Waves[^1], plan.Waves.Length), Seconds(42));
        Assert.DoesNotContain("waiting", rollout.Waiting(Seconds(43)), StringComparison.Ordinal);
        rollout.Note(Ended(Ins(1)), Seconds(45));
        rollout.Note(Ended(Ins(2)), Seconds(45));
        Assert.StartsWith("2 of 3 done", rollout.Facts(Seconds(45)), StringComparison.Ordinal);
        rollout.Note(Ended(Ins(3)), Seconds(125));
        Assert.DoesNotContain("left", rollout.Facts(Seconds(125)), StringComparison.Ordinal);
        Assert.Equal("3 of 3 done in 2 min 5 s, with 2 writes", rollout.Summary(Seconds(125)));
    }

    /// <summary>Where there is little room the end of a line falls off, clause by clause.</summary>
    [Fact]
    public void Lines_ThatHaveLittleRoom_LoseTheirLastClauses()
    {
        var rollout = new RolloutProgress();
        var plan = s_plan.Rollouts.Single();
        rollout.Note(new ApplyEvent.Planned(s_plan), Seconds(0));
        rollout.Note(new ApplyEvent.WaveStarted(plan, plan.Waves[0], plan.Waves.Length), Seconds(1));
        rollout.Note(new ApplyEvent.Waiting(WaitGoal.Stopped, 0, 1, Seconds(3)), Seconds(3));
        rollout.Note(Ended(Ins(1)), Seconds(20));

        Assert.Equal("1 of 3 done, 0 down (1 may be), about 40 s left", rollout.Facts(Seconds(20), 60));
        Assert.Equal("1 of 3 done, 0 down (1 may be)", rollout.Facts(Seconds(20), 44));
        Assert.Equal($"wave 1 of {plan.Waves.Length}: waiting for STOPPED", ProgressWording.Fitting(rollout.Step, 38));
        Assert.Equal("wave", ProgressWording.Fitting(rollout.Step, 4));
    }

    /// <summary>A forced key change takes its machine down as well; who has ended is down for nobody any more.</summary>
    [Fact]
    public void ForcedChange_IsDownUntilItEnds()
    {
        var rollout = new RolloutProgress();
        rollout.Note(new ApplyEvent.Planned(s_plan), Seconds(0));
        rollout.Note(new ApplyEvent.CallSent(CallAction.Disassociate, [Ins(1), Ins(2)], Keys(2), ForceStop: true, "r"), Seconds(1));
        Assert.StartsWith("0 of 3 done, 2 down, ", rollout.Facts(Seconds(2)), StringComparison.Ordinal);
        rollout.Note(Ended(Ins(1)), Seconds(3));
        Assert.StartsWith("1 of 3 done, 1 down, ", rollout.Facts(Seconds(3)), StringComparison.Ordinal);
    }

    private static ApplyEvent.CallSent Sent(CallAction action, int number) =>
        new(action, [Ins(number)], KeySet.Empty, ForceStop: false, "r");

    private static ApplyEvent.InstanceEnded Ended(InstanceId id) => new(new InstanceOutcome(id, OutcomeKind.Changed, Keys(1)));

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
