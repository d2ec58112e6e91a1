using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>What one operation knows of one instance that it changes. Lives as long as the instance's lease.</summary>
internal sealed class Member(InstanceChange change, DisruptionBudget budget)
{
    public InstanceChange Change { get; } = change;

    public InstanceId Id => Change.Id;

    /// <summary>The last look, or null before the first.</summary>
    public Reading? Last { get; private set; }

    public InstanceSnapshot? Instance => Last?.Instance;

    /// <summary>Keys as last read; none when the instance is gone.</summary>
    public KeySet Keys => Instance?.Keys ?? KeySet.Empty;

    public PowerState State => Instance?.State ?? PowerState.Terminating;

    /// <summary>Consecutive looks that did not find it: one alone may be the service's lag.</summary>
    public int TimesMissing { get; private set; }

    /// <summary>Request of ours that is going on or ended last; empty when the answer was lost.</summary>
    public string RequestId { get; private set; } = "";

    /// <summary>When that request was sent.</summary>
    public DateTimeOffset SentAt { get; private set; }

    /// <summary>When our own success was first seen although the goal was not.</summary>
    public DateTimeOffset? SuccessSince { get; set; }

    /// <summary>Whether a look since the last stop or forced write showed it down.</summary>
    public bool SeenDown { get; private set; }

    /// <summary>Whether it went down because of us, so that we must start it.</summary>
    public bool StoppedByUs { get; set; }

    /// <summary>Whether a write to it may still be unread.</summary>
    public bool WrittenSinceRead { get; private set; }

    /// <summary>When a wait for a change of its keys was broken off; what was read until then may be older than the change.</summary>
    public DateTimeOffset? BrokenOffAt { get; set; }

    /// <summary>The service's refusal of the last write, when that was final.</summary>
    public CvmException? Refusal { get; private set; }

    /// <summary>The service's refusal of a key, taken for "unbound already": the reason to name should the key be read back all the same.</summary>
    public CvmException? KeyRefusal { get; set; }

    /// <summary>Why it failed; the first reason stands.</summary>
    public Problem? Failure { get; private set; }

    /// <summary>That it is still down, which is worse than any failure before it.</summary>
    public Problem? StillDown { get; private set; }

    /// <summary>Why it waits although it was tried.</summary>
    public PendingCode? Pending { get; set; }

    /// <summary>Whether its turn came.</summary>
    public bool Reached { get; set; }

    /// <summary>Whether a soft stop that took too long was followed by a hard one.</summary>
    public bool Hardened { get; set; }

    /// <summary>The full set that is to be bound, from the last read.</summary>
    public KeySet Wanted { get; private set; } = KeySet.Empty;

    /// <summary>Keys that a bind of ours has dropped.</summary>
    private KeySet _dropped = KeySet.Empty;

    /// <summary>Wants what was read, and what we dropped ourselves.</summary>
    public void Want(KeySet keys) => Wanted = keys.Union(_dropped);

    /// <summary>A bind of ours has dropped these keys; they have to come back.</summary>
    public void Restore(KeySet keys) => _dropped = keys;

    /// <summary>Whether what a bind of ours has dropped is back.</summary>
    public bool IsRestored => _dropped.IsSubsetOf(Keys);

    /// <summary>Whether anything was sent that changes its keys.</summary>
    public bool KeysWritten { get; set; }

    /// <summary>Whether we stopped it and saw it RUNNING again.</summary>
    public bool PowerCycled { get; private set; }

    /// <summary>Whether it is still worth working on.</summary>
    public bool IsOpen => Failure is null && Pending is null;

    public void Observe(Reading reading)
    {
        Last = reading;
        TimesMissing = reading.Instance is null ? TimesMissing + 1 : 0;
        SeenDown |= reading.Instance is { } instance && instance.State != PowerState.Running;
        WrittenSinceRead &= reading.BegunAt < SentAt;
    }

    /// <summary>A write was accepted.</summary>
    public void Accept(string requestId, DateTimeOffset sentAt)
    {
        (RequestId, SentAt, SuccessSince, Refusal, WrittenSinceRead) = (requestId, sentAt, null, null, true);
    }

    /// <summary>A write was sent and its answer lost: it may land any time from now on.</summary>
    public void MayHaveBeenWritten(DateTimeOffset sentAt) => (SentAt, WrittenSinceRead) = (sentAt, true);

    /// <summary>A write was refused for good.</summary>
    public void Refuse(CvmException refusal) => Refusal = refusal;

    /// <summary>Forgets an earlier refusal before another kind of write.</summary>
    public void ClearRefusal() => Refusal = null;

    /// <summary>What was seen before a stop says nothing about after it.</summary>
    public void ExpectDown() => SeenDown = false;

    /// <summary>A forced change whose effect was seen before it counted as accepted.</summary>
    public void HasBeenDown() => SeenDown = true;

    public void Fail(ProblemCode code, string message) => Failure ??= Problem.Error(code, $"{Id}: {message}") with { Instances = [Id] };

    /// <summary>The last word on a member that could not be started.</summary>
    public void FailIfDown()
    {
        if (!MayBeDown)
        {
            return;
        }

        var why = Refusal is { } refusal ? $": {refusal.Message}" : "";
        var keys = Keys.IsEmpty ? "no key" : Keys.ToString();
        StillDown = Problem.Error(
            ProblemCodes.StartFailed,
            $"{Id} was sent a stop for this change and is {State}{why}; it is not followed any longer. It has {keys}."
        ) with
        {
            Instances = [Id],
        };
    }

    /// <summary>Whether it may be down because of us: from before a stop is sent until RUNNING, or proof that it never went down.</summary>
    public bool MayBeDown { get; private set; }

    /// <summary>Whether starting it was given up inside its window.</summary>
    public bool StartGivenUp { get; set; }

    /// <summary>It has a slot, and a stop is about to be sent.</summary>
    public void GoingDown() => MayBeDown = true;

    /// <summary>It is RUNNING, or never went down: it takes no slot any more.</summary>
    public void Up(bool cycled)
    {
        PowerCycled |= cycled;
        MayBeDown = false;
        StoppedByUs = false;
        StartGivenUp = false;
        budget.Release(Id);
    }

    /// <summary>Its window is over: others need not wait for its slot if it is not up.</summary>
    public void EndWindow()
    {
        if (MayBeDown)
        {
            budget.Miss(Id);
        }
    }

    /// <summary>Its operation is over; what is down now stays down.</summary>
    public void EndOperation()
    {
        if (MayBeDown)
        {
            budget.Leave(Id);
        }
    }
}
