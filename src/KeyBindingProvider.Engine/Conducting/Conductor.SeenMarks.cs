using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>What a look shows of marks: ours are no sign of another run.</content>
internal sealed partial class Conductor
{
    /// <summary>Whether a rider knows by its own state that an earlier run of it has left the machine down.</summary>
    private static bool IsLeftToUs(InstanceRun run)
    {
        foreach (var demand in run.Demands)
        {
            if (demand is { Rides: true, MustStart: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an answer may still show a mark that we have removed.</summary>
    private bool IsShownStill(InstanceId id) => _shownUntil.TryGetValue(id, out var until) && _facts.Now < until;

    private InstanceSnapshot WithoutOurMark(InstanceSnapshot seen) =>
        (seen.Marker == RestartMark.Old && _marks.GetValueOrDefault(seen.Id) == MarkStage.Set)
        || seen.Marker == RestartMark.Fresh
            && (
                _marks.ContainsKey(seen.Id)
                || _leaving.Contains(seen.Id)
                || _unmarking.Contains(seen.Id)
                || IsShownStill(seen.Id)
                || _missed.Contains(seen.Id)
                || (_runs.TryGetValue(seen.Id, out var run) && (run.HoldsSlot || IsLeftToUs(run)))
            )
            ? seen with
            {
                Marker = RestartMark.None,
            }
            : seen;
}
