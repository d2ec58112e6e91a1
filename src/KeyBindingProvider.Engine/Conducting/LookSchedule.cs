using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>
/// When to look again at what goes on: soon after the write, then ever later; from the first operation of a kind on about when that kind has ended before. One
/// schedule for the region (rule <c>one-poller</c>).
/// </summary>
internal sealed class LookSchedule(TimeSpan longest) : ILookSchedule
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(200);

    /// <summary>The shortest time that an operation of a kind has taken in this run.</summary>
    private readonly Dictionary<CallAction, TimeSpan> _learned = [];

    /// <summary>An operation of this kind was seen to have ended.</summary>
    public void Learn(CallAction action, TimeSpan took)
    {
        if (!_learned.TryGetValue(action, out var known) || took < known)
        {
            _learned[action] = took;
        }
    }

    public TimeSpan NextLook(InstanceRun run, RunFacts facts)
    {
        if (run.Write is not { } write)
        {
            return run.LookedAt + facts.Bounds.Poll;
        }

        var isWaiting = run.Phase is RunPhase.Going or RunPhase.Keys or RunPhase.Starting or RunPhase.Forced;
        var from = write.AnsweredAt;
        var hasLooked = run.LookedAt > from;
        var learned = isWaiting && _learned.TryGetValue(write.Action, out var shortest) ? shortest * 0.9 : TimeSpan.Zero;
        if (!hasLooked)
        {
            return from + (learned > s_shortest ? learned : s_shortest);
        }

        var elapsed = run.LookedAt - from;
        // Past the time that such an operation takes, a little more often again.
        var beyond = elapsed > learned && learned > TimeSpan.Zero ? (elapsed - learned) + (learned / 10) : elapsed;
        var pause = beyond < s_shortest ? s_shortest : beyond;
        return run.LookedAt + (pause < longest ? pause : longest);
    }
}
