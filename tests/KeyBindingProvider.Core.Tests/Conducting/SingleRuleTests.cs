using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>
/// Rules whose lack the explorer does not notice, because another rule catches what follows or because it matters to a user and breaks no promise: each with
/// the rule and without it.
/// </summary>
public class SingleRuleTests
{
    private static readonly InstanceId s_id = InstanceId.FromService("ins-00000001");
    private static readonly KeySet s_old = KeySet.Of(KeyId.FromService("skey-0000000a"));
    private static readonly KeySet s_team = KeySet.Of(KeyId.FromService("skey-0000000b"));
    private static readonly KeySet s_new = KeySet.Of(KeyId.FromService("skey-0000000c"));
    private static readonly KeySet s_both = s_old.Union(s_team);
    private static readonly Wish.Write s_bind = new(CallAction.Associate, s_both.Union(s_new), Force: false);

    /// <summary>Together they would leave no key: the older one is served, and the later one vetoes nobody.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OldestRemovalsFirst(bool isOn)
    {
        var rules = new RunRules { OldestRemovalsFirst = isOn };
        var run = Play(rules, Asked(1, remove: s_old), Asked(2, remove: s_team), Seen(2, "STOPPED", s_both));
        Assert.Equal(isOn ? new Wish.Write(CallAction.Disassociate, s_old, Force: false) : null, run.NextWish(At(2, rules)) as Wish.Write);
    }

    /// <summary>Whether a bind has had no effect is not said before its own end is on record, or it can land no more.</summary>
    [Theory]
    [InlineData(true, RunPhase.Keys)]
    [InlineData(false, RunPhase.Down)]
    public void ClockOfOurSuccess(bool isOn, RunPhase phase)
    {
        var rules = new RunRules { ClockOfOurSuccess = isOn };
        var run = Play(
            rules,
            Asked(1, declare: s_new),
            Seen(2, "STOPPED", s_both),
            (3, new RunEvent.Sent(s_bind)),
            (4, new RunEvent.Accepted("r-1")),
            Seen(5, "STOPPED", s_both),
            Seen(36, "STOPPED", s_both)
        );
        Assert.Equal(phase, run.Phase);
    }

    /// <summary>A look that goes back behind what was read once our write had settled says nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SettledKeysAgree(bool isOn)
    {
        var rules = new RunRules { SettledKeysAgree = isOn };
        var run = Play(rules, [.. Bound, Seen(8, "STOPPED", s_both)]);
        Assert.Equal(isOn, run.NextWish(At(8, rules)) is Wish.Look);
    }

    /// <summary>A demand that came too late knows what the window before has left, however old its first look is.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FreshWindow(bool isOn)
    {
        var rules = new RunRules { FreshWindow = isOn };
        var run = Play(
            rules,
            Asked(1, remove: s_old),
            Seen(1, "RUNNING", s_both),
            (2, new RunEvent.Sent(Wish.Stop(hard: false))),
            (3, new RunEvent.Accepted("r-1")),
            Seen(4, "STOPPED", s_both),
            (5, new RunEvent.Sent(new Wish.Write(CallAction.Disassociate, s_old, Force: false))),
            (6, new RunEvent.Accepted("r-2")),
            Seen(7, "STOPPED", s_team, "r-2"),
            (8, new RunEvent.Sent(Wish.Start)),
            Asked(9, remove: s_team),
            (10, new RunEvent.Accepted("r-3")),
            Seen(11, "RUNNING", s_team, "r-3"),
            // From a replica that has not heard of our unbind.
            Seen(12, "RUNNING", s_both, "r-3")
        );
        Assert.Equal(isOn, run.NextWish(At(12, rules)) is not Wish.Write);
    }

    /// <summary>After a lost answer a forced change goes again only where nothing at all has happened.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ForceOnlyUnchanged(bool isOn)
    {
        var rules = new RunRules { ForceOnlyUnchanged = isOn };
        var run = Play(
            rules,
            Asked(1, remove: s_old, StopPolicy.Force),
            Seen(1, "RUNNING", s_both),
            (2, new RunEvent.Sent(new Wish.Write(CallAction.Disassociate, s_old, Force: true))),
            (3, new RunEvent.Lost("reset")),
            Seen(40, "RUNNING", s_both, "somebody"),
            Seen(75, "RUNNING", s_both, "somebody")
        );
        Assert.Equal(isOn, !run.IsOpen);
    }

    /// <summary>What another object has claimed since is not taken away.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ClaimsLeaveRemovals(bool isOn)
    {
        var rules = new RunRules { ClaimsLeaveRemovals = isOn };
        var run = Play(rules, new Claimed(), Asked(1, remove: s_old), Seen(2, "STOPPED", s_both));
        Assert.Equal(isOn, !run.IsOpen);
    }

    /// <summary>The new key is bound and its effect was read.</summary>
    private static IEnumerable<(int, RunEvent)> Bound =>
        [
            Asked(1, declare: s_new, removed: s_old),
            Seen(2, "STOPPED", s_both),
            (3, new RunEvent.Sent(s_bind)),
            (4, new RunEvent.Accepted("r-1")),
            Seen(6, "STOPPED", s_both.Union(s_new), "r-1"),
        ];

    private static InstanceRun Play(RunRules rules, params IEnumerable<(int Second, RunEvent Happened)> story) =>
        Play(rules, claims: null, [.. story]);

    private static InstanceRun Play(RunRules rules, IClaims? claims, params (int Second, RunEvent Happened)[] story)
    {
        var run = new InstanceRun { Id = s_id };
        foreach (var (second, happened) in story)
        {
            var facts = At(second, rules);
            run = run.Step(happened, claims is null ? facts : facts with { Claims = claims });
        }

        return run;
    }

    private static (int, RunEvent) Asked(int ask, KeySet remove, StopPolicy policy = StopPolicy.Graceful) =>
        Asked(ask, KeySet.Empty, remove, policy);

    private static (int, RunEvent) Asked(int ask, KeySet declare, KeySet? removed = null) =>
        Asked(ask, declare, removed ?? KeySet.Empty, StopPolicy.Graceful);

    private static (int, RunEvent) Asked(int ask, KeySet declare, KeySet remove, StopPolicy policy) =>
        (
            ask == 2 ? 1 : ask,
            new RunEvent.Asked(
                new Demand
                {
                    Ask = ask,
                    StopPolicy = policy,
                    StopTimeout = TimeSpan.FromSeconds(60),
                    Change = new InstanceChange
                    {
                        Id = s_id,
                        Bound = s_both,
                        Declared = declare,
                        Remove = remove,
                        StopMode = policy == StopPolicy.Force ? StopMode.ForceStop : StopMode.Soft,
                    },
                }
            )
        );

    private static (int, RunEvent) Seen(int second, string state, KeySet keys, string request = "") =>
        (
            second,
            new RunEvent.Seen(
                new Sight(
                    new InstanceSnapshot
                    {
                        Id = s_id,
                        State = new PowerState(state),
                        Keys = keys,
                        LatestOperation = request.Length == 0 ? LatestOperation.None : new LatestOperation("", "SUCCESS", request, ""),
                    },
                    TimeSpan.FromSeconds(second),
                    second
                )
            )
        );

    private static RunFacts At(int second, RunRules rules) =>
        new()
        {
            Now = TimeSpan.FromSeconds(second),
            Turn = second,
            Bounds = RunBounds.Default,
            Rules = rules,
        };

    private sealed class Claimed : IClaims
    {
        public KeySet ClaimedOn(InstanceId instance, string owner) => s_old;

        public KeySet ComingOn(InstanceId instance, string owner) => KeySet.Empty;
    }
}
