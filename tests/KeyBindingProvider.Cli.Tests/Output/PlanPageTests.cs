using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>The page of a plan, without a browser; tests/npm-audit has one.</summary>
public partial class PlanPageTests
{
    [Fact]
    public void Page_HasNoScript_AndAPolicyThatLetsNothingRunOrLoad()
    {
        var page = PlanHtml.Render(Everything.Plan);
        Assert.StartsWith(PlanHtml.Start, page, StringComparison.Ordinal);
        var from = page.IndexOf("<style>", StringComparison.Ordinal) + 7;
        var style = page[from..page.IndexOf("</style>", from, StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Contains(
            $"content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"",
            page,
            StringComparison.Ordinal
        );
        Assert.DoesNotMatch(Running(), page);
        // The names that would do something are there as text.
        Assert.Contains("a|b`c&lt;d&gt;@e http://x\\u{202E}[y](z)", page, StringComparison.Ordinal);
    }

    /// <summary>Each wave is a row of the table, in order, with its machines.</summary>
    [Fact]
    public void Table_HasEachWave()
    {
        var rows = Row().Matches(PlanHtml.Render(Everything.Plan)).Select(row => row.Groups["name"].Value).ToArray();
        var waves = Everything.Plan.Plans.SelectMany(plan => plan.Rollouts).SelectMany(rollout => rollout.Waves).ToArray();
        Assert.True(waves.Length > 5);
        Assert.Equal(waves.Length, rows.Length);
        Assert.Equal(
            waves.Select(wave =>
                $"{wave.Number}{(wave.Kind == WaveKind.Stopped ? " stopped already" : wave.Kind == WaveKind.Canary ? " (canary)" : "")}"
            ),
            rows
        );
        Assert.All(
            waves.SelectMany(wave => wave.Changes),
            change => Assert.Contains($"<code>{change.Id}</code>", PlanHtml.Render(Everything.Plan), StringComparison.Ordinal)
        );
    }

    /// <summary>A time that nobody knows is not made up; one that was rehearsed is told.</summary>
    [Fact]
    public void Times_AreThoseOfTheRehearsal_OrNone()
    {
        var plain = PlanHtml.Render(Everything.Plan);
        Assert.Contains("not known: plan --simulate rehearses it", plain, StringComparison.Ordinal);
        var region = Everything.Plan.Regions[0];
        var rollout = region.Plan.Rollouts.First(each => each.Waves.Length > 1);
        var run = new RehearsedRun
        {
            Fault = RehearsedRun.NoFault,
            Description = "nothing goes wrong",
            Struck = 0,
            Took = TimeSpan.FromSeconds(100),
            MostDown = 1,
            Rollouts = [],
            Waves =
            [
                new RehearsedWave(
                    region.Title,
                    rollout.Resources,
                    rollout.Waves[1].Number,
                    TimeSpan.FromSeconds(25),
                    TimeSpan.FromSeconds(50),
                    1
                ),
            ],
            LongestDown = WorstSpan.None,
            LongestKeyless = WorstSpan.None,
            LongestUndeclared = WorstSpan.None,
            PowerCycles = 0,
            ForcedCycles = 0,
            Calls = [],
            Regions = [],
            LeftDown = [],
            Next = null,
        };
        var page = PlanHtml.Render(
            Everything.Plan with
            {
                Rehearsal = new Rehearsal
                {
                    Seed = 1,
                    Assumed = [],
                    Runs = [run],
                },
            }
        );
        Assert.Contains("<td>25 s, from 25 s to 50 s after the begin, rehearsed</td>", page, StringComparison.Ordinal);
        Assert.Contains(", 1 when rehearsed</td>", page, StringComparison.Ordinal);
        Assert.Contains("not known: the rehearsal did not reach it", page, StringComparison.Ordinal);
        // A quarter of the line, a quarter along.
        Assert.Contains("x=\"280.5\"", page, StringComparison.Ordinal);
        Assert.Contains("width=\"235\"", page, StringComparison.Ordinal);
    }

    [GeneratedRegex(
        @"<script|\son\w+=|\sstyle=|https?://(?!x)|\bsrc=|\bhref=|url\(|@import|<img|<iframe|javascript:",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Running();

    [GeneratedRegex("<th scope=\"row\">(?<name>[^<]*)</th>")]
    private static partial Regex Row();
}
