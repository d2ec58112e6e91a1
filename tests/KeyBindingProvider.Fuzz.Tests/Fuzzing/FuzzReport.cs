using System.Globalization;
using System.Text;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>Something that an input did and must not do.</summary>
/// <param name="Why">What.</param>
/// <param name="Input">The input, made as short as a few tries could.</param>
/// <param name="Case">Which case it was.</param>
internal sealed record Finding(string Why, byte[] Input, int Case)
{
    private const int Shown = 600;

    /// <inheritdoc/>
    public override string ToString() =>
        $"""
            case {Case}: {Why}
              as text:   {string.Concat(
                Encoding.Latin1.GetString(Input, 0, Math.Min(Input.Length, Shown)).Select(c => c is >= ' ' and <= '~' ? $"{c}" : $"\\x{(int)c:x2}")
            )}
              as base64: {Convert.ToBase64String(Input, 0, Math.Min(Input.Length, Shown))}{(Input.Length > Shown ? $" (the first {Shown} of {Input.Length} bytes)" : "")}
            """;
}

/// <summary>What a run came to.</summary>
internal sealed record FuzzReport(string Target, int Seed, int Cases, double Seconds, int Outcomes, IReadOnlyList<Finding> Findings)
{
    /// <summary>The figures in one line.</summary>
    public string Figures =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Target}: seed {Seed}, {Cases} cases, {Seconds:0.0} s, {Outcomes} different outcomes, {Findings.Count} findings"
        );
}
