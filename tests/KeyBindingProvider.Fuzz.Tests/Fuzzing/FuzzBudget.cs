using System.Globalization;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>How long a run goes on, and the seed of its choices.</summary>
/// <param name="Cases">So many cases; where there is a time, it decides.</param>
/// <param name="Time">So long.</param>
/// <param name="Seed">The same seed and number of cases give the same cases.</param>
/// <param name="Patience">A case that takes longer hangs.</param>
internal sealed record FuzzBudget(int Cases, TimeSpan? Time, int Seed, TimeSpan Patience)
{
    private const int UsualCases = 1_000;
    private const int UsualSeed = 1;
    private static readonly TimeSpan s_usualPatience = TimeSpan.FromMinutes(1);

    /// <summary>As the environment has it: KEYBINDING_FUZZ_CASES, KEYBINDING_FUZZ_SECONDS, KEYBINDING_FUZZ_SEED.</summary>
    public static FuzzBudget OfEnvironment()
    {
        var seconds = Number("SECONDS");
        return new FuzzBudget(
            Number("CASES") ?? UsualCases,
            seconds is { } known ? TimeSpan.FromSeconds(known) : null,
            Number("SEED") ?? UsualSeed,
            s_usualPatience
        );
    }

    private static int? Number(string name) =>
        Environment.GetEnvironmentVariable($"KEYBINDING_FUZZ_{name}") is { Length: > 0 } text
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
}
