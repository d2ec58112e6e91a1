using System.Globalization;
using System.Text.RegularExpressions;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Reads when access ends (rule <c>access-ends</c>): shape only, since what is past the service's clock decides.</summary>
internal static partial class AccessEndCheck
{
    private const string Example = "Write it as RFC 3339 has it, with an offset: 2026-12-24T18:00:00+08:00.";

    /// <summary>The end; null where none is written, or none that can be read.</summary>
    public static AccessEnd? Read(InputReader reader)
    {
        var (warning, writtenWarning) = ReadWarning(reader);
        if (reader.Text(PropertyNames.NotAfter) is not { } text)
        {
            if (reader.IsPresent(PropertyNames.ExpiresWarning) && !reader.IsPresent(PropertyNames.NotAfter))
            {
                reader.Invalid(
                    PropertyNames.ExpiresWarning,
                    "stands without notAfter, so that there is nothing to warn of.",
                    "Say when the access ends, or leave it out."
                );
            }

            return null;
        }

        var hasTheForm = Moment().IsMatch(text);
        if (
            hasTheForm
            && DateTimeOffset.TryParse(
                text.ToUpperInvariant(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var moment
            )
        )
        {
            return new AccessEnd(moment, text, warning, writtenWarning);
        }

        reader.Invalid(
            PropertyNames.NotAfter,
            $"{InputReader.Shown(new InputValue.Text(text))} {(hasTheForm ? WhyNot(text) : "is not a moment with an offset.")}",
            Example
        );
        return null;
    }

    /// <summary>What of a text that has the form of a moment is none, the largest part first: <c>2026-02-30T00:00:00Z</c> is a day that there is not.</summary>
    private static string WhyNot(string text)
    {
        int Part(int from, int length) => int.Parse(text.AsSpan(from, length), NumberStyles.None, CultureInfo.InvariantCulture);
        var (year, month, day) = (Part(0, 4), Part(5, 2), Part(8, 2));
        return year == 0 ? "names the year 0, and the calendar begins with 1."
            : month is 0 or > 12 ? $"names month {month}, and a year has 12."
            : day == 0 || day > CultureInfo.InvariantCulture.Calendar.GetDaysInMonth(year, month)
                ? $"names a day that does not exist: {year:0000}-{month:00} has {CultureInfo.InvariantCulture.Calendar.GetDaysInMonth(year, month)} days."
            : Part(11, 2) > 23 || Part(14, 2) > 59 || Part(17, 2) > 59
                ? "names a time of day that does not exist: hours go to 23, minutes and seconds to 59."
            : "has an offset that does not exist, or is out of range: offsets go from -14:00 to +14:00.";
    }

    private static (TimeSpan?, string?) ReadWarning(InputReader reader)
    {
        if (reader.Text(PropertyNames.ExpiresWarning) is not { } text)
        {
            return (null, null);
        }

        if (Span().Match(text) is not { Success: true } match)
        {
            reader.Invalid(
                PropertyNames.ExpiresWarning,
                $"{InputReader.Shown(new InputValue.Text(text))} is not a span of time.",
                "Write a number and d, h or m: 7d, 36h, 90m."
            );
            return (null, null);
        }

        var count = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        return (
            match.Groups[2].Value switch
            {
                "d" => TimeSpan.FromDays(count),
                "h" => TimeSpan.FromHours(count),
                _ => TimeSpan.FromMinutes(count),
            },
            text
        );
    }

    // No limit of time is one of its own: by default, what the generator writes asks the process for it, and Core asks nothing of its process.
    [GeneratedRegex(
        @"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})$",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript,
        Timeout.Infinite
    )]
    private static partial Regex Moment();

    [GeneratedRegex(@"^([1-9][0-9]{0,4})([dhm])$", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Span();
}
