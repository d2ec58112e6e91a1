using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Tests.Conducting;

internal sealed partial class Explorer
{
    private static readonly Problem s_cancelled = Problem.Error(ProblemCodes.Cancelled, "Cancelled.");
    private static readonly Problem s_turnedAway = Problem.Error(ProblemCodes.NotReached, "Its slot is held.");

    /// <summary>Everything that may happen next: the world acts, else the loop does one thing, else time passes.</summary>
    private List<Edge> Successors(ExplorerState state)
    {
        var edges = new List<Edge>();
        if (state.Machines.All(machine => !machine.Run.IsOpen))
        {
            return edges;
        }

        Strangers(state, edges);
        Cancels(state, edges);
        Joins(state, edges);
        if (Looks(state, edges) || Writes(state, edges))
        {
            return edges;
        }

        Ticks(state, "", edges);
        return edges;
    }

    private void Strangers(ExplorerState state, List<Edge> edges)
    {
        if (state.Mischief == 0 || !reading.HasStranger)
        {
            return;
        }

        for (var i = 0; i < state.Count; i++)
        {
            var machine = state[i];
            if (machine.Cloud.Stranger.Length == 0)
            {
                foreach (var (after, act) in _service.Strangers(machine.Cloud))
                {
                    edges.Add(new Edge(state.With(i, machine.Run, after) with { Mischief = state.Mischief - 1 }, "stranger: " + act, null));
                }
            }
        }
    }

    private void Cancels(ExplorerState state, List<Edge> edges)
    {
        if (state.Mischief == 0 || !reading.MayCancel || state.Cancelled == CancelLevel.Hard)
        {
            return;
        }

        for (var level = state.Cancelled + 1; level <= CancelLevel.Hard; level++)
        {
            var after = state with { Cancelled = level, Mischief = state.Mischief - 1 };
            for (var i = 0; i < state.Count; i++)
            {
                var run = state[i].Run;
                for (var ask = 1; ask <= 2 && run.IsOpen; ask++)
                {
                    run = Step(run, new RunEvent.Cancelled(ask, level, s_cancelled), state.Learned);
                }

                after = after.With(i, run, state[i].Cloud);
            }

            edges.Add(new Edge(after, level + " cancel", null));
        }
    }

    private void Joins(ExplorerState state, List<Edge> edges)
    {
        if (reading.Second is not { } second || state.Joined > 0 || state.Cancelled > CancelLevel.None || !state.First.Run.IsOpen)
        {
            return;
        }

        var run = state.First.Run;
        var after = Step(run, new RunEvent.Asked(DemandOf(0, 2, second)), state.Learned);
        var waits = after.Demands[after.Demands.Count - 1].IsWaiting;
        var broken =
            !waits && IsKeptDownTooLong(run) ? new List<string> { "DOOR a join prolongs a window that has been open too long" } : null;
        edges.Add(new Edge(state.With(0, after, state.First.Cloud) with { Joined = waits ? 2 : 1 }, "demand 2 joins", broken));
    }

    /// <summary>Judged by the facts of the window, not by the rule under test.</summary>
    private bool IsKeptDownTooLong(InstanceRun run) =>
        run.Custody == Custody.Ours && run.DownSince is { } since && Now - since > ServiceReading.Ticks(reading.Door);

    private bool Looks(ExplorerState state, List<Edge> edges)
    {
        for (var i = 0; i < state.Count; i++)
        {
            if (state[i].Run.IsOpen && state[i].Run.NextWish(Facts(state.Learned)) is Wish.Look look && look.By <= Now)
            {
                Look(state, i, edges);
                return true;
            }
        }

        return false;
    }

    private void Look(ExplorerState state, int i, List<Edge> edges)
    {
        var (run, cloud) = state[i];
        var name = state.Count > 1 ? $"look {i}" : "look";
        ExplorerState Failed() => state.With(i, Step(run, new RunEvent.LookFailed(""), state.Learned), cloud);
        if (state.IsDenied)
        {
            edges.Add(new Edge(Failed(), name + ": denied", null));
            return;
        }

        if (state.Mischief > 0 && reading.Has("denied"))
        {
            edges.Add(new Edge(Failed() with { Mischief = state.Mischief - 1, IsDenied = true }, name + ": denied from now on", null));
        }

        ExplorerState Missed() => state.With(i, Step(run, new RunEvent.Missing(Now), state.Learned), cloud);
        if (cloud.Power == Power.Gone)
        {
            edges.Add(new Edge(Missed(), name + ": missing", null));
            return;
        }

        foreach (var (shown, after) in _service.Sights(cloud))
        {
            var sight = new Sight(ServiceModel.Snapshot(i, shown), Now, 0);
            var seen = Step(run, new RunEvent.Seen(sight), state.Learned, "Seen " + shown.Power.ToString().ToUpperInvariant());
            var stale = shown == cloud.Now ? "" : " (stale)";
            edges.Add(
                new Edge(
                    state.With(i, seen, after) with
                    {
                        Learned = Learn(state.Learned, seen.Lesson),
                    },
                    $"{name}: {shown.Power} {ServiceModel.Text(shown.Keys)} {shown.Author}/{shown.State}{stale}",
                    null
                )
            );
        }

        var isMissing = run.MissingSince is { } since && Now - since <= ServiceReading.Ticks(reading.Staleness);
        if (reading.Has("missing") && (isMissing || (state.Mischief > 0 && run.MissingSince is null)))
        {
            edges.Add(
                new Edge(Missed() with { Mischief = state.Mischief - (isMissing ? 0 : 1) }, name + ": instance missing in the page", null)
            );
        }

        if (state.Mischief > 0 && reading.Has("lookfail"))
        {
            edges.Add(new Edge(Failed() with { Mischief = state.Mischief - 1 }, name + ": fails", null));
        }
    }

    /// <summary>Starts first, then window writes, then what takes down.</summary>
    private static int Rank(Wish.Write wish) =>
        wish.Action == CallAction.Start ? 0
        : wish.TakesDown ? 2
        : 1;

    private bool Writes(ExplorerState state, List<Edge> edges)
    {
        var wishes = new Wish.Write?[state.Count];
        for (var i = 0; i < state.Count; i++)
        {
            wishes[i] = state[i].Run.IsOpen ? state[i].Run.NextWish(Facts(state.Learned)) as Wish.Write : null;
        }

        foreach (var i in Enumerable.Range(0, state.Count).Where(i => wishes[i] is not null).OrderBy(i => Rank(wishes[i]!)))
        {
            var wish = wishes[i]!;
            if (wish.TakesDown && !state[i].Run.HoldsSlot && state.Machines.Count(machine => machine.Run.HoldsSlot) >= reading.Slots)
            {
                if (state.Machines.Count(machine => machine.Run is { IsOpen: false, HoldsSlot: true }) >= reading.Slots)
                {
                    var away = Step(state[i].Run, new RunEvent.TurnedAway(1, s_turnedAway), state.Learned);
                    edges.Add(
                        new Edge(
                            state.With(i, away, state[i].Cloud),
                            "turned away: its slot is held by a machine that missed its window",
                            null
                        )
                    );
                    return true;
                }

                continue;
            }

            if (IsPair(state, wishes, i))
            {
                SendBatch(state, wish, edges);
            }
            else
            {
                SendAlone(state, i, wish, edges);
            }

            if (state.Mischief > 0 && reading.Has("pacer"))
            {
                Ticks(state with { Mischief = state.Mischief - 1 }, "the turn at the pacer takes a tick; ", edges);
            }

            return true;
        }

        return false;
    }

    private bool IsPair(ExplorerState state, Wish.Write?[] wishes, int i)
    {
        if (state.Count < 2 || wishes[0] != wishes[1] || state.Machines.Any(machine => machine.Run.GroupLimit < 2))
        {
            return false;
        }

        var needed = state.Machines.Count(machine => !machine.Run.HoldsSlot);
        return !wishes[i]!.TakesDown || state.Machines.Count(machine => machine.Run.HoldsSlot) + needed <= reading.Slots;
    }

    private void Ticks(ExplorerState state, string before, List<Edge> edges)
    {
        foreach (var (first, note) in _service.Tick(state.First.Cloud))
        {
            if (state.Second is null)
            {
                Add(state.With(0, Aged(state.First.Run), first), note);
                continue;
            }

            foreach (var (second, note2) in _service.Tick(state.Second.Cloud))
            {
                Add(state.With(0, Aged(state.First.Run), first).With(1, Aged(state.Second.Run), second), note + note2);
            }
        }

        void Add(ExplorerState after, string note)
        {
            List<string>? broken = null;
            for (var i = 0; i < state.Count; i++)
            {
                AtEffect(state[i].Cloud, after[i].Cloud, after, ref broken);
            }

            edges.Add(new Edge(after, $"{before}tick{(note.Length > 0 ? ": " + note : "")}", broken));
        }

        InstanceRun Aged(InstanceRun run) => run.IsOpen ? Older(run) : run;
    }

    private static (string Kind, int Keys) Said(Wish.Write wish) =>
        wish.Action switch
        {
            CallAction.Stop => ("stop", 0),
            CallAction.Start => ("start", 0),
            CallAction.Associate => ("bind", ServiceModel.Bits(wish.Keys)),
            _ => ("unbind", ServiceModel.Bits(wish.Keys)),
        };

    private static string Text(Wish.Write wish) =>
        (
            wish.Action == CallAction.Stop
                ? wish.Force
                    ? "HARD "
                    : ""
                : wish.Force
                    ? "ForceStop "
                    : ""
        )
        + Said(wish).Kind
        + (wish.ChangesKeys ? " " + ServiceModel.Text(ServiceModel.Bits(wish.Keys)) : "");

    private void SendAlone(ExplorerState state, int i, Wish.Write wish, List<Edge> edges)
    {
        var sent = Step(state[i].Run, new RunEvent.Sent(wish), state.Learned);
        var unasked = Unasked(state[i].Run, wish, Said(wish).Keys);
        if (wish.TakesDown && state.Cancelled != CancelLevel.None)
        {
            unasked ??= "P2 a new stop after a cancel";
        }

        foreach (var (run, at, meanwhile) in WhileOnItsWay(state, i, sent))
        {
            Answer(at, i, wish, run, meanwhile, unasked, edges);
        }
    }

    /// <summary>What may reach a run between the sending and the answer: nothing, a cancel, a demand that joins.</summary>
    private IEnumerable<(InstanceRun Sent, ExplorerState State, string Meanwhile)> WhileOnItsWay(
        ExplorerState state,
        int i,
        InstanceRun sent
    )
    {
        yield return (sent, state, "");
        for (var level = state.Cancelled + 1; state.Mischief > 0 && reading.MayCancel && level <= CancelLevel.Hard; level++)
        {
            var first = Step(sent, new RunEvent.Cancelled(1, level, s_cancelled), state.Learned);
            var both = Step(first, new RunEvent.Cancelled(2, level, s_cancelled), state.Learned);
            yield return (
                both,
                state with
                {
                    Cancelled = level,
                    Mischief = state.Mischief - 1,
                },
                level + " cancel while it is on its way; "
            );
        }

        if (reading.Second is { } second && state.Joined == 0 && state.Cancelled == CancelLevel.None)
        {
            var joined = Step(sent, new RunEvent.Asked(DemandOf(i, 2, second)), state.Learned);
            var waits = joined.Demands[joined.Demands.Count - 1].IsWaiting;
            yield return (joined, state with { Joined = waits ? 2 : 1 }, "demand 2 joins while it is on its way; ");
        }
    }

    private void Answer(ExplorerState state, int i, Wish.Write wish, InstanceRun sent, string meanwhile, string? unasked, List<Edge> edges)
    {
        var cloud = state[i].Cloud;
        var (kind, keys) = Said(wish);
        var name = meanwhile + Text(wish);
        foreach (var (refused, after, price, note) in _service.Arrive(cloud, kind, keys, wish.Force, Author.Ours))
        {
            if (price > state.Mischief)
            {
                continue;
            }

            var answered = refused is { } kindOf
                ? Step(sent, Refusal(kindOf, 1), state.Learned, $"{kind} refused")
                : Step(sent, new RunEvent.Accepted(nameof(Author.Ours)), state.Learned, $"{kind} accepted");
            var takes = kind == "stop" || (wish.IsForcedChange && (after.Cuts > 0 || cloud.SinceStranger <= reading.Staleness));
            var next = state.With(i, answered, after) with
            {
                Mischief = state.Mischief - price,
                Excuses = state.Excuses | (refused is null && takes ? 2 : 0),
                Learned = Learn(state.Learned, answered.Lesson),
            };
            Add(next, after, $"{name} -> {(refused is null ? "accepted: " + note : "refused: " + refused)}", judge: true);
        }

        if (state.Mischief == 0)
        {
            return;
        }

        foreach (
            var (fault, kindOf) in new[]
            {
                ("busy", RefusalKind.Busy),
                ("throttled", RefusalKind.Throttled),
                ("final", RefusalKind.Authorization),
            }
        )
        {
            if (!reading.Has(fault) || (fault == "busy" && cloud.Pending is not null))
            {
                continue;
            }

            var refused = Step(sent, Refusal(kindOf, 1), state.Learned, $"{kind} refused");
            var after = kind == "start" && fault == "final" ? cloud with { StartForbidden = true } : cloud;
            Add(state.With(i, refused, after) with { Mischief = state.Mischief - 1 }, after, $"{name} -> refused: {fault}", judge: false);
        }

        if (reading.Has("lost") && cloud.Flying is null)
        {
            LoseAnswer(state, i, wish, sent, Add);
        }

        void Add(ExplorerState next, CloudInstance after, string label, bool judge)
        {
            List<string>? broken = unasked is null ? null : [unasked];
            if (judge)
            {
                AtEffect(cloud, after, next, ref broken);
            }

            edges.Add(new Edge(next, label, broken));
        }
    }

    private void LoseAnswer(
        ExplorerState state,
        int i,
        Wish.Write wish,
        InstanceRun sent,
        Action<ExplorerState, CloudInstance, string, bool> add
    )
    {
        var cloud = state[i].Cloud;
        var (kind, keys) = Said(wish);
        var lost = Step(sent, new RunEvent.Lost(""), state.Learned, $"{kind} lost");
        var excuses = state.Excuses | (wish.IsForcedChange ? 1 : 0) | (wish.TakesDown ? 2 : 0);
        ExplorerState With(CloudInstance after) => state.With(i, lost, after) with { Mischief = state.Mischief - 1, Excuses = excuses };
        add(With(cloud), cloud, Text(wish) + " -> answer lost, never arrives", false);
        var author = cloud.Now.Author == Author.Lost ? Author.LostTwice : Author.Lost;
        foreach (var (refused, after, price, note) in _service.Arrive(cloud, kind, keys, wish.Force, author))
        {
            if (refused is null && price == 0)
            {
                add(With(after), after, $"{Text(wish)} -> answer lost, with effect: {note}", true);
            }
        }

        if (reading.Landing > 0)
        {
            var flying = cloud with { Flying = new Pending(kind, keys, reading.Landing, wish.Force) };
            add(With(flying), flying, Text(wish) + " -> answer lost, arrives later", false);
        }
    }

    private static RunEvent.Refused Refusal(RefusalKind kind, int batch, string requestId = "") =>
        new(new Refusal(kind, "", requestId), batch);

    /// <summary>A call for both: refused as a whole for one unsuitable member, and the other may have been changed all the same.</summary>
    private void SendBatch(ExplorerState state, Wish.Write wish, List<Edge> edges)
    {
        var (kind, keys) = Said(wish);
        var name = "BATCH " + Text(wish);
        InstanceRun[] sent = [.. state.Machines.Select(machine => Step(machine.Run, new RunEvent.Sent(wish), state.Learned))];
        var outcomes = state
            .Machines.Select(machine => _service.Arrive(machine.Cloud, kind, keys, wish.Force, Author.Ours).ToArray())
            .ToArray();
        CloudInstance[] unchanged = [state.First.Cloud, state.Second!.Cloud];
        RefusalKind[] bad = [.. outcomes.Where(each => each[0].Refused is not null).Select(each => each[0].Refused!.Value)];
        if (bad.Length > 0)
        {
            Emit(unchanged, 0, $"refused as a batch: {bad[0]}", Refusal(bad[0], 2));
            for (var q = 0; q < 2; q++)
            {
                if (outcomes[q][0].Refused is null)
                {
                    var after = unchanged.ToArray();
                    after[q] = OfBatch(outcomes[q][0].After);
                    Emit(
                        after,
                        0,
                        $"refused as a batch: {bad[0]}; the healthy member is changed all the same",
                        Refusal(bad[0], 2, nameof(Author.Batch))
                    );
                }
            }

            return;
        }

        foreach (var one in outcomes[0])
        {
            foreach (var other in outcomes[1])
            {
                Emit(
                    [one.After, other.After],
                    one.Price + other.Price,
                    $"accepted: {one.Note} | {other.Note}",
                    new RunEvent.Accepted(nameof(Author.Ours))
                );
            }
        }

        if (state.Mischief == 0)
        {
            return;
        }

        Emit(unchanged, 1, "refused as a batch: busy", Refusal(RefusalKind.Busy, 2));
        Emit(unchanged, 1, "refused as a batch: throttled", Refusal(RefusalKind.Throttled, 2));
        Emit(unchanged, 1, "refused as a batch: state, nobody changed", Refusal(RefusalKind.State, 2));
        Emit(
            [OfBatch(outcomes[0][0].After), unchanged[1]],
            1,
            "refused as a batch: state, the first one changed all the same",
            Refusal(RefusalKind.State, 2, nameof(Author.Batch))
        );
        if (reading.Has("lost"))
        {
            Emit(unchanged, 1, "answer lost, no effect", new RunEvent.Lost(""));
            Emit([outcomes[0][0].After, outcomes[1][0].After], 1, "answer lost, with effect", new RunEvent.Lost(""));
        }

        void Emit(CloudInstance[] after, int price, string label, RunEvent answer)
        {
            if (price > state.Mischief)
            {
                return;
            }

            var next = state with { Mischief = state.Mischief - price };
            for (var q = 0; q < 2; q++)
            {
                var answered = Step(
                    sent[q],
                    answer,
                    state.Learned,
                    answer is RunEvent.Accepted ? $"{kind} accepted" : $"{kind} refused in a batch"
                );
                next = next.With(q, answered, after[q]) with { Learned = Learn(next.Learned, answered.Lesson) };
            }

            List<string>? broken = null;
            for (var q = 0; q < 2; q++)
            {
                AtEffect(unchanged[q], after[q], next, ref broken);
            }

            edges.Add(new Edge(next, $"{name} -> {label}", broken));
        }

        static CloudInstance OfBatch(CloudInstance cloud) => cloud with { Now = cloud.Now with { Author = Author.Batch } };
    }
}
