using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Auditing;

/// <summary>Drift joined with the audit log: the last act upon a pair, or nobody (ADR 0054).</summary>
public class WhoDidItTests
{
    private static readonly DateTimeOffset s_from = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_until = s_from.AddDays(7);

    /// <summary>Key 2 is bound on 1 and should not be, key 1 is not bound on 2 and should be; 3 runs and only waits.</summary>
    private static readonly Plan s_plan = PlanOf(
        FleetOf(Stopped(1, 1, 2), Stopped(2), Running(3, 1, 2)),
        Exclusive(Instances(1, 2, 3), Keys(1), Graceful with { StopPolicy = Intent.StopPolicy.StoppedOnly })
    );

    private static readonly DriftedPair s_extra = new(Ins(1), Key(2), KeyAct.Bound);
    private static readonly DriftedPair s_waiting = new(Ins(3), Key(2), KeyAct.Bound);
    private static readonly DriftedPair s_missing = new(Ins(2), Key(1), KeyAct.Unbound);

    [Fact]
    public void Pairs_AreWhatDiffers_AlsoWhereItWaits() => Assert.Equal([s_extra, s_waiting, s_missing], WhoDidIt.PairsOf(s_plan));

    [Fact]
    public void Acts_ExplainTheirDirection_EachOnce_TheNewestFirst()
    {
        var bound = Event(KeyAct.Bound, hour: 2, [1, 3, 9], Keys(2, 7));
        var unbound = Event(KeyAct.Unbound, hour: 3, [2], Keys(1));
        var who = Of(bound, unbound);

        Assert.Equal([unbound, bound], who.Acts.Select(act => act.Event));
        Assert.Equal([s_missing], who.Acts[0].Pairs);
        Assert.Equal([s_extra, s_waiting], who.Acts[1].Pairs);
        Assert.Empty(who.Unexplained);
    }

    [Fact]
    public void Last_OfSeveral_IsTheOne_InWhateverOrderTheyCome()
    {
        var first = Event(KeyAct.Bound, hour: 1, [1], Keys(2));
        var between = Event(KeyAct.Unbound, hour: 2, [1], Keys(2));
        var last = Event(KeyAct.Bound, hour: 3, [1], Keys(2));
        foreach (var order in new[] { new[] { first, between, last }, [last, between, first], [between, last, first] })
        {
            Assert.Same(last, Assert.Single(Of(order).Acts).Event);
        }
    }

    /// <summary>The act that counts is not visible yet: the one before it would name the wrong person.</summary>
    [Fact]
    public void Last_ThatDidTheOpposite_ExplainsNothing()
    {
        var who = Of(Event(KeyAct.Bound, hour: 1, [1], Keys(2)), Event(KeyAct.Unbound, hour: 2, [1], Keys(2)));

        Assert.Empty(who.Acts);
        Assert.Equal([s_extra, s_waiting, s_missing], who.Unexplained);
    }

    [Fact]
    public void Second_WithBothDirections_ExplainsNothing()
    {
        Assert.Empty(Of(Event(KeyAct.Bound, hour: 1, [1], Keys(2)), Event(KeyAct.Unbound, hour: 1, [1], Keys(2))).Acts);
        Assert.Single(Of(Event(KeyAct.Bound, hour: 1, [1], Keys(2)), Event(KeyAct.Bound, hour: 1, [1], Keys(2, 3))).Acts);
    }

    /// <summary>Older than what was read whole: what is missing in between may have come later.</summary>
    [Fact]
    public void Event_FromBeforeTheLogIsWhole_ExplainsNothing()
    {
        var act = Event(KeyAct.Bound, hour: 1, [1], Keys(2));
        var log = new KeyEventLog([act], s_from, s_until);

        Assert.Empty(WhoDidIt.Of(WhoDidIt.PairsOf(s_plan), log with { WholeFrom = act.At.AddSeconds(1) }).Acts);
        Assert.Single(WhoDidIt.Of(WhoDidIt.PairsOf(s_plan), log with { WholeFrom = act.At }).Acts);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 3)]
    public void Event_OfAnotherPair_ExplainsNothing(int instance, int key) =>
        Assert.Empty(Of(Event(KeyAct.Bound, hour: 1, [instance], Keys(key))).Acts);

    [Fact]
    public void Log_ThatCannotBeRead_LeavesAllUnexplained_AndSaysWhy()
    {
        var problem = Problem.Warning(ProblemCodes.AuditLogNotRead, "no");
        var who = WhoDidIt.NotKnown(WhoDidIt.PairsOf(s_plan), problem);

        Assert.Equal((problem, null, 3, 0), (who.Problem, who.Log, who.Unexplained.Length, who.Acts.Length));
    }

    private static WhoDidIt Of(params KeyEvent[] events) =>
        WhoDidIt.Of(WhoDidIt.PairsOf(s_plan), new KeyEventLog([.. events], s_from, s_until));

    private static KeyEvent Event(KeyAct act, int hour, int[] instances, KeySet keys) =>
        new()
        {
            Act = act,
            At = s_from.AddHours(hour),
            Instances = [.. instances.Select(Ins)],
            Keys = keys,
            User = "alice",
            UserType = "CAMUser",
            Principal = "100",
            RequestId = $"r-{hour}",
            IsConsole = false,
            IsByOurAccessKey = false,
        };
}
