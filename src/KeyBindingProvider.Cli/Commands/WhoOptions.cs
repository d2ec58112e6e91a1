using System.CommandLine;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The options of <c>keybinding drift --who</c>, and what they ask for.</summary>
internal static class WhoOptions
{
    private const string Who = "--who";
    private static readonly int s_usualDays = (int)WhoDidIt.UsualSpan.TotalDays;

    /// <summary>New ones: an option remembers its parents.</summary>
    public static Option[] Create()
    {
        var who = new Option<bool>(Who)
        {
            Description =
                "Name who made the drift, and when, by the account's audit log: at most 20 calls of cloudaudit DescribeEvents for each place that has a log, none where nothing has drifted.",
        };
        var since = SinceOption.Create(
            $"With {Who}: how far back, in hours or days, such as 12h or {s_usualDays}d (the default); {SinceOption.MostDays}d at most.",
            who
        );
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
        var span = options.GetValue<TimeSpan?>(SinceOption.Name) ?? WhoDidIt.UsualSpan;
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
}
