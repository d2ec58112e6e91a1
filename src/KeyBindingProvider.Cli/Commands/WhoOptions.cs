using System.CommandLine;
using System.Globalization;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The options of <c>keybinding drift --who</c>, and what they ask for.</summary>
internal static class WhoOptions
{
    private const string Who = "--who";
    private const string Since = "--since";
    private static readonly int s_usualDays = (int)WhoDidIt.UsualSpan.TotalDays;
    private const int MostDays = 30;

    /// <summary>New ones: an option remembers its parents.</summary>
    public static Option[] Create()
    {
        var who = new Option<bool>(Who)
        {
            Description =
                "Name who made the drift, and when, by the account's audit log: at most 20 calls of cloudaudit DescribeEvents for each place that has a log, none where nothing has drifted.",
        };
        var since = new Option<TimeSpan?>(Since)
        {
            Description = $"With {Who}: how far back, in hours or days, such as 12h or {s_usualDays}d (the default); {MostDays}d at most.",
            HelpName = "span",
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var text }] && Parse(text) is { } span)
                {
                    return span;
                }

                result.AddError(
                    $"{Since} is a number of hours or days from 1h to {MostDays}d, such as 12h or 7d, not '{string.Join(' ', result.Tokens)}'."
                );
                return null;
            },
        };
        since.Validators.Add(result =>
        {
            if (!result.Implicit && result.Parent?.GetValue(who) != true)
            {
                result.AddError($"{Since} is for the audit log: write {Who} with it.");
            }
        });
        return [who, since];
    }

    /// <summary>The document with who made the drift of each region, where the option or the provider asks for that.</summary>
    public static async Task<PlanDocument> AskAsync(
        ParseResult options,
        CliHost host,
        Workspace workspace,
        PlanDocument document,
        CancellationToken cancellationToken
    )
    {
        var span = options.GetValue<TimeSpan?>(Since) ?? WhoDidIt.UsualSpan;
        var regions = new List<PlannedRegion>();
        foreach (var (scope, region) in workspace.Scopes.Zip(document.Regions))
        {
            if (!options.GetValue<bool>(Who) && scope.Provider.DriftAttribution != true)
            {
                regions.Add(region);
                continue;
            }

            regions.Add(
                region with
                {
                    Who = await scope.Account!.WhoDidItAsync(WhoDidIt.PairsOf(region.Plan), region.Plan.Region, span, cancellationToken),
                }
            );
        }

        return document with
        {
            Regions = [.. regions],
        };
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
