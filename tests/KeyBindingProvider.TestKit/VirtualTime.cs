using System.Diagnostics;
using KeyBindingProvider.Simulator.InProcess;

namespace KeyBindingProvider.TestKit;

/// <summary>
/// The clock of tests: it jumps, starts where every test starts, and has little patience. (FakeTimeProvider cannot tell when its next timer is due, so it cannot jump.)
/// </summary>
public sealed class VirtualTime : JumpingTime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_longestRun = TimeSpan.FromDays(20);

    private long _began;

    private VirtualTime()
        : base(Origin) { }

    /// <summary>Where the clock starts: a moment with nothing special about it.</summary>
    public static readonly DateTimeOffset Origin = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    /// <summary>Runs <paramref name="body"/> to its end on the calling thread.</summary>
    /// <param name="body">What is run.</param>
    /// <param name="longest">After so much virtual time it is taken never to end; null for twenty days.</param>
    public static T Run<T>(Func<VirtualTime, Task<T>> body, TimeSpan? longest = null)
    {
        var time = new VirtualTime();
        return time.Drive(() => body(time), longest ?? s_longestRun, CancellationToken.None);
    }

    /// <summary>Runs <paramref name="body"/> to its end on the calling thread.</summary>
    public static void Run(Func<VirtualTime, Task> body) =>
        Run(async time =>
        {
            await body(time);
            return true;
        });

    /// <summary>What the body does before it first waits is not counted: it cannot be without an end.</summary>
    protected override bool IsTooMuch(long steps)
    {
        if (steps == 1)
        {
            _began = Stopwatch.GetTimestamp();
        }

        return steps % 4096 == 0 && Stopwatch.GetElapsedTime(_began) > s_patience;
    }
}
