using System.Globalization;
using KeyBindingProvider.Core.Rehearsing;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A rehearsal as plain text, below the plan that it tried; its words serve Markdown as well.</summary>
internal static class RehearsalText
{
    /// <summary>What a reader must not miss.</summary>
    internal const string Disclaimer =
        "A simulation: the fleet above was copied into this process, and nothing but the reads of the plan was sent to the account.";

    internal const string Nothing = "There is nothing to rehearse: the plan changes nothing.";

    internal const string LeftDown = "LEFT DOWN";

    internal static void Render(TextPage page, Rehearsal rehearsal)
    {
        page.Line();
        page.Line("Rehearsal");
        page.Line($"  {Disclaimer}");
        if (!rehearsal.Runs.IsEmpty)
        {
            page.Fields("assumed", Assumed(rehearsal));
        }
        else if (rehearsal.Problems.IsEmpty)
        {
            page.Line($"  {Nothing}");
        }

        foreach (var run in rehearsal.Runs)
        {
            page.Line();
            page.Line($"{Title(run)}:");
            foreach (var (label, values) in Fields(run))
            {
                page.Fields(label, values);
            }

            if (!run.LeftDown.IsEmpty)
            {
                page.Field(LeftDown, Grammar.Instances(run.LeftDown.Length));
                page.Items("                 ", [.. run.LeftDown.Select(id => $"{id}")]);
            }

            page.Problems(run.Problems);
            foreach (var region in run.Regions)
            {
                ApplyText.Region(page, region);
            }
        }

        if (!rehearsal.Problems.IsEmpty)
        {
            page.Line();
            page.Problems(rehearsal.Problems);
        }
    }

    /// <summary>What the times stand on; the last says how they were chosen.</summary>
    internal static IEnumerable<string> Assumed(Rehearsal rehearsal) =>
        [
            .. rehearsal.Assumed.Select(time => $"{time.What} {Seconds(time.Least)} to {Seconds(time.Most)} s"),
            $"each drawn by seed {rehearsal.Seed}",
            "chosen by us: the API documents no times",
        ];

    internal static string Title(RehearsedRun run) =>
        run.Fault == RehearsedRun.NoFault ? "Rehearsed without a fault"
        : run.Struck == 0 ? $"Rehearsed with fault {run.Fault} ({run.Description}), which met nothing here"
        : $"Rehearsed with fault {run.Fault} ({run.Description})";

    /// <summary>The figures of a run, a label and its values each.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rollouts">Most rollouts that are told one by one.</param>
    internal static IEnumerable<(string Label, string[] Values)> Fields(RehearsedRun run, int rollouts = int.MaxValue)
    {
        yield return ("forecast", [Span(run.Took)]);
        yield return (
            "down at once",
            [
                $"at most {run.MostDown}",
                .. run
                    .Rollouts.Take(rollouts)
                    .Select(rollout => $"{string.Join(" + ", rollout.Resources)} {rollout.MostDown} of {rollout.MaxUnavailable} allowed"),
                .. run.Rollouts.Length > rollouts ? [$"and {run.Rollouts.Length - rollouts} more"] : (string[])[],
            ]
        );
        yield return ("longest down", [Span(run.LongestDown)]);
        yield return (
            "keyless",
            [$"without any key {Span(run.LongestKeyless)}", $"without any key of the program {Span(run.LongestUndeclared)}"]
        );
        yield return ("power cycles", [$"{run.PowerCycles}", $"{run.ForcedCycles} of them forced"]);
        yield return (
            "calls",
            [
                $"{run.Calls.Sum(calls => calls.Count)} in all",
                .. run.Calls.Select(calls =>
                    $"{calls.Action} {calls.Count} ({Refused(calls)}at most {calls.MostInASecond} of {calls.Limit} a second)"
                ),
            ]
        );
        yield return ("apply again", [Next(run.Next)]);
    }

    private static string Refused(RehearsedCalls calls) => calls.Refused == 0 ? "" : $"{calls.Refused} without success; ";

    private static string Next(NextApply? next) =>
        next switch
        {
            null => "could not be planned",
            { IsRefused: true } => "would be refused by the policy",
            { Changes: 0, Waiting: 0 } => "would find nothing to do",
            { Changes: 0 } => $"would change nothing; {Grammar.Instances(next.Waiting)} would wait",
            _ => $"would change {Grammar.Instances(next.Changes)} ({next.Stops} stopped for it); {next.Waiting} would wait",
        };

    private static string Span(WorstSpan span) => span.Instance is { } instance ? $"{Span(span.Length)} ({instance})" : Span(span.Length);

    /// <summary>Rounded up, so that a time that was there is never none.</summary>
    internal static string Span(TimeSpan span)
    {
        var seconds = WholeSeconds(span);
        return seconds < 120 ? $"{seconds} s" : $"{seconds / 60} min {seconds % 60} s";
    }

    internal static int WholeSeconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
