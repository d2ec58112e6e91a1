using System.Globalization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Engine.Progress;

/// <summary>
/// How far a change is, by what the engine has reported, in the words that every face uses: pure, so that who shows it may ask at any moment. Not for two threads at once.
/// </summary>
public sealed class RolloutProgress
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
    public int Done => _ended.Count;

    /// <summary>Writes that the service has accepted.</summary>
    public int Writes { get; private set; }

    /// <summary>Takes note of what happened.</summary>
    /// <param name="applyEvent">What.</param>
    /// <param name="elapsed">Since the beginning of the apply.</param>
    public void Note(ApplyEvent applyEvent, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(applyEvent);
        switch (applyEvent)
        {
            case ApplyEvent.Planned planned:
                _planned.UnionWith(planned.Plan.Changes.Select(change => change.Id));
                break;
            case ApplyEvent.WaveStarted started:
                _wave = ProgressWording.Number(started);
                _limit = started.Rollout.MaxUnavailable;
                // What the wave before has waited for is over.
                (_goal, _doing) = (null, "");
                break;
            case ApplyEvent.CallSent call:
                Writes++;
                (_goal, _doing) = (null, ProgressWording.Doing(call));
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
                _down.Remove(ended.Outcome.Instance);
                if (_planned.Contains(ended.Outcome.Instance))
                {
                    _ended.Add(ended.Outcome.Instance);
                }

                break;
            case ApplyEvent.WaveEnded:
                (_goal, _doing) = (null, "");
                break;
        }
    }

    /// <summary><c>12 of 20 done, 3 down (5 may be), 80 s, about 50 s left</c>.</summary>
    public string Facts(TimeSpan elapsed) => Joined([.. Counts(), Show(elapsed), Left(elapsed)]);

    /// <summary>The same for who shows the time by himself: <c>12 of 20 done, 3 down (5 may be), about 50 s left</c>; what does not fit falls off the end.</summary>
    /// <param name="elapsed">Since the beginning of the apply.</param>
    /// <param name="longest">Most characters.</param>
    public string Facts(TimeSpan elapsed, int longest) => ProgressWording.Fitting(Joined([.. Counts(), Left(elapsed)]), longest);

    /// <summary><c>wave 3 of 5: waiting for STOPPED, 1 of 3</c>; what is waited for, or what is done. It changes only when something has happened.</summary>
    public string Step
    {
        get
        {
            var doing = _goal is { } goal ? $"waiting for {ProgressWording.Of(goal)}, {_reached.Done} of {_reached.Total}" : _doing;
            return string.Join(": ", new[] { _wave, doing }.Where(text => text.Length > 0));
        }
    }

    /// <summary><c>wave 3 of 5: waiting for STOPPED, 1 of 3, for 12 s</c>; the same, and since when.</summary>
    public string Waiting(TimeSpan elapsed) => _goal is null ? Step : $"{Step}, for {Show(elapsed - _waitingSince)}";

    /// <summary><c>20 of 20 done in 4 min 2 s, with 12 writes</c>.</summary>
    public string Summary(TimeSpan elapsed) => $"{Done} of {Total} done in {Show(elapsed)}, with {Grammar.Count(Writes, "write")}";

    private string[] Counts()
    {
        var limit = _limit > 0 ? $" ({_limit} may be)" : "";
        return Total == 0 ? [] : [$"{Done} of {Total} done", $"{_down.Count} down{limit}"];
    }

    private string Left(TimeSpan elapsed) =>
        Done > 0 && Done < Total ? $"about {Show(elapsed * ((double)(Total - Done) / Done))} left" : "";

    private static string Joined(string[] clauses) => string.Join(", ", clauses.Where(clause => clause.Length > 0));

    private static string Show(TimeSpan span) =>
        span >= TimeSpan.FromMinutes(2)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s");
}
