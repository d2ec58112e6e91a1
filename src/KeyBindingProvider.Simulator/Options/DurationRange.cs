using System.Globalization;

namespace KeyBindingProvider.Simulator.Options;

/// <summary>A span of time that is drawn anew for each use, between two bounds.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Max">The longest.</param>
public readonly record struct DurationRange(TimeSpan Min, TimeSpan Max)
{
    /// <summary>No time at all.</summary>
    public static DurationRange None { get; } = new(TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>Always the same span.</summary>
    /// <param name="span">The span.</param>
    /// <returns>A range of one value.</returns>
    public static DurationRange Exactly(TimeSpan span) => new(span, span);

    /// <summary>A range in seconds.</summary>
    /// <param name="min">The shortest, in seconds.</param>
    /// <param name="max">The longest, in seconds.</param>
    /// <returns>The range.</returns>
    public static DurationRange Seconds(double min, double max) => new(TimeSpan.FromSeconds(min), TimeSpan.FromSeconds(max));

    /// <summary>Reads <c>500ms</c>, <c>2s</c>, <c>1m</c>, <c>2h</c> or a range such as <c>2s..5s</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="range">What it means.</param>
    /// <returns>Whether it could be read.</returns>
    public static bool TryParse(string text, out DurationRange range)
    {
        ArgumentNullException.ThrowIfNull(text);
        range = default;
        var parts = text.Split("..");
        if (parts.Length > 2 || !TryParseSpan(parts[0], out var min))
        {
            return false;
        }

        var max = min;
        if (parts.Length == 2 && !TryParseSpan(parts[1], out max))
        {
            return false;
        }

        range = new DurationRange(min, max);
        return max >= min;
    }

    /// <inheritdoc/>
    public override string ToString() => Min == Max ? Text(Min) : $"{Text(Min)}..{Text(Max)}";

    internal TimeSpan At(double share) => Min + ((Max - Min) * share);

    internal static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = default;
        var trimmed = text.Trim();
        var digits = trimmed.TrimEnd('m', 's', 'h');
        var factor = trimmed[digits.Length..] switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            "h" => TimeSpan.TicksPerHour,
            _ => 0,
        };
        if (
            factor == 0
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number * factor > TimeSpan.FromDays(365).Ticks
        )
        {
            return false;
        }

        span = TimeSpan.FromTicks((long)(number * factor));
        return true;
    }

    private static string Text(TimeSpan span) =>
        span.TotalSeconds >= 1 || span == TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds}ms");
}
