using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>
/// The decisions on which the promises hang, each in one place. Tests break each of them on purpose (the mutants of
/// <c>execution-rules.md</c> 7) and demand that a promise then fails.
/// </summary>
internal class ExecutionRules
{
    /// <summary>Binding comes first: no reading of the API is then keyless in between (1.1).</summary>
    public virtual bool BindFirst => true;

    /// <summary>What we stopped is started, whatever happened in between (design 5, promise 2).</summary>
    public virtual bool Restart => true;

    /// <summary>The full wanted set, from the read that saw the window open (1.2).</summary>
    public virtual KeySet ToBind(InstanceChange change, KeySet read) => change.WantFrom(read);

    /// <summary>Only planned removals that were just read as bound (1.3).</summary>
    public virtual KeySet ToUnbind(InstanceChange change, KeySet read) => change.RemoveFrom(read);

    /// <summary>Whether a member of a refused batch still needs the write, after the service has settled and was read again (6).</summary>
    public virtual bool StillNeeded(bool satisfied, bool claimed) => !satisfied && !claimed;

    /// <summary>Whether a wait is over: the goal was read and nothing goes on; a success that is not ours, or that does not show, proves nothing (5).</summary>
    public virtual bool IsDone(bool goalRead, LatestOperation latest, string requestId) => goalRead && !latest.IsOperating;
}
