namespace KeyBindingProvider.Core.Conducting;

/// <summary>How long and how often: the bounds of one window, in one place. Durations are on the monotonic clock.</summary>
public sealed record RunBounds
{
    /// <summary>What suits the real service.</summary>
    public static readonly RunBounds Default = new();

    /// <summary>How old a field of an answer may be (V): what began this long after an answer shows its effect.</summary>
    public TimeSpan Visibility { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a request whose answer was lost may still take effect (Λ), counted from its sending.</summary>
    public TimeSpan Landing { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long something busy, throttled or out of order is waited for.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a machine is waited for that another run has marked.</summary>
    public TimeSpan InUse { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How much longer than its time-out a stop is followed.</summary>
    public TimeSpan LateStop { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a bind or an unbind may go on.</summary>
    public TimeSpan Change { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a start may go on, and how long starting is tried where it is refused as busy.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(600);

    /// <summary>How long after STOPPED a demand may still join.</summary>
    public TimeSpan Door { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a refused member waits for its next look, and the time between two blind starts.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long until another run's mark is asked for again.</summary>
    public TimeSpan Ask { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Binds, unbinds and stops of one window that may come to nothing.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>Starts of one window.</summary>
    public int Starts { get; init; } = 3;

    /// <summary>How often a member may be found not to fit the call it was grouped into.</summary>
    public int Regroups { get; init; } = 3;

    /// <summary>So many failed looks in a row, and a start is sent without one.</summary>
    public int FailedLooks { get; init; } = 2;
}
