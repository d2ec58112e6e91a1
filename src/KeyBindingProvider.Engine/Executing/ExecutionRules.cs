using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>
/// The decisions on which the promises hang, each in one place. Tests break each of them on purpose (the mutants of
/// rule <c>judged-by-the-simulator</c>, and some more) and demand that a promise then fails.
/// </summary>
internal class ExecutionRules
{
    /// <summary>Binding comes first: no reading of the API is then keyless in between (rule <c>window-order</c>).</summary>
    public virtual bool BindFirst => true;

    /// <summary>What we stopped is started, whatever happened in between (rule <c>promises</c>, 2).</summary>
    public virtual bool Restart => true;

    /// <summary>What may still stop when its wave is over is followed and started (rule <c>stop-ledger</c>).</summary>
    public virtual bool Sweep => true;

    /// <summary>A slot is held until RUNNING is read, not only until the start is sent (rule <c>slot-before-stop</c>).</summary>
    public virtual bool HoldSlotUntilRunning => true;

    /// <summary>An instance is changed by one operation at a time (rule <c>lease</c>).</summary>
    public virtual bool Lease => true;

    /// <summary>After a lost answer the batch is read, twice alike, before it is sent again (rule <c>read-before-repeat</c>).</summary>
    public virtual bool ReadAfterAmbiguity => true;

    /// <summary>Inside a window nothing carries <c>ForceStop=true</c> (rule <c>one-power-cycle</c>).</summary>
    public virtual bool ForceInWindow => false;

    /// <summary>The first window of a process is a small one (rule <c>canary-first</c>).</summary>
    public virtual bool Canary => true;

    /// <summary>The full wanted set, from the read that saw the window open (rule <c>wanted-from-the-window</c>).</summary>
    public virtual KeySet ToBind(InstanceChange change, KeySet read) => change.WantFrom(read);

    /// <summary>Only planned removals that were just read as bound (rule <c>unbind-only-what-is-bound</c>).</summary>
    public virtual KeySet ToUnbind(InstanceChange change, KeySet read) => change.RemoveFrom(read);

    /// <summary>Whether somebody who has a key may lose all of them by this unbind; checked on the read directly before it (rule <c>last-key-stays</c>).</summary>
    public virtual bool LocksOut(InstanceChange change, KeySet read, KeySet removals) =>
        !change.AllowKeyless && !removals.IsEmpty && read.Except(removals).IsEmpty;

    /// <summary>Whether a member of a refused batch still needs the write, after the service has settled and was read again (rule <c>read-before-repeat</c>).</summary>
    public virtual bool StillNeeded(bool satisfied, bool claimed) => !satisfied && !claimed;

    /// <summary>Whether a call still says what an instance needs, by the read directly before it (rules <c>wanted-from-the-window</c>, <c>unbind-only-what-is-bound</c>).</summary>
    public virtual bool IsStillExact(bool exact) => exact;

    /// <summary>Whether a wait is over: the goal was read and nothing goes on; a success that is not ours, or that does not show, proves nothing (rule <c>done-is-read</c>).</summary>
    public virtual bool IsDone(bool goalRead, LatestOperation latest, string requestId) => goalRead && !latest.IsOperating;
}
