using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Engine.Journal;

namespace KeyBindingProvider.Engine;

/// <summary>Bounds of waiting and of disruption. Defaults suit the real service; tests and the demo may shorten them.</summary>
public sealed record EngineOptions
{
    /// <summary>How long a refused instance waits for its next look, and a plan for one that is busy.</summary>
    public TimeSpan PollInterval { get; init; } = RunBounds.Default.Poll;

    /// <summary>How long a read by id waits for others to share its calls. Reads that are asked for at the same instant always do.</summary>
    public TimeSpan GatherDelay { get; init; } = TimeSpan.Zero;

    /// <summary>How old an answer of the service may be: an operation that ended well and still does not show after this long has had no effect.</summary>
    public TimeSpan StalenessBound { get; init; } = RunBounds.Default.Visibility;

    /// <summary>How long a request whose answer was lost may still take effect, counted from its sending.</summary>
    public TimeSpan LandingBound { get; init; } = RunBounds.Default.Landing;

    /// <summary>The longest time between two looks at an operation.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>A plan's read counts as the first look of the loop when it began at most so long ago: nobody has waited in between.</summary>
    public TimeSpan FreshRead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a busy instance is waited for before it counts as blocked.</summary>
    public TimeSpan BusyBound { get; init; } = RunBounds.Default.Busy;

    /// <summary>Told, once a plan and in words without an end, for whom a plan waits that finds busy instances. Must not block.</summary>
    public Action<string>? Waiting { get; init; }

    /// <summary>Where it is noted what is about to be taken down; nowhere unless it is set.</summary>
    public IWindowJournal Journal { get; init; } = IWindowJournal.None;

    /// <summary>How long a bind or unbind may take to show.</summary>
    public TimeSpan ChangeBound { get; init; } = RunBounds.Default.Change;

    /// <summary>How long a start may take, and how long starting is tried again.</summary>
    public TimeSpan StartBound { get; init; } = RunBounds.Default.Start;

    /// <summary>How much longer than its time-out a stop is followed, so that an instance which stops late is started again.</summary>
    public TimeSpan LateStopBound { get; init; } = RunBounds.Default.LateStop;

    /// <summary>How long the first instances of a wave that are stopped wait for stragglers before they go on without them.</summary>
    public TimeSpan StragglerGrace { get; init; } = RunBounds.Default.Door;

    /// <summary>How long nothing else of a run may go on before an apply no longer waits for another object to bind a key.</summary>
    public TimeSpan ComingBound { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same of a preview, in which an engine sends its objects one directly after the other.</summary>
    public TimeSpan ComingBoundOfPreview { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many instances may be down at once because of all operations of the engine together, beyond what each of them may: the provider's
    /// <c>maxUnavailable</c>. A percentage is of all instances that they cover. Null for no such limit.
    /// </summary>
    public MaxUnavailable? MaxUnavailable { get; init; }

    /// <summary>Keys that no change ever takes away (rule <c>pinned-keys</c>): the provider's <c>pinnedKeys</c>.</summary>
    public KeySet PinnedKeys { get; init; } = KeySet.Empty;

    /// <summary>The bounds of one window.</summary>
    internal RunBounds Bounds =>
        new()
        {
            Visibility = StalenessBound,
            Landing = LandingBound,
            Busy = BusyBound,
            LateStop = LateStopBound,
            Change = ChangeBound,
            Start = StartBound,
            Door = StragglerGrace,
            Poll = PollInterval,
        };
}
