using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>
/// Machines that were stopped together move together, so that a wave needs few calls; they wait for nobody for long (rule <c>waves</c>). Whoever is left behind goes on
/// alone, and lets the next wave begin.
/// </summary>
internal sealed class Cohorts(TimeSpan grace)
{
    private readonly Dictionary<InstanceId, Cohort> _of = [];

    /// <summary>How far a member is; it waits only for those who are less far.</summary>
    private enum Stage
    {
        Going,
        Bind,

        /// <summary>As many keys as a call carries: more are left.</summary>
        UnbindPart,
        Unbind,
        Start,
        Gone,
    }

    public void Begin(IEnumerable<InstanceId> together)
    {
        var cohort = new Cohort();
        foreach (var id in together)
        {
            cohort.Members.Add(id);
            _of[id] = cohort;
        }
    }

    public void Leave(InstanceId id)
    {
        if (_of.Remove(id, out var cohort))
        {
            cohort.Members.Remove(id);
        }
    }

    public bool IsStraggler(InstanceId id) => _of.TryGetValue(id, out var cohort) && cohort.IsLeftBehind;

    /// <summary>
    /// Whether this write may go now; otherwise when to ask again. Members that are behind when the grace is over form a cohort of their own.
    /// </summary>
    public bool MayGo(
        InstanceId id,
        Wish.Write wish,
        Func<InstanceId, (InstanceRun? Run, Wish.Write? Wish)> find,
        TimeSpan now,
        out TimeSpan again
    )
    {
        again = TimeSpan.MaxValue;
        if (!_of.TryGetValue(id, out var cohort) || cohort.Members.Count < 2)
        {
            return true;
        }

        var stage = StageOf(find(id).Run!, wish);
        var behind = cohort.Members.Where(member => member != id && StageOf(find(member)) < stage).ToList();
        if (behind.Count == 0)
        {
            return true;
        }

        var since = cohort.ReadySince.TryGetValue(stage, out var first) ? first : cohort.ReadySince[stage] = now;
        if (now - since < grace)
        {
            again = since + grace;
            return false;
        }

        cohort.Members.ExceptWith(behind);
        var stragglers = new Cohort { IsLeftBehind = true };
        foreach (var member in behind)
        {
            stragglers.Members.Add(member);
            _of[member] = stragglers;
        }

        return true;
    }

    private static Stage StageOf(InstanceRun run, Wish.Write wish) =>
        wish.Action switch
        {
            CallAction.Associate => Stage.Bind,
            CallAction.Disassociate when wish.Keys.Count >= run.KeyLimit => Stage.UnbindPart,
            CallAction.Disassociate => Stage.Unbind,
            CallAction.Start => Stage.Start,
            CallAction.Stop => Stage.Going,
            _ => throw CallActions.Unknown(wish.Action),
        };

    /// <summary>By what it wishes where it waits for its turn, else by its phase.</summary>
    private static Stage StageOf((InstanceRun? Run, Wish.Write? Wish) member) =>
        member switch
        {
            (null, _) => Stage.Gone,
            ({ } run, { TakesDown: false } wish) => StageOf(run, wish),
            ({ Phase: RunPhase.Going or RunPhase.Doubt or RunPhase.Look }, _) => Stage.Going,
            ({ Phase: RunPhase.Keys, Write: { } write } run, _) => StageOf(run, write.Wish),
            ({ Phase: RunPhase.Down }, _) => Stage.Bind,
            _ => Stage.Gone,
        };

    private sealed class Cohort
    {
        public HashSet<InstanceId> Members { get; } = [];

        public Dictionary<Stage, TimeSpan> ReadySince { get; } = [];

        public bool IsLeftBehind { get; init; }
    }
}
