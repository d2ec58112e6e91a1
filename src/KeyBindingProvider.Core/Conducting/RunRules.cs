namespace KeyBindingProvider.Core.Conducting;

/// <summary>
/// The rules that a test breaks on purpose: each is on, and each that is switched off must be noticed by the explorer or the promises
/// (rule <c>judged-by-the-simulator</c>). Nothing but tests makes another one.
/// </summary>
public sealed record RunRules
{
    /// <summary>All rules.</summary>
    public static readonly RunRules All = new();

    /// <summary>Bind comes before unbind.</summary>
    public bool BindFirst { get; init; } = true;

    /// <summary>A write needs a sight of the same turn.</summary>
    public bool SightOfTheTurn { get; init; } = true;

    /// <summary>Quarantine counts from the sending, and its last look begins Λ + V after it.</summary>
    public bool QuarantineFromSending { get; init; } = true;

    /// <summary>Two equal looks are wanted before a lost write is judged.</summary>
    public bool Quarantine { get; init; } = true;

    /// <summary>A refusal of an instance alone gives its slot back, whatever is seen later.</summary>
    public bool RefusedIsNotOurs { get; init; } = true;

    /// <summary>A state refusal of a batch is a lost answer for each member.</summary>
    public bool BatchRefusalIsLost { get; init; } = true;

    /// <summary>A start may go without a look where looks fail.</summary>
    public bool BlindStart { get; init; } = true;

    /// <summary>A blind start is sent at most three times, a poll apart.</summary>
    public bool BlindStartsAreBounded { get; init; } = true;

    /// <summary>Gone is missing for longer than V.</summary>
    public bool GoneTakesTime { get; init; } = true;

    /// <summary>Changed and already so need settled key writes.</summary>
    public bool VerdictOnSettledKeys { get; init; } = true;

    /// <summary>The clock of an unmet goal starts when our own success is read.</summary>
    public bool ClockOfOurSuccess { get; init; } = true;

    /// <summary>Up is our own success, or RUNNING a visibility bound after the answer.</summary>
    public bool UpOnProof { get; init; } = true;

    /// <summary>Started by another takes two looks V apart.</summary>
    public bool StrangersStartSeenTwice { get; init; } = true;

    /// <summary>After a refusal a member waits for its next poll.</summary>
    public bool HoldAfterRefusal { get; init; } = true;

    /// <summary>The oldest demand's removals come first while a key remains.</summary>
    public bool OldestRemovalsFirst { get; init; } = true;

    /// <summary>A goal counts with our success, or V after the answer.</summary>
    public bool GoalOnProof { get; init; } = true;

    /// <summary>For V after keys settled, a look that shows others is no sight.</summary>
    public bool SettledKeysAgree { get; init; } = true;

    /// <summary>The next window's first look begins V after the last answer.</summary>
    public bool FreshWindow { get; init; } = true;

    /// <summary>A slot is kept until RUNNING is read.</summary>
    public bool SlotUntilUp { get; init; } = true;

    /// <summary>The door closes.</summary>
    public bool DoorCloses { get; init; } = true;

    /// <summary>The last key stays.</summary>
    public bool LastKeyStays { get; init; } = true;

    /// <summary>What we stopped is started.</summary>
    public bool Restart { get; init; } = true;

    /// <summary>A stop that is late is followed.</summary>
    public bool FollowLateStops { get; init; } = true;

    /// <summary>The wanted set is computed from the sight.</summary>
    public bool WantedFromSight { get; init; } = true;

    /// <summary>Only keys just read as bound are unbound.</summary>
    public bool UnbindOnlyBound { get; init; } = true;

    /// <summary>A bind carries the full wanted set where deltas are not proven.</summary>
    public bool FullSets { get; init; } = true;

    /// <summary>Nothing inside a window carries <c>ForceStop=true</c>.</summary>
    public bool NoForceInWindow { get; init; } = true;

    /// <summary>A forced change is sent again only where nothing has changed.</summary>
    public bool ForceOnlyUnchanged { get; init; } = true;

    /// <summary>Graceful never escalates, and nothing does after a cancel.</summary>
    public bool EscalateOnlyWithLeave { get; init; } = true;

    /// <summary>What was read while our write was on its way is no sight.</summary>
    public bool SightAfterAnswer { get; init; } = true;

    /// <summary>A claimed pair leaves a removal.</summary>
    public bool ClaimsLeaveRemovals { get; init; } = true;

    /// <summary>The first window is a small one.</summary>
    public bool Canary { get; init; } = true;

    /// <summary>A machine down is counted under every limit that covers it.</summary>
    public bool CountsEveryLimit { get; init; } = true;
}
