using System.Diagnostics;
using KeyBindingProvider.Harness;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Mutants;
var seed = ulong.Parse(args[0]); var n = int.Parse(args[1]);
var mutant = args.Length > 2 ? Mutant.All.First(m => m.Name == args[2]) : Mutant.None;
var watch = Stopwatch.StartNew();
var broken = 0;
Parallel.For(0, n, i => {
  var v = Verdict.Of(HarnessCase.Of(seed + (ulong)i), mutant);
  if (v.Broken.Count > 0) { Interlocked.Increment(ref broken); Console.WriteLine($"{seed + (ulong)i}: {string.Join(" | ", v.Broken.Take(3))}"); }
});
Console.WriteLine($"{n} in {watch.Elapsed}, {n / watch.Elapsed.TotalSeconds:0} a second, {broken} broken");
