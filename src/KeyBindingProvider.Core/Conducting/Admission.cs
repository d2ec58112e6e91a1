using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>An instance that wishes to be taken down.</summary>
/// <param name="Id">The instance.</param>
/// <param name="IsForced">Whether by a change that carries <c>ForceStop=true</c>.</param>
/// <param name="Asks">The asks that vote for it, oldest first.</param>
public sealed record Candidate(InstanceId Id, bool IsForced, ImmutableArray<long> Asks);

/// <summary>An instance that is down, or may be, because of us.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Asks">The asks that ride.</param>
/// <param name="IsStuck">It missed its window: it stays counted, and nobody waits for it.</param>
/// <param name="IsStraggler">The others of its wave have gone on without it.</param>
public sealed record HeldSlot(InstanceId Id, ImmutableArray<long> Asks, bool IsStuck, bool IsStraggler);

/// <summary>What one ask allows.</summary>
public sealed record AskLimits
{
    /// <summary>The ask.</summary>
    public required long Ask { get; init; }

    /// <summary>Every instance that it covers: all of them count, also those which others take down.</summary>
    public required IReadOnlySet<InstanceId> Covered { get; init; }

    /// <summary>How many of those may be down at once.</summary>
    public required int MaxUnavailable { get; init; }

    /// <summary>Size of the first window until a cycle has succeeded; 0 for none.</summary>
    public int Canary { get; init; }

    /// <summary>Instances of it that still wish to go down.</summary>
    public int Left { get; init; }

    /// <summary>Why it takes nothing more down; null while it does.</summary>
    public Problem? NoNewStops { get; init; }
}

/// <summary>Everything that decides who may go down now.</summary>
public sealed record AdmissionState
{
    /// <summary>The asks that are open.</summary>
    public required IReadOnlyCollection<AskLimits> Asks { get; init; }

    /// <summary>What is down because of us in this region.</summary>
    public required IReadOnlyCollection<HeldSlot> Held { get; init; }

    /// <summary>How many more the process may take down.</summary>
    public required int ProcessFree { get; init; }

    /// <summary>Whether nothing that holds the process's slots will give one back.</summary>
    public bool IsProcessStuck { get; init; }

    /// <summary>A full stop, change and start has succeeded.</summary>
    public bool CanaryProven { get; init; }

    /// <summary>A forced change has succeeded.</summary>
    public bool ForceProven { get; init; }

    /// <summary>What was stopped first could not be started.</summary>
    public Problem? CanaryLost { get; init; }

    /// <summary>Rules.</summary>
    public RunRules Rules { get; init; } = RunRules.All;
}

/// <summary>Who goes down now, and whose turn will not come.</summary>
/// <param name="Go">Instances, oldest ask first.</param>
/// <param name="TurnedAway">Asks that take nothing more down, with the reason.</param>
public sealed record Admitted(IReadOnlyList<InstanceId> Go, IReadOnlyDictionary<long, Problem> TurnedAway);

/// <summary>
/// Who of those that wish a stop may send it now (rules <c>slot-before-stop</c>, <c>canary-first</c>, <c>failure-budget</c>). All slots of a stop are taken at
/// once, so that nobody waits for another in a circle; the oldest ask goes first.
/// </summary>
public static class Admission
{
    private static readonly Problem s_full = Problem.Error(ProblemCodes.NotReached, "No more instances may be down at once.");

    /// <summary>Chooses among candidates, which come oldest ask first.</summary>
    public static Admitted Choose(IEnumerable<Candidate> candidates, AdmissionState state)
    {
        var rooms = state.Asks.ToDictionary(ask => ask.Ask, ask => new Room(ask, state));
        var away = rooms.Values.Where(room => room.WhyNot is not null).ToDictionary(room => room.Limits.Ask, room => room.WhyNot!);
        if (state is { ProcessFree: <= 0, IsProcessStuck: true })
        {
            return new Admitted([], rooms.Keys.ToDictionary(ask => ask, _ => s_full));
        }

        var go = new List<InstanceId>();
        var free = state.ProcessFree;
        var open = rooms.Values.Count(room => room.Left > 0 && room.WhyNot is null);
        foreach (var candidate in candidates)
        {
            if (free <= 0 || open == 0)
            {
                break;
            }

            if (!MayGo(candidate, rooms, away))
            {
                continue;
            }

            go.Add(candidate.Id);
            free--;
            foreach (var room in rooms.Values)
            {
                var had = room.Left > 0;
                room.Take(candidate);
                open -= had && room.Left <= 0 && room.WhyNot is null ? 1 : 0;
            }
        }

        return new Admitted(go, away);
    }

    private static bool MayGo(Candidate candidate, Dictionary<long, Room> rooms, Dictionary<long, Problem> away)
    {
        var votes = 0;
        foreach (var ask in candidate.Asks)
        {
            if (away.ContainsKey(ask) || !rooms.TryGetValue(ask, out var room))
            {
                continue;
            }

            if (!room.Admits(candidate))
            {
                return false;
            }

            votes++;
        }

        return votes > 0 && rooms.Values.All(room => room.Covers(candidate.Id));
    }

    /// <summary>What one ask still lets go down.</summary>
    private sealed class Room
    {
        private readonly AdmissionState _state;
        private readonly bool _mustProve;
        private int _canary;

        public Room(AskLimits limits, AdmissionState state)
        {
            (Limits, _state) = (limits, state);
            var (down, stuck, open, canaries) = (0, 0, 0, 0);
            foreach (var held in state.Held)
            {
                var counts = limits.Covered.Contains(held.Id) && state.Rules.CountsEveryLimit || held.Asks.Contains(limits.Ask);
                down += counts ? 1 : 0;
                stuck += counts && held.IsStuck ? 1 : 0;
                open += held is { IsStuck: false, IsStraggler: false } && held.Asks.Contains(limits.Ask) ? 1 : 0;
                canaries += held.IsStuck ? 0 : 1;
            }

            _mustProve = limits.Canary > 0 && state.Rules.Canary && !state.CanaryProven;
            // Until one full cycle has succeeded, one window at a time, and a small one.
            _canary = canaries > 0 ? 0 : limits.Canary;
            Free = limits.MaxUnavailable - down;
            Left = open > 0 ? 0 : Math.Min(Waves.WindowSize(limits.Left, limits.MaxUnavailable), Free);
            WhyNot = limits.NoNewStops ?? (_mustProve ? state.CanaryLost : null) ?? (stuck >= limits.MaxUnavailable ? s_full : null);
        }

        public AskLimits Limits { get; }

        public Problem? WhyNot { get; }

        /// <summary>How many may join its wave.</summary>
        public int Left { get; private set; }

        private int Free { get; set; }

        public bool Admits(Candidate candidate) => Left > 0 && (!MustProve(candidate) || _canary > 0);

        public bool Covers(InstanceId id) => !_state.Rules.CountsEveryLimit || Free > 0 || !Limits.Covered.Contains(id);

        public void Take(Candidate candidate)
        {
            Free -= Limits.Covered.Contains(candidate.Id) ? 1 : 0;
            if (candidate.Asks.Contains(Limits.Ask))
            {
                Left--;
            }

            // One window of the region proves it for all.
            _canary -= _mustProve ? 1 : 0;
        }

        private bool MustProve(Candidate candidate) => _mustProve && !(candidate.IsForced && _state.ForceProven);
    }
}
