using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>What really happened in the copies, by their own account of it and not by what the engine says.</summary>
/// <param name="clouds">The copies.</param>
/// <param name="begun">When the run began.</param>
/// <param name="ended">When it ended.</param>
internal sealed class RunMeasures(ImmutableArray<SimulatedCloud> clouds, DateTimeOffset begun, DateTimeOffset ended)
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<DownSpan> _downs = [.. clouds.SelectMany(cloud => cloud.Oracle.Downs)];
    private readonly ILookup<string, KeyArrival> _arrivals = clouds
        .SelectMany(cloud => cloud.Oracle.Arrivals)
        .ToLookup(arrival => arrival.InstanceId, StringComparer.Ordinal);
    private readonly ILookup<string, KeyRemoval> _removals = clouds
        .SelectMany(cloud => cloud.Oracle.Removals)
        .ToLookup(removal => removal.InstanceId, StringComparer.Ordinal);

    /// <summary>Most of some instances that were down at once.</summary>
    public int MostDown(IEnumerable<InstanceChange> changes)
    {
        var among = changes.Select(change => change.Id.Value).ToHashSet(StringComparer.Ordinal);
        return SpanCounts.MostAtOnce(Downs.Where(span => among.Contains(span.Instance)));
    }

    /// <summary>When each wave of a region was worked at.</summary>
    public IEnumerable<RehearsedWave> Waves(PlannedRegion region)
    {
        var downs = Downs.ToLookup(span => span.Instance, StringComparer.Ordinal);
        foreach (var rollout in region.Plan.Rollouts)
        {
            foreach (var wave in rollout.Waves)
            {
                var among = wave.Changes.Select(change => change.Id.Value).ToHashSet(StringComparer.Ordinal);
                Span[] spans = [.. among.SelectMany(id => downs[id])];
                DateTimeOffset[] moments =
                    spans.Length > 0
                        ? [.. spans.SelectMany(span => new[] { span.From, span.To })]
                        : [.. among.SelectMany(id => _arrivals[id].Select(key => key.At).Concat(_removals[id].Select(key => key.At)))];
                if (moments.Length > 0)
                {
                    yield return new RehearsedWave(
                        region.Title,
                        rollout.Resources,
                        wave.Number,
                        moments.Min() - begun,
                        moments.Max() - begun,
                        SpanCounts.MostAtOnce(spans)
                    );
                }
            }
        }
    }

    /// <summary>Of those that ran again.</summary>
    public WorstSpan LongestDown() =>
        SpanCounts.Longest(_downs.Where(down => down.To is not null).Select(down => new Span(down.InstanceId, down.From, down.To!.Value)));

    /// <summary>Without any key, of those that are to have one in the end.</summary>
    public WorstSpan LongestKeyless(IEnumerable<InstanceChange> changes) =>
        Longest(changes.Where(change => !change.Want.IsEmpty), _ => null);

    /// <summary>Without any key that the program declares.</summary>
    public WorstSpan LongestUndeclared(IEnumerable<InstanceChange> changes) => Longest(changes, change => change.Declared);

    public int PowerCycles(bool forced) => _downs.Count(down => down.PoweredOff && (!forced || down.Cause != DownCause.SoftStop));

    /// <summary>Instances that are down now.</summary>
    public ImmutableArray<InstanceId> LeftDown() =>
        [
            .. clouds
                .SelectMany(cloud => cloud.Oracle.For(SimulatorOptions.DefaultSecretId).LeftDown)
                .Select(InstanceId.FromService)
                .Distinct()
                .Order(),
        ];

    /// <summary>Calls of the run.</summary>
    public ImmutableArray<RehearsedCalls> Calls() =>
        [
            .. clouds
                .SelectMany(cloud => cloud.Journal.Find(actor: SimulatorOptions.DefaultSecretId).Select(call => (cloud, call)))
                .Where(made => made.call.At >= begun && made.call.At <= ended)
                .GroupBy(made => made.call.Action, StringComparer.Ordinal)
                .OrderBy(action => action.Key, StringComparer.Ordinal)
                .Select(action => new RehearsedCalls(
                    action.Key,
                    action.Count(),
                    action.Count(made => made.call.Outcome != CallJournal.Ok || made.call.Delivery != "answered"),
                    action.GroupBy(made => (made.cloud, made.call.Region), made => made.call.At).Max(InASecond),
                    action.First().cloud.CallsPerSecond[action.Key]
                )),
        ];

    private IEnumerable<Span> Downs => _downs.Select(down => new Span(down.InstanceId, down.From, down.To ?? ended));

    private WorstSpan Longest(IEnumerable<InstanceChange> changes, Func<InstanceChange, KeySet?> keys) =>
        SpanCounts.Longest(
            changes.SelectMany(change =>
                SpanCounts.Without(change, keys(change), _arrivals[change.Id.Value], _removals[change.Id.Value], ended)
            )
        );

    /// <summary>Most of some moments within one second, as the service counts: a call a second later is no longer of it.</summary>
    private static int InASecond(IEnumerable<DateTimeOffset> moments)
    {
        var (window, most) = (new Queue<DateTimeOffset>(), 0);
        foreach (var moment in moments.Order())
        {
            while (window.TryPeek(out var oldest) && moment - oldest >= s_second)
            {
                window.Dequeue();
            }

            window.Enqueue(moment);
            most = Math.Max(most, window.Count);
        }

        return most;
    }
}
