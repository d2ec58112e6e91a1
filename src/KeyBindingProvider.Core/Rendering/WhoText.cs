using System.Collections.Immutable;
using System.Globalization;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Who made the drift of a region, as plain text below it.</summary>
internal static class WhoText
{
    internal static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static void Render(TextPage page, PlannedRegion region)
    {
        if (region.Who is not { Log: { } log } who)
        {
            return;
        }

        var names = NamesOf(region);
        page.Line();
        page.Line($"  {Title(log)}");
        foreach (var (act, pairs) in who.Acts)
        {
            foreach (var (key, instances) in ByKey(pairs))
            {
                page.Line($"  - {TextPage.Key(key, region.Plan.KeyNames)} {Verb(act.Act)} by {Doer(act)} at {Circumstances(act)}");
                page.Items("      ", [.. instances.Select(id => TextPage.Instance(id, names[id]))]);
            }
        }

        foreach (var group in who.Unexplained.GroupBy(pair => pair.Act))
        {
            foreach (var (key, instances) in ByKey(group))
            {
                page.Line($"  - {TextPage.Key(key, region.Plan.KeyNames)}: {Nobody(group.Key, log)}");
                page.Items("      ", [.. instances.Select(id => TextPage.Instance(id, names[id]))]);
            }
        }

        foreach (var caution in Cautions(log))
        {
            page.Line($"  {caution}");
        }
    }

    /// <summary>One note for what several regions have in common.</summary>
    internal static void Notes(TextPage page, ImmutableArray<PlannedRegion> regions)
    {
        if (ProblemsOf(regions) is { Length: > 0 } problems)
        {
            page.Line();
            page.Problems(problems);
        }
    }

    internal static Problem[] ProblemsOf(ImmutableArray<PlannedRegion> regions) =>
        [.. regions.Select(region => region.Who?.Problem).OfType<Problem>().Distinct()];

    internal static string Title(KeyEventLog log) => $"Who did it, by the audit log from {Time(log.From)} to {Time(log.Until)}:";

    internal static string Verb(KeyAct act) => act == KeyAct.Bound ? "bound" : "unbound";

    /// <summary>A user as the log has it; whoever chose the name may have chosen it to deceive.</summary>
    internal static string Doer(KeyEvent act)
    {
        var name = PlainText.Name(act.User.Raw);
        var rest = string.Join(
            ' ',
            new[] { act.UserType, act.Principal }.Select(part => PlainText.Name(part.Raw)).Where(part => part.Length > 0)
        );
        return (name, rest) switch
        {
            ("", "") => "somebody whom the log does not name",
            ("", _) => rest,
            (_, "") => name,
            _ => $"{name} ({rest})",
        };
    }

    internal static string Circumstances(KeyEvent act)
    {
        var request = PlainText.Name(act.RequestId.Raw);
        return string.Join(
            ", ",
            new[]
            {
                Time(act.At),
                act.IsConsole ? "at the console" : "",
                act.IsByOurAccessKey ? "with the access key of this run" : "",
                request.Length > 0 ? $"request {request}" : "",
            }.Where(part => part.Length > 0)
        );
    }

    internal static string Nobody(KeyAct act, KeyEventLog log) =>
        $"nobody is seen who {Verb(act)} it: not {(log.WholeFrom > log.From ? $"since {Time(log.WholeFrom)}" : $"in the last {Span(log)}")}, or not visible yet";

    /// <param name="log">What was read.</param>
    /// <param name="wayOut">How to ask for less; nothing where there is no way.</param>
    internal static IEnumerable<string> Cautions(KeyEventLog log, string wayOut = " A shorter --since leaves less to read.")
    {
        if (log.WholeFrom > log.From)
        {
            yield return $"The log holds more than is read of it: nothing is said of what was before {Time(log.WholeFrom)}.{wayOut}";
        }

        if (log.Unreadable > 0)
        {
            yield return $"{Grammar.Count(log.Unreadable, "event")} of the log cannot be read, and may be later than what is named here.";
        }
    }

    /// <summary>Keys with their machines.</summary>
    internal static IEnumerable<(KeyId Key, InstanceId[] Instances)> ByKey(IEnumerable<DriftedPair> pairs) =>
        pairs.GroupBy(pair => pair.Key).Select(group => (group.Key, group.Select(pair => pair.Instance).ToArray()));

    internal static Dictionary<InstanceId, UntrustedText> NamesOf(PlannedRegion region) =>
        region
            .Plan.Changes.Concat(region.Plan.Pending.Select(pending => pending.Change))
            .DistinctBy(change => change.Id)
            .ToDictionary(change => change.Id, change => change.Name);

    private static string Span(KeyEventLog log)
    {
        var hours = (int)Math.Round((log.Until - log.From).TotalHours);
        return hours % 24 == 0 ? Grammar.Count(hours / 24, "day") : Grammar.Count(hours, "hour");
    }
}
