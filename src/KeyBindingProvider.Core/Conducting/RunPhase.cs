namespace KeyBindingProvider.Core.Conducting;

/// <summary>Where one instance stands in its window (rule <c>transition-table</c>).</summary>
public enum RunPhase
{
    /// <summary>Nothing of ours is going on: what is read decides whether anything is wanted.</summary>
    Look,

    /// <summary>A stop of ours was accepted; STOPPED is waited for.</summary>
    Going,

    /// <summary>It is STOPPED: keys may be changed, and it is started if it is ours to start.</summary>
    Down,

    /// <summary>A bind or an unbind was accepted; its effect is waited for.</summary>
    Keys,

    /// <summary>A start of ours was accepted; RUNNING is waited for.</summary>
    Starting,

    /// <summary>A change that carries <c>ForceStop=true</c> was accepted; the service stops, changes and starts.</summary>
    Forced,

    /// <summary>The fate of a write is unknown; nothing is sent until that has been found out.</summary>
    Doubt,

    /// <summary>Every demand has its verdict and nothing is followed any more.</summary>
    Over,
}

/// <summary>Whose machine it is while it is down. One value in place of flags that could contradict each other.</summary>
public enum Custody
{
    /// <summary>It is not down because of us, as far as anybody can know.</summary>
    None,

    /// <summary>A stop of ours was sent, or is about to be: it holds a slot.</summary>
    Held,

    /// <summary>It is down because of us and ours to start; it holds a slot.</summary>
    Ours,

    /// <summary>It could not be brought up again: its slot stays counted, nobody waits for it, a person has to look.</summary>
    Missed,
}

/// <summary>How far the ask of a demand is cancelled (rule <c>two-step-cancel</c>).</summary>
public enum CancelLevel
{
    /// <summary>Not.</summary>
    None,

    /// <summary>No new stop; what is down gets its change and is started.</summary>
    Soft,

    /// <summary>What is down because of us is only started.</summary>
    Hard,
}
