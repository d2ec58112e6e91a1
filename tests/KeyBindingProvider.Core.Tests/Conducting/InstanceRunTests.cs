using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>Single steps whose outcome is a word to a user: the explorer walks the phases, and reads no words.</summary>
public class InstanceRunTests
{
    private static readonly InstanceId s_id = InstanceId.FromService("ins-00000001");
    private static readonly KeySet s_old = KeySet.Of(KeyId.FromService("skey-0000000a"));
    private static readonly KeySet s_team = KeySet.Of(KeyId.FromService("skey-0000000b"));

    [Fact]
    public void CancelledWhileItsStopIsOnItsWay_AndRefused_ItsTurnDidNotCome()
    {
        var run = Asked()
            .Step(new RunEvent.Seen(Sight(1, "RUNNING")), At(1))
            .Step(new RunEvent.Sent(Wish.Stop(hard: false)), At(2))
            .Step(new RunEvent.Cancelled(1, CancelLevel.Soft, Problem.Error(ProblemCodes.Cancelled, "Cancelled.")), At(3))
            .Step(new RunEvent.Refused(new Refusal(RefusalKind.Busy, "busy", "r-1"), 1), At(4))
            .Step(new RunEvent.Seen(Sight(7, "RUNNING")), At(7));

        Assert.Equal(RunPhase.Over, run.Phase);
        Assert.Equal(Custody.None, run.Custody);
        Assert.Equal(VerdictKind.NotReached, run.Demands[0].Verdict!.Kind);
        Assert.Equal(ProblemCodes.Cancelled, run.Demands[0].Verdict!.Problem!.Code);
    }

    [Fact]
    public void CancelledTwiceWhileItsUnbindIsOnItsWay_OnlyTheStartIsLeft()
    {
        var run = Asked()
            .Step(new RunEvent.Seen(Sight(1, "RUNNING")), At(1))
            .Step(new RunEvent.Sent(Wish.Stop(hard: false)), At(2))
            .Step(new RunEvent.Accepted("r-1"), At(3))
            .Step(new RunEvent.Seen(Sight(5, "STOPPED")), At(5))
            .Step(new RunEvent.Sent(new Wish.Write(CallAction.Disassociate, s_old, Force: false)), At(6))
            .Step(new RunEvent.Cancelled(1, CancelLevel.Hard, Problem.Error(ProblemCodes.Cancelled, "Cancelled.")), At(7))
            .Step(new RunEvent.Accepted("r-2"), At(8));

        Assert.Equal(Wish.Start, run.NextWish(At(8)));
    }

    [Fact]
    public void KeysThatAnAnswerLeavesOut_AreNotGone_UntilThatLasts()
    {
        var untold = Sight(1, "RUNNING");
        untold = untold with { Snapshot = untold.Snapshot with { Keys = KeySet.Empty, AreKeysTold = false } };
        var run = Asked().Step(new RunEvent.Seen(untold), At(1));
        Assert.True(run.IsOpen);
        Assert.Null(run.Sight);

        run = run.Step(new RunEvent.Seen(untold with { BegunAt = At(40).Now, Turn = 40 }), At(40));
        Assert.Equal(VerdictKind.AlreadySo, run.Demands[0].Verdict!.Kind);
    }

    [Fact]
    public void AForcedRemoval_BesideADeclarationOfOneOfItsKeys_IsProvenByTheKeysOfBoth()
    {
        var run = Asked(StopPolicy.Force, StopMode.ForceStop, remove: s_old.Union(s_team))
            .Step(new RunEvent.Asked(Demand(2, StopPolicy.Force, StopMode.ForceStop, KeySet.Empty, declared: s_team)), At(0))
            .Step(new RunEvent.Seen(Sight(1, "RUNNING")), At(1))
            .Step(new RunEvent.Sent(new Wish.Write(CallAction.Disassociate, s_old, Force: true)), At(2))
            .Step(new RunEvent.Accepted("r-1"), At(3))
            .Step(new RunEvent.Seen(Sight(5, "STOPPED", s_team)), At(5))
            .Step(new RunEvent.Seen(Sight(9, "RUNNING", s_team)), At(9));

        Assert.Equal(RunPhase.Over, run.Phase);
        Assert.Equal(Lesson.ForceProven, run.Lesson);
        Assert.Equal([VerdictKind.Changed, VerdictKind.AlreadySo], run.Demands.Select(demand => demand.Verdict!.Kind));
    }

    private static InstanceRun Asked(StopPolicy policy = StopPolicy.Graceful, StopMode mode = StopMode.Soft, KeySet? remove = null) =>
        new InstanceRun { Id = s_id }.Step(new RunEvent.Asked(Demand(1, policy, mode, remove ?? s_old, declared: KeySet.Empty)), At(0));

    private static Demand Demand(int ask, StopPolicy policy, StopMode mode, KeySet remove, KeySet declared) =>
        new()
        {
            Ask = ask,
            StopPolicy = policy,
            StopTimeout = TimeSpan.FromSeconds(60),
            Change = new InstanceChange
            {
                Id = s_id,
                Bound = s_old.Union(s_team),
                Declared = declared,
                Remove = remove,
                StopMode = mode,
            },
        };

    private static Sight Sight(int second, string state, KeySet? keys = null) =>
        new(
            new InstanceSnapshot
            {
                Id = s_id,
                State = new PowerState(state),
                Keys = keys ?? s_old.Union(s_team),
            },
            TimeSpan.FromSeconds(second),
            second
        );

    private static RunFacts At(int second) =>
        new()
        {
            Now = TimeSpan.FromSeconds(second),
            Turn = second,
            Bounds = RunBounds.Default,
        };
}
