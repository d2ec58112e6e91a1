using KeyBindingProvider.Simulator.Journal;

namespace KeyBindingProvider.Simulator.Judging;

/// <summary>How long, how often instances were without a key.</summary>
/// <param name="Spans">How many times; a time of no length counts.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Total">All together.</param>
public sealed record KeylessTotals(int Spans, TimeSpan Longest, TimeSpan Total);

/// <summary>What one actor did to the fleet.</summary>
public sealed record ActorReport
{
    /// <summary>SecretId, or one of <see cref="Actors"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>Most instances down at once because of the actor, from the accepted call until RUNNING.</summary>
    public required int PeakDown { get; init; }

    /// <summary>Instances that the actor took down and that are not RUNNING now.</summary>
    public required IReadOnlyList<string> LeftDown { get; init; }

    /// <summary>The longest time from an accepted stop to RUNNING, or to now.</summary>
    public required TimeSpan LongestDown { get; init; }

    /// <summary>Power cycles by instance: times the actor took its power.</summary>
    public required IReadOnlyDictionary<string, int> PowerCycles { get; init; }

    /// <summary>Instances that were RUNNING without a key because of the actor.</summary>
    public required KeylessTotals KeylessRunning { get; init; }

    /// <summary>Instances that were in another state without a key because of the actor.</summary>
    public required KeylessTotals KeylessStopped { get; init; }

    /// <summary>Calls with ForceStop=true on a bind or unbind, refused ones too.</summary>
    public required int ForceStopCalls { get; init; }

    /// <summary>StopInstances calls that asked for HARD, refused ones too.</summary>
    public required int HardStopCalls { get; init; }

    /// <summary>Instances that the actor started although somebody else, or nobody, had taken them down.</summary>
    public required IReadOnlyList<string> StartedButNotTakenDown { get; init; }
}

/// <summary>
/// The judge: what really happened to the fleet and who did it. It sees the true state and not the lagging view, and it
/// knows nothing about what anybody wanted.
/// </summary>
public sealed class Oracle
{
    private readonly Func<OracleLedger> _ledger;
    private readonly Func<DateTimeOffset> _advance;
    private readonly Lock _gate;

    internal Oracle(Func<OracleLedger> ledger, Func<DateTimeOffset> advance, Lock gate) =>
        (_ledger, _advance, _gate) = (ledger, advance, gate);

    /// <summary>Everybody who took something down, removed a key, or sent a pair.</summary>
    public IReadOnlyList<string> Actors =>
        Look(
            static (ledger, _) =>
                ledger
                    .Downs.Select(static d => d.Actor)
                    .Concat(ledger.Pairs.Select(static p => p.Actor))
                    .Concat(ledger.Starts.Select(static s => s.Actor))
                    .Concat(ledger.Removals.Select(static r => r.Actor))
                    .Concat(ledger.RoughCalls.Keys)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .ToArray()
        );

    /// <summary>Every time down, in order.</summary>
    public IReadOnlyList<DownSpan> Downs => Look(static (ledger, _) => ledger.Downs.ToArray());

    /// <summary>Every time without a key, in order.</summary>
    public IReadOnlyList<KeylessSpan> Keyless => Look(static (ledger, _) => ledger.Keyless.ToArray());

    /// <summary>Every pair of every bind and unbind, in order.</summary>
    public IReadOnlyList<PairFact> Pairs => Look(static (ledger, _) => ledger.Pairs.ToArray());

    /// <summary>Every key that left an instance, in order.</summary>
    public IReadOnlyList<KeyRemoval> Removals => Look(static (ledger, _) => ledger.Removals.ToArray());

    /// <summary>Every key that came to an instance, in order.</summary>
    public IReadOnlyList<KeyArrival> Arrivals => Look(static (ledger, _) => ledger.Arrivals.ToArray());

    /// <summary>Every bind that gave back a key which another actor had removed.</summary>
    public IReadOnlyList<PairGivenBack> GivenBack => Look(static (ledger, _) => ledger.GivenBack.ToArray());

    /// <summary>Every accepted start.</summary>
    public IReadOnlyList<StartFact> Starts => Look(static (ledger, _) => ledger.Starts.ToArray());

    /// <summary>The report on one actor.</summary>
    /// <param name="actor">SecretId, or one of <see cref="Actors"/>.</param>
    /// <returns>The report as of now.</returns>
    public ActorReport For(string actor) => Look((ledger, now) => Report(ledger, now, actor));

    private static ActorReport Report(OracleLedger ledger, DateTimeOffset now, string actor)
    {
        var downs = ledger.Downs.Where(d => d.Actor == actor).ToList();
        var keyless = ledger.Keyless.Where(k => k.Actor == actor).ToList();
        var (force, hard) = ledger.RoughCalls.GetValueOrDefault(actor);
        return new ActorReport
        {
            Actor = actor,
            PeakDown = ledger.DownCounts.GetValueOrDefault(actor).Peak,
            LeftDown = [.. downs.Where(static d => d.To is null).Select(static d => d.InstanceId)],
            LongestDown = downs.Select(d => (d.To ?? now) - d.From).DefaultIfEmpty().Max(),
            PowerCycles = downs
                .Where(static d => d.PoweredOff)
                .GroupBy(static d => d.InstanceId)
                .ToDictionary(static g => g.Key, static g => g.Count()),
            KeylessRunning = Totals(keyless.Where(static k => k.Running), now),
            KeylessStopped = Totals(keyless.Where(static k => !k.Running), now),
            ForceStopCalls = force,
            HardStopCalls = hard,
            StartedButNotTakenDown =
            [
                .. ledger
                    .Starts.Where(s => s.Actor == actor && s.TakenDownBy != actor)
                    .Select(static s => s.InstanceId)
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }

    private static KeylessTotals Totals(IEnumerable<KeylessSpan> spans, DateTimeOffset now)
    {
        var lengths = spans.Select(s => (s.To ?? now) - s.From).ToList();
        return new KeylessTotals(lengths.Count, lengths.DefaultIfEmpty().Max(), TimeSpan.FromTicks(lengths.Sum(static l => l.Ticks)));
    }

    private T Look<T>(Func<OracleLedger, DateTimeOffset, T> look)
    {
        lock (_gate)
        {
            var now = _advance();
            return look(_ledger(), now);
        }
    }
}
