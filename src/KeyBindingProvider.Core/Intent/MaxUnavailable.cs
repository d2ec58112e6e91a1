using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KeyBindingProvider.Core.Intent;

/// <summary>How many instances may be down at once because of us: a count, or a percentage of the running instances that must change.</summary>
public sealed record MaxUnavailable
{
    private MaxUnavailable(int value, bool isPercent) => (Value, IsPercent) = (value, isPercent);

    /// <summary>The number before the optional percent sign.</summary>
    public int Value { get; }

    /// <summary>Whether <see cref="Value"/> is a percentage.</summary>
    public bool IsPercent { get; }

    /// <summary>A count of instances, at least 1.</summary>
    public static MaxUnavailable Count(int count) => new(count, isPercent: false);

    /// <summary>A percentage, 1 to 100.</summary>
    public static MaxUnavailable Percent(int percent) => new(percent, isPercent: true);

    /// <summary>Accepts <c>^\d+%?$</c>, at least 1 and at most 100 %.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MaxUnavailable? value)
    {
        value = null;
        var isPercent = text?.EndsWith('%') ?? false;
        var digits = isPercent ? text.AsSpan(0, text!.Length - 1) : text.AsSpan();
        if (
            !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 1
            || (isPercent && number > 100)
        )
        {
            return false;
        }

        value = new MaxUnavailable(number, isPercent);
        return true;
    }

    /// <summary>The count that this allows when <paramref name="running"/> instances must change: floored, at least 1.</summary>
    public int Resolve(int running) => Math.Max(1, IsPercent ? (int)((long)running * Value / 100) : Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture) + (IsPercent ? "%" : "");
}
