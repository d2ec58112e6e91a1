using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Harness.Mutants;

/// <summary>An engine with one thing broken on purpose. A harness that does not notice it proves nothing.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Rules">The rules that it keeps.</param>
/// <param name="Twist">What it does to its calls; null for nothing.</param>
internal sealed record Mutant(string Name, RunRules Rules, Func<ICvmApi, TimeProvider, ICvmApi>? Twist = null)
{
    /// <summary>Nothing is broken.</summary>
    public static readonly Mutant None = new("none", RunRules.All);

    /// <summary>All that can be asked for by name.</summary>
    public static readonly IReadOnlyList<Mutant> All =
    [
        new("forgets-a-restart", new RunRules { Restart = false }),
        new("merges-two-rectangles", RunRules.All, (api, time) => new MergingApi(api, time)),
        new("retries-an-ambiguous-write", RunRules.All, (api, _) => new RetryingApi(api)),
    ];
}
