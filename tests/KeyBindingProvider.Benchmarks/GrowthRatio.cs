using System.Globalization;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Benchmarks;

/// <summary>
/// Prints how time and allocations grow from 10,000 to 100,000 machines. Linear is 10; the project's limit is 12. Time is the processor's, of all
/// threads: whoever else is busy on the machine does not count.
/// </summary>
internal static class GrowthRatio
{
    private const int Small = 10_000;
    private const int Large = 10 * Small;
    private const double Limit = 12;
    private const int Million = 1_000_000;
    private const int KeysOfAMachine = 4;
    private const double MostPasses = 3;

    /// <summary>Answers whether every ratio is within the limit.</summary>
    public static bool Print(TextWriter output)
    {
        var within = true;
        within &= Print(output, "planner", size => Prepare(Regions.Swap(size), request => Planner.Plan(request).Calls.Total));
        within &= Print(output, "cover", size => Prepare(Regions.Removals(size), removals => RectangleCover.Of(removals).Count()));
        return within;
    }

    /// <summary>The planner on 1,000,000 pairs beside one pass over the same; answers whether it is within the limit.</summary>
    public static bool PrintMillion(TextWriter output)
    {
        const int Instances = Million / KeysOfAMachine;
        return PrintPasses(output, "nothing changes", Regions.Settled(Instances))
            & PrintPasses(output, "every machine changes", Regions.Swap(Instances));
    }

    private static bool PrintPasses(TextWriter output, string name, PlanRequest request)
    {
        var (pass, plan) = (Measure(() => OnePass.Over(request)), Measure(() => Planner.Plan(request).Calls.Total));
        var ratio = plan.Time / pass.Time;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pass.Result} pairs, {name}: one pass {pass.Time.TotalMilliseconds:F0} ms, {pass.Bytes / 1e6:F0} MB; plan {plan.Time.TotalMilliseconds:F0} ms = {ratio:F1}x, {plan.Bytes / 1e6:F0} MB allocated, calls {plan.Result}"
            )
        );
        return ratio <= MostPasses;
    }

    private static Func<int> Prepare<T>(T input, Func<T, int> work) => () => work(input);

    private static bool Print(TextWriter output, string name, Func<int, Func<int>> workOf)
    {
        var (small, large) = (Measure(workOf(Small)), Measure(workOf(Large)));
        var time = large.Time / small.Time;
        var bytes = (double)large.Bytes / small.Bytes;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -8} {Small} -> {Large}: time {small.Time.TotalMilliseconds:F0} -> {large.Time.TotalMilliseconds:F0} ms = {time:F1}x, allocated {small.Bytes / 1e6:F1} -> {large.Bytes / 1e6:F1} MB = {bytes:F2}x, calls {small.Result} -> {large.Result}"
            )
        );
        return time <= Limit && bytes <= Limit;
    }

    private static (TimeSpan Time, long Bytes, int Result) Measure(Func<int> work)
    {
        // The first runs compile and tier up; of the rest the fastest is the least disturbed.
        var result = work();
        work();
        var best = TimeSpan.MaxValue;
        var bytes = 0L;
        for (var i = 0; i < 7; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var begun = Environment.CpuUsage.TotalTime;
            work();
            var took = Environment.CpuUsage.TotalTime - begun;
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            best = took < best ? took : best;
        }

        return (best, bytes, result);
    }
}
