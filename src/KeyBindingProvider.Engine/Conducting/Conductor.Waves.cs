using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>What people are told of waves.</content>
internal sealed partial class Conductor
{
    /// <summary>People are told which wave goes down, in the plan's own words.</summary>
    private void BeginWaves(IEnumerable<InstanceId> going)
    {
        foreach (var id in going)
        {
            if (!_runs.TryGetValue(id, out var run))
            {
                continue;
            }

            foreach (var demand in run.Demands)
            {
                if (!demand.Rides || !_asks.TryGetValue(demand.Ask, out var ask))
                {
                    continue;
                }

                var rollout = ask.Request.Rollout;
                if (ask.WaveOf(id) is { } wave && ask.BegunWaves.Add(wave.Number))
                {
                    ask.OpenWaves[wave.Number] = [.. wave.Changes.Select(change => change.Id).Where(ask.Open.Contains)];
                    ask.Request.Feed.Report(new ApplyEvent.WaveStarted(rollout, wave, rollout.Waves.Length));
                }
            }
        }
    }

    private void EndWaves(Ask ask, InstanceId id)
    {
        foreach (var (number, left) in ask.OpenWaves)
        {
            if (left.Remove(id) && left.Count == 0)
            {
                ask.OpenWaves.Remove(number);
                var wave = ask.Request.Rollout.Waves.First(wave => wave.Number == number);
                var total = wave.Changes.Length;
                if (wave.Kind != WaveKind.Stopped)
                {
                    ask.Request.Feed.Report(new ApplyEvent.Waiting(WaitGoal.Running, total, total, _facts.Now - ask.BegunAt));
                }

                ask.Request.Feed.Report(new ApplyEvent.WaveEnded(ask.Request.Rollout, wave));
                return;
            }
        }
    }
}
