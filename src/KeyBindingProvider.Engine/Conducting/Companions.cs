using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>
/// Key changes of machines that are stopped already, which need no slot. An engine sends the next resource when one is through: those who began at different moments
/// would take turns for ever, one call each. So whoever comes waits, for a bounded time, until those who are being written are through, and a moment longer for
/// who comes in their place; from then on they are one call.
/// </summary>
internal sealed class Companions
{
    private readonly HashSet<InstanceId> _writing = [];
    private TimeSpan _lastMove = TimeSpan.MinValue;

    /// <summary>An ask has come: those who wait now may go with it.</summary>
    public void Arrive(TimeSpan now) => _lastMove = now;

    public void Account(InstanceRun after, TimeSpan now)
    {
        if (after is { Phase: RunPhase.Keys, HoldsSlot: false, IsOpen: true })
        {
            _writing.Add(after.Id);
        }
        else if (_writing.Remove(after.Id))
        {
            _lastMove = now;
        }
    }

    /// <summary>Whether the first key change of this machine may go now; otherwise when to ask again at the latest.</summary>
    public bool MayGo(InstanceRun run, TimeSpan now, out TimeSpan again)
    {
        again = TimeSpan.MaxValue;
        if (run.Attempts.KeyWrites > 0 || run.Gather == default)
        {
            return true;
        }

        var most = run.Asked.First + run.Gather.StoppedMost;
        var quiet = _writing.Count > 0 ? most : _lastMove + run.Gather.Stopped;
        again = quiet < most ? quiet : most;
        return now >= again;
    }
}
