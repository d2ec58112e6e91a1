using System.Globalization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>How far a change is, by what the engine has reported: pure, so that who draws it may ask at any moment.</summary>
internal sealed class RolloutProgress
{
    private readonly HashSet<InstanceId> _planned = [];
    private readonly HashSet<InstanceId> _ended = [];
    private readonly HashSet<InstanceId> _down = [];
    private string _wave = "";
    private string _doing = "";
    private WaitGoal? _goal;
    private (int Done, int Total) _reached;
    private TimeSpan _waitingSince;
    private int _limit;

    /// <summary>Machines that the plan changes; 0 while nobody has said.</summary>
    public int Total => _planned.Count;

    /// <summary>Machines that have ended, well or not.</summary>
    public int Done { get; private set; }

    /// <summary>Writes that the service has accepted.</summary>
    public int Writes { get; private set; }

    /// <summary>Takes note of what happened.</summary>
    /// <param name="applyEvent">What.</param>
    /// <param name="elapsed">Since the beginning of the apply.</param>
    public void Note(ApplyEvent applyEvent, TimeSpan elapsed)
    {
        switch (applyEvent)
        {
            case ApplyEvent.Planned planned:
                _planned.UnionWith(planned.Plan.Changes.Select(change => change.Id));
                break;
            case ApplyEvent.WaveStarted started:
                _wave = $"wave {started.Wave.Number} of {started.WaveCount}";
                _limit = started.Rollout.MaxUnavailable;
                // What the wave before has waited for is over.
                (_goal, _doing) = (null, "");
                break;
            case ApplyEvent.CallSent call:
                Writes++;
                (_goal, _doing) = (null, ProgressText.Doing(call));
                if (call.Action == CallAction.Stop || call.ForceStop)
                {
                    _down.UnionWith(call.Instances);
                    _down.ExceptWith(_ended);
                }

                break;
            case ApplyEvent.Waiting waiting:
                _waitingSince = _goal == waiting.Goal ? _waitingSince : elapsed;
                (_goal, _reached) = (waiting.Goal, (waiting.Done, waiting.Total));
                break;
            case ApplyEvent.InstanceEnded ended:
                End([ended.Outcome.Instance]);
                break;
            case ApplyEvent.WaveEnded over:
                (_goal, _doing) = (null, "");
                End(over.Wave.Changes.Select(change => change.Id));
                break;
        }

        // Of a wave that is under way those have ended that run again; a later look may say less, a bar does not.
        Done = Math.Max(Done, Math.Min(Total, _ended.Count + (_goal == WaitGoal.Running ? _reached.Done : 0)));
    }

    private void End(IEnumerable<InstanceId> instances)
    {
        foreach (var id in instances)
        {
            _down.Remove(id);
            if (_planned.Contains(id))
            {
                _ended.Add(id);
            }
        }
    }

    /// <summary><c>12 of 20 done, 3 down (5 may be), 80 s, about 50 s left</c>.</summary>
    public string Facts(TimeSpan elapsed)
    {
        var left = Done > 0 && Done < Total ? $", about {Show(elapsed * ((double)(Total - Done) / Done))} left" : "";
        var limit = _limit > 0 ? $" ({_limit} may be)" : "";
        return Total == 0 ? Show(elapsed) : $"{Done} of {Total} done, {_down.Count} down{limit}, {Show(elapsed)}{left}";
    }

    /// <summary><c>wave 3 of 5: waiting for STOPPED, 1 of 3, for 12 s</c>; what is waited for and for how long.</summary>
    public string Waiting(TimeSpan elapsed) =>
        _goal is { } goal
            ? $"{_wave}: waiting for {ProgressText.Of(goal)}, {_reached.Done} of {_reached.Total}, for {Show(elapsed - _waitingSince)}"
            : string.Join(": ", new[] { _wave, _doing }.Where(text => text.Length > 0));

    /// <summary><c>20 of 20 done in 4 min 2 s, with 12 writes</c>.</summary>
    public string Summary(TimeSpan elapsed) => $"{Done} of {Total} done in {Show(elapsed)}, with {Grammar.Count(Writes, "write")}";

    private static string Show(TimeSpan span) =>
        span >= TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s");
}
