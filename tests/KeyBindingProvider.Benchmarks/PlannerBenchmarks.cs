using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Benchmarks;

/// <summary>The planner and its cover, at two sizes a factor of ten apart: what counts is the ratio (<c>docs/benchmarks.md</c>).</summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 7)]
public class PlannerBenchmarks
{
    private PlanRequest _swap = Regions.Swap(0);
    private KeyValuePair<InstanceId, KeySet>[] _removals = [];

    /// <summary>Machines; each has four keys.</summary>
    [Params(10_000, 100_000)]
    public int Instances { get; set; }

    /// <summary>Builds the region.</summary>
    [GlobalSetup]
    public void Setup() => (_swap, _removals) = (Regions.Swap(Instances), Regions.Removals(Instances));

    /// <summary>A whole plan: needs, checks, waves, calls, bound, digest.</summary>
    [Benchmark]
    public Plan Plan() => Planner.Plan(_swap);

    /// <summary>Exact rectangles for what leaves stopped machines.</summary>
    [Benchmark]
    public int Cover() => RectangleCover.Of(_removals).Count();
}
