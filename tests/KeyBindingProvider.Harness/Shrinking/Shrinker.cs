using System.Diagnostics;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Mutants;

namespace KeyBindingProvider.Harness.Shrinking;

/// <summary>Makes a case that breaks a promise smaller while it still breaks the same one: what stays in it matters.</summary>
internal static class Shrinker
{
    /// <summary>The smallest case that was found in the time.</summary>
    public static FleetCase Shrink(FleetCase broken, Mutant mutant, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        if (Rule(broken, mutant) is not { } rule)
        {
            return broken;
        }

        var smallest = broken;
        while (
            Smaller.Of(smallest).TakeWhile(_ => watch.Elapsed < limit).FirstOrDefault(candidate => Rule(candidate, mutant) == rule)
                is { } smaller
        )
        {
            smallest = smaller;
        }

        return smallest;
    }

    /// <summary>The rule of the first promise that a case breaks; null for a good one.</summary>
    private static string? Rule(FleetCase fleetCase, Mutant mutant) =>
        Verdict.Of(fleetCase, mutant).Broken is [var first, ..] ? first.Split(':')[0] : null;
}
