using System.Globalization;
using System.Text.RegularExpressions;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Reads when access ends (rule <c>access-ends</c>): shape only, since what is past the service's clock decides.</summary>
internal static class AccessEndCheck
{
    private const string Example = "Write it as RFC 3339 has it, with an offset: 2026-12-24T18:00:00+08:00.";

    // Built at run time, as in Descriptions.
    private static readonly Regex Moment = new(
        @"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,7})?([Zz]|[+-]\d{2}:\d{2})$",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript
    );

    private static readonly Regex Span = new(@"^([1-9][0-9]{0,4})([dhm])$", RegexOptions.CultureInvariant);

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

        if (
            Moment.IsMatch(text)
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

        reader.Invalid(PropertyNames.NotAfter, $"{InputReader.Shown(new InputValue.Text(text))} is not a moment with an offset.", Example);
        return null;
    }

    private static (TimeSpan?, string?) ReadWarning(InputReader reader)
    {
        if (reader.Text(PropertyNames.ExpiresWarning) is not { } text)
        {
            return (null, null);
        }

        if (Span.Match(text) is not { Success: true } match)
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
}
