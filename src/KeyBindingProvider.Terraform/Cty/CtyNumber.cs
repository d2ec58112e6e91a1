using System.Globalization;

namespace KeyBindingProvider.Terraform.Cty;

/// <summary>
/// A number as the engine has it: a whole one that fits 64 bits, one that is exactly a double, or else its decimal text. Nothing is rounded on the way
/// through.
/// </summary>
internal readonly record struct CtyNumber
{
    private readonly string? _text;

    private CtyNumber(long? whole, double real, string? text) => (Whole, Real, _text) = (whole, real, text);

    /// <summary>The value when it is whole and fits, else null.</summary>
    public long? Whole { get; }

    /// <summary>The value as a double; exact unless <see cref="Text"/> is set.</summary>
    public double Real { get; }

    /// <summary>The decimal text of a number that is neither, else null.</summary>
    public string? Text => _text;

    /// <summary>A whole number.</summary>
    public static CtyNumber Of(long value) => new(value, value, null);

    /// <summary>A double; whole ones that fit become whole numbers, so that equal numbers are equal.</summary>
    public static CtyNumber Of(double value)
    {
        const double Limit = 9223372036854775808.0;
        return value == Math.Floor(value) && value is >= -Limit and < Limit ? Of((long)value) : new CtyNumber(null, value, null);
    }

    /// <summary>Reads a decimal text; false when it is none.</summary>
    public static bool TryParse(string text, out CtyNumber number)
    {
        number = default;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            number = Of(whole);
            return true;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) || !double.IsFinite(real))
        {
            return false;
        }

        // Kept as it came: whether a double is exact for it does not matter to anything that reads it.
        number = new CtyNumber(null, real, text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _text ?? Whole?.ToString(CultureInfo.InvariantCulture) ?? Real.ToString("R", CultureInfo.InvariantCulture);
}
