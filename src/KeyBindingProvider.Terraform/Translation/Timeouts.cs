using System.Globalization;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>The attribute <c>timeouts</c>: durations as Terraform's users write them (<c>90s</c>, <c>45m</c>, <c>2h30m</c>).</summary>
internal static class Timeouts
{
    // What a timer can hold.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Problems of the attribute.</summary>
    public static IEnumerable<Problem> Check(CtyValue.Map config) =>
        config[AttributeNames.Timeouts] is CtyValue.Map timeouts
            ? timeouts
                .Entries.Where(entry => entry.Value is CtyValue.Text text && Parse(text.Value) is null)
                .Select(entry =>
                    Problem.Error(
                        ProblemCodes.InvalidValue,
                        $"{entry.Key} must be a duration such as 90s, 45m or 2h30m, of at most 30 days, not '{entry.Value.AsText}'."
                    ) with
                    {
                        Path = $"{AttributeNames.Timeouts}.{entry.Key}",
                    }
                )
            : [];

    /// <summary>The limit of an operation, or null for none.</summary>
    public static TimeSpan? Of(CtyValue.Map config, string operation) =>
        config[AttributeNames.Timeouts] is CtyValue.Map timeouts && timeouts[operation].AsText is { } text ? Parse(text) : null;

    private static TimeSpan? Parse(string text)
    {
        var total = TimeSpan.Zero;
        for (var at = 0; at < text.Length; )
        {
            var digits = at;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                digits++;
            }

            if (
                !int.TryParse(text.AsSpan(at, digits - at), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || digits == text.Length
            )
            {
                return null;
            }

            TimeSpan? part = text[digits] switch
            {
                'h' => TimeSpan.FromHours(number),
                'm' => TimeSpan.FromMinutes(number),
                's' => TimeSpan.FromSeconds(number),
                _ => null,
            };
            if (part is not { } known || (total += known) > Longest)
            {
                return null;
            }

            at = digits + 1;
        }

        return total > TimeSpan.Zero ? total : null;
    }
}
