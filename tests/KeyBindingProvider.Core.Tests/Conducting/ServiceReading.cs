using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>What the service does with <c>ForceStop=true</c> on a RUNNING instance.</summary>
internal enum ForceReading
{
    StartsAgain,
    LeavesStopped,
    StartRefused,
}

/// <summary>
/// The constants of one exploration: one reading of the API, what is wanted, and what may go wrong. Times are ticks; a tick is one poll.
/// </summary>
internal sealed record ServiceReading
{
    public required string Name { get; init; }

    /// <summary>Ticks for which a field may be old.</summary>
    public int Staleness { get; init; } = 1;

    /// <summary>Ticks after which a lost request may still arrive.</summary>
    public int Landing { get; init; } = 1;

    public int StopTimeout { get; init; } = 2;

    public int LateStop { get; init; } = 4;

    public int Busy { get; init; } = 4;

    public int Door { get; init; } = 5;

    /// <summary>A field never goes back; otherwise the service answers from replicas, and it may.</summary>
    public bool IsMonotone { get; init; } = true;

    /// <summary>How much may go wrong.</summary>
    public int Mischief { get; init; } = 1;

    public bool BindReplaces { get; init; }

    public bool BoundKeyIsError { get; init; }

    public bool UnboundKeyIsError { get; init; }

    /// <summary>Key writes never show as an operation.</summary>
    public bool KeyWritesAreSilent { get; init; }

    public ForceReading Force { get; init; }

    public StopPolicy Policy { get; init; } = StopPolicy.Graceful;

    public bool StartsStopped { get; init; }

    /// <summary>Keys at the beginning: A 1, B 2, F 4.</summary>
    public int Keys { get; init; } = 1;

    /// <summary>What the first demand removes and declares.</summary>
    public (int Remove, int Declare) First { get; init; } = (1, 2);

    /// <summary>What the second one does, which may join at any moment; null for none.</summary>
    public (int Remove, int Declare)? Second { get; init; }

    /// <summary>A stranger may act once.</summary>
    public bool HasStranger { get; init; } = true;

    public bool MayCancel { get; init; } = true;

    public int Instances { get; init; } = 1;

    public int Slots { get; init; } = 1;

    public IReadOnlySet<string> Without { get; init; } = new HashSet<string>();

    /// <summary>A look may follow an answer within its tick; many more states.</summary>
    public bool LooksAtOnce { get; init; } = true;

    public RunRules Rules { get; init; } = RunRules.All;

    public int MaxStates { get; init; } = 1_500_000;

    public bool Has(string fault) => !Without.Contains(fault);

    public RunBounds Bounds =>
        new()
        {
            Visibility = Ticks(Staleness),
            Landing = Ticks(Landing),
            Busy = Ticks(Busy),
            LateStop = Ticks(LateStop),
            Door = Ticks(Door),
            Poll = Ticks(1),
            Change = Ticks(10),
            Start = Ticks(10),
        };

    /// <summary>Ages beyond this make no difference.</summary>
    public int OldestAge => StopTimeout + LateStop + Landing + (2 * Staleness) + Busy + 2;

    public static TimeSpan Ticks(int count) => TimeSpan.FromSeconds(count);
}
