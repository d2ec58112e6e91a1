using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>
/// Walks every reachable pair of <see cref="InstanceRun"/> and modelled API under one reading, breadth first, so that a violation comes with a shortest
/// path. The clock stands still at <see cref="Now"/>; a tick makes everything that is remembered one tick older.
/// </summary>
/// <param name="reading">What is explored.</param>
/// <param name="mutant">Changes what a step answers, given the run before, the event and the run after; null leaves the real one alone.</param>
internal sealed partial class Explorer(ServiceReading reading, Func<InstanceRun, RunEvent, InstanceRun, InstanceRun>? mutant = null)
{
    private static readonly TimeSpan Now = ServiceReading.Ticks(1000);

    private readonly ServiceModel _service = new(reading);
    private readonly RunBounds _bounds = reading.Bounds;
    private readonly RunFacts?[] _facts = new RunFacts?[8];
    private readonly Dictionary<ExplorerState, (ExplorerState? From, string Label)> _seen = [];

    /// <summary>Violations by promise, each with its path.</summary>
    public Dictionary<string, IReadOnlyList<string>> Violations { get; } = new(StringComparer.Ordinal);

    public int States => _seen.Count;

    public int Ends { get; private set; }

    public bool IsCapped { get; private set; }

    /// <summary>Transitions of the phase that were taken, by what caused them.</summary>
    public HashSet<(RunPhase From, string Event, RunPhase To)> Transitions { get; } = [];

    public Explorer Explore()
    {
        var start = Beginning();
        _seen[start] = (null, "");
        var frontier = new List<ExplorerState> { start };
        while (frontier.Count > 0 && Violations.Count == 0)
        {
            var next = new List<ExplorerState>();
            foreach (var state in frontier)
            {
                Expand(state, next);
            }

            frontier = next;
            if (_seen.Count > reading.MaxStates)
            {
                IsCapped = true;
                break;
            }
        }

        if (Violations.Count == 0 && !IsCapped)
        {
            FindCircle(start);
        }

        return this;
    }

    private void Expand(ExplorerState state, List<ExplorerState> next)
    {
        if (state.Machines.All(machine => !machine.Run.IsOpen))
        {
            Ends++;
            foreach (var broken in state.Machines.SelectMany(machine => AtTheEnd(machine)))
            {
                Violations.TryAdd(broken, Path(state, $"END: {string.Join(", ", Verdicts(state))}, truth {Truth(state)}"));
            }

            if (state.Joined > 0 && state.First.Run.Demands.Count < 2)
            {
                Violations.TryAdd("P6 a demand is lost", Path(state, "END"));
            }

            return;
        }

        var edges = Successors(state);
        if (edges.Count == 0)
        {
            Violations.TryAdd("STUCK nothing can happen", Path(state, "stuck"));
        }

        foreach (var edge in edges)
        {
            var broken = edge.Broken;
            if (
                reading.Instances > 1
                && edge.State.Machines.Count(machine => machine.Cloud is { DownBy: 1, Power: not Power.Running }) > reading.Slots
            )
            {
                (broken ??= []).Add("P3 more down because of us than maxUnavailable");
            }

            for (var i = 0; i < state.Count; i++)
            {
                AtVerdicts(state[i], edge.State[i], ref broken);
            }

            if (broken is { Count: > 0 })
            {
                foreach (var what in broken)
                {
                    Violations.TryAdd(what, Path(state, edge.Label));
                }
            }
            else if (_seen.TryAdd(edge.State, (state, edge.Label)))
            {
                next.Add(edge.State);
            }
        }
    }

    /// <summary>An end is always reached: no path comes back to itself.</summary>
    private void FindCircle(ExplorerState start)
    {
        var colors = new Dictionary<ExplorerState, bool>(_seen.Count) { [start] = true };
        var stack = new Stack<(ExplorerState State, IEnumerator<Edge> Edges)>();
        var labels = new List<string>();
        stack.Push((start, Successors(start).GetEnumerator()));
        while (stack.TryPeek(out var top))
        {
            if (!top.Edges.MoveNext())
            {
                colors[top.State] = false;
                stack.Pop();
                if (labels.Count > 0)
                {
                    labels.RemoveAt(labels.Count - 1);
                }

                continue;
            }

            var edge = top.Edges.Current;
            if (!colors.TryGetValue(edge.State, out var isOpen))
            {
                colors[edge.State] = true;
                labels.Add(edge.Label);
                stack.Push((edge.State, Successors(edge.State).GetEnumerator()));
            }
            else if (isOpen)
            {
                Violations.TryAdd("NO END a circle", [.. labels.TakeLast(14), edge.Label, "(repeats)"]);
                return;
            }
        }
    }

    private List<string> Path(ExplorerState state, string last)
    {
        var path = new List<string> { last };
        for (ExplorerState? at = state; at is not null; at = _seen[at].From)
        {
            path.Add(_seen[at].Label);
        }

        path.Reverse();
        return [.. path.Skip(1)];
    }

    private ExplorerState Beginning()
    {
        var machines = Enumerable
            .Range(0, reading.Instances)
            .Select(index =>
            {
                var run = new InstanceRun { Id = ServiceModel.Ids[index] };
                return new Machine(Settled(run.Step(new RunEvent.Asked(DemandOf(index, 1, reading.First)), Facts(0))), _service.Start());
            })
            .ToArray();
        return new ExplorerState(
            machines[0],
            machines.Length > 1 ? machines[1] : null,
            reading.Mischief,
            0,
            CancelLevel.None,
            0,
            IsDenied: false,
            0
        );
    }

    private Demand DemandOf(int index, long ask, (int Remove, int Declare) wish) =>
        new()
        {
            Ask = ask,
            AskedAt = Now,
            StopPolicy = reading.Policy,
            StopTimeout = ServiceReading.Ticks(reading.StopTimeout),
            Change = new InstanceChange
            {
                Id = ServiceModel.Ids[index],
                Bound = ServiceModel.Set(reading.Keys),
                Declared = ServiceModel.Set(wish.Declare),
                Remove = ServiceModel.Set(wish.Remove),
                StopMode =
                    reading.StartsStopped ? StopMode.None
                    : reading.Policy == StopPolicy.Force ? StopMode.Hard
                    : StopMode.Soft,
            },
        };

    private RunFacts Facts(int learned) =>
        _facts[learned] ??= new RunFacts
        {
            Now = Now,
            Turn = 0,
            Bounds = _bounds,
            Rules = reading.Rules,
            FullSetsServe = (learned & 1) != 0,
            DeltasServe = (learned & 2) != 0,
            NothingServes = (learned & 4) != 0,
            Looks = OncePerTick.Instance,
        };

    /// <summary>An event reaches a run; the phase that it leaves and the one that it enters are remembered for the diagram.</summary>
    private InstanceRun Step(InstanceRun run, RunEvent runEvent, int learned, string? what = null)
    {
        var after = run.Step(runEvent, Facts(learned));
        after = mutant is null ? after : mutant(run, runEvent, after);
        if (after.Phase != run.Phase)
        {
            Transitions.Add((run.Phase, what ?? runEvent.GetType().Name, after.Phase));
        }

        var isAnswer = runEvent is RunEvent.Accepted or RunEvent.Refused or RunEvent.Lost;
        return Settled(isAnswer && reading.LooksAtOnce ? after with { LookedIn = -1 } : after);
    }

    /// <summary>Words differ where nothing else does: they are no part of a state.</summary>
    private static InstanceRun Settled(InstanceRun run) =>
        run with
        {
            Refusal = null,
            Demands = run.Demands.Select(demand =>
                demand.Verdict is { Problem: not null } verdict ? demand with { Verdict = verdict with { Problem = null } } : demand
            ),
        };

    private static int Learn(int learned, Lesson lesson) =>
        lesson switch
        {
            Lesson.FullSetsServe => learned | 1,
            Lesson.DeltasServe => learned | 2,
            Lesson.NothingServes => learned | 4,
            _ => learned,
        };

    /// <summary>Everything that is remembered becomes one tick older.</summary>
    private InstanceRun Older(InstanceRun run)
    {
        var oldest = Now - ServiceReading.Ticks(reading.OldestAge);
        TimeSpan Age(TimeSpan time) => time == TimeSpan.MinValue ? time : Max(time - ServiceReading.Ticks(1), oldest);
        TimeSpan? AgeOf(TimeSpan? time) => time is { } at ? Age(at) : null;
        return run with
        {
            Sight = run.Sight is { } sight ? sight with { BegunAt = Age(sight.BegunAt), Turn = -1 } : null,
            SightsFrom = Age(run.SightsFrom),
            Write = run.Write is { } write ? write with { SentAt = Age(write.SentAt), AnsweredAt = Age(write.AnsweredAt) } : null,
            Watch = run.Watch with { Since = run.Watch.Kind == WatchKind.None ? default : Age(run.Watch.Since) },
            Quarantine = run.Quarantine is { } quarantine ? quarantine with { Since = Age(quarantine.Since) } : null,
            Ledger = run.Ledger with { At = run.Ledger.At == default ? default : Age(run.Ledger.At) },
            HoldUntil = run.HoldUntil <= Now ? TimeSpan.MinValue : Age(run.HoldUntil),
            LookedAt = Age(run.LookedAt),
            LookedIn = -1,
            MissingSince = AgeOf(run.MissingSince),
            BusySince = AgeOf(run.BusySince),
            BlindSince = AgeOf(run.BlindSince),
            FailedLooks = Math.Min(run.FailedLooks, 4),
            Attempts = run.Attempts with { Starts = Math.Min(run.Attempts.Starts, 4) },
            DownSince = AgeOf(run.DownSince),
            Asked = (Age(run.Asked.First), Age(run.Asked.Last)),
            Demands = run.Demands.Select(demand => demand with { AskedAt = Age(demand.AskedAt) }),
        };
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static IEnumerable<string> Verdicts(ExplorerState state) =>
        state.Machines.SelectMany(machine => machine.Run.Demands).Select(demand => demand.Verdict?.Kind.ToString() ?? "none");

    private static string Truth(ExplorerState state) =>
        string.Join(", ", state.Machines.Select(machine => $"{machine.Cloud.Power} {ServiceModel.Text(machine.Cloud.Keys)}"));

    private sealed class OncePerTick : ILookSchedule
    {
        public static readonly OncePerTick Instance = new();

        public TimeSpan NextLook(InstanceRun run, RunFacts facts) => run.LookedIn == facts.Turn ? facts.Now + facts.Bounds.Poll : facts.Now;
    }
}
