using System.CommandLine;
using System.Globalization;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>--since</c>: how far back the account's audit log is read.</summary>
internal static class SinceOption
{
    public const string Name = "--since";
    public const int MostDays = 30;

    /// <summary>A new one: an option remembers its parents.</summary>
    /// <param name="description">What it is for.</param>
    /// <param name="companion">Without which nothing asks the log.</param>
    public static Option<TimeSpan?> Create(string description, Option<bool> companion)
    {
        var since = new Option<TimeSpan?>(Name)
        {
            Description = description,
            HelpName = "span",
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var text }] && Parse(text) is { } span)
                {
                    return span;
                }

                result.AddError(
                    $"{Name} is a number of hours or days from 1h to {MostDays}d, such as 12h or 7d, not '{string.Join(' ', result.Tokens)}'."
                );
                return null;
            },
        };
        since.Validators.Add(result =>
        {
            if (!result.Implicit && result.Parent?.GetValue(companion) != true)
            {
                result.AddError($"{Name} is for the audit log: write {companion.Name} with it.");
            }
        });
        return since;
    }

    private static TimeSpan? Parse(string text)
    {
        if (
            text.Length == 0
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > 24 * MostDays
        )
        {
            return null;
        }

        TimeSpan? span = text[^1] switch
        {
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        return span <= TimeSpan.FromDays(MostDays) ? span : null;
    }
}
