using BenchmarkDotNet.Running;
using KeyBindingProvider.Benchmarks;

if (args is ["--ratio"])
{
    return GrowthRatio.Print(Console.Out) ? 0 : 1;
}

if (args is ["--million"])
{
    return GrowthRatio.PrintMillion(Console.Out) ? 0 : 1;
}

BenchmarkSwitcher.FromAssembly(typeof(PlannerBenchmarks).Assembly).Run(args);
return 0;
