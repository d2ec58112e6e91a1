using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Tests;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>Each rendering of documents in which everything occurs, as it was read and found good; and what lies at the edges of their limits.</summary>
public class RenderingTests
{
    private static readonly TextLimits s_narrow = new(Width: 60, Listed: 2);

    [Fact]
    public void Plans_AreAsTheyWereRead()
    {
        Golden.IsFile("everything-plan.txt", PlanText.Render(Everything.Plan));
        Golden.IsFile("everything-plan-narrow.txt", PlanText.Render(Everything.Plan, s_narrow));
        Golden.IsFile("everything-plan.md", PlanMarkdown.Render(Everything.Plan));
        Golden.IsFile("everything-plan.json", PlanJson.Render(Everything.Plan));
        Golden.IsFile("everything-plan.sarif", PlanSarif.Render(Everything.Plan, "Pulumi.yaml"));
        Golden.IsFile("everything-one-plan.txt", PlanText.Render(Everything.Plan.Regions[0].Plan, s_narrow));
        Golden.IsFile("quiet-plan.txt", PlanText.Render(Everything.Quiet) + PlanMarkdown.Render(Everything.Quiet));
    }

    [Fact]
    public void Summaries_AreAsTheyWereRead()
    {
        var plans = Everything.Plan.Regions.Concat(Everything.Quiet.Regions).Select(region => region.Plan).ToArray();
        var texts = plans.Select(plan => PlanSummary.Render(plan, ChangePolicyInput.None, listed: 2));
        var same = plans.Select(plan =>
            PlanSummary.Render(plan, new ChangePolicyInput { StopPolicy = StopPolicy.Graceful }, listed: int.MaxValue)
        );
        Golden.IsFile("everything-summary.txt", string.Join("\n\n", [.. texts, .. same, PlanSummary.OfRun(plans[0].Calls)]) + "\n");
    }

    [Fact]
    public void Drifts_AreAsTheyWereRead()
    {
        Golden.IsFile("everything-drift.txt", DriftText.Render(Everything.Plan));
        Golden.IsFile("everything-drift-narrow.txt", DriftText.Render(Everything.Plan, s_narrow));
        Golden.IsFile("everything-drift.md", DriftMarkdown.Render(Everything.Plan));
        Golden.IsFile("everything-drift.json", DriftJson.Render(Everything.Plan));
        Golden.IsFile("everything-drift.xml", DriftJUnit.Render(Everything.Plan));
        Golden.IsFile("quiet-drift.txt", DriftText.Render(Everything.Quiet) + DriftMarkdown.Render(Everything.Quiet));
    }

    [Fact]
    public void Applies_AreAsTheyWereRead()
    {
        Golden.IsFile("everything-apply.txt", ApplyText.Render(Everything.Apply));
        Golden.IsFile("everything-apply-narrow.txt", ApplyText.Render(Everything.Apply, s_narrow));
        Golden.IsFile("everything-apply.md", ApplyMarkdown.Render(Everything.Apply));
        Golden.IsFile("everything-apply.json", ApplyJson.Render(Everything.Apply));
    }

    [Fact]
    public void LookUps_AreAsTheyWereRead()
    {
        Golden.IsFile(
            "everything-access.txt",
            AccessRendering.Text(Everything.Access) + AccessRendering.Text(Everything.AccessOfKeys, s_narrow)
        );
        Golden.IsFile(
            "everything-access.md",
            AccessRendering.Markdown(Everything.Access) + AccessRendering.Markdown(Everything.AccessOfKeys)
        );
        Golden.IsFile("everything-access.json", AccessRendering.Json(Everything.Access));
    }

    [Fact]
    public void Headlines_CountWhatIsStoppedAndWhoseKeysStay()
    {
        string Of(FleetSnapshot fleet, params ResourceIntent[] intents) => PlanHeadline.Of(PlanOf(fleet, intents));

        Assert.Equal(
            "3 instances to change, 2 of them stopped and started again in 2 stop windows, at most 9 API writes, other keys stay on 2: ins-00000001, ins-00000002, ins-00000003",
            Of(
                FleetOf(Given.Running(2, 9), Given.Running(1, 9), Stopped(3)),
                Association(Instances(1, 2, 3), Keys(2), Graceful with { MaxUnavailable = [MaxUnavailable.Count(1)], Canary = 0 })
            )
        );
        Assert.Equal(
            "1 instance to change, none is stopped, at most 1 API write: ins-00000001",
            Of(FleetOf(Stopped(1)), Association(Instances(1), Keys(2)))
        );
        var adopted = PlanOf(
            FleetOf(Stopped(1, 1), Stopped(2, 1)),
            Association(Instances(1, 2), Keys(1)),
            Association(Instances(1), Keys(1), name: "b")
        );
        Assert.Equal("3 pairs already bound, adopted without a change: web", PlanHeadline.OfAdoption(adopted, "web"));
        Assert.Null(PlanHeadline.OfAdoption(PlanOf(FleetOf(Stopped(1)), Association(Instances(1), Keys(1))), "web"));
    }

    [Theory]
    [InlineData("a\tb\u001b[31mc\u0007", @"a\u{9}b\u{1B}[31mc\u{7}")]
    [InlineData("x\u202ey\u2028z\ue000", @"x\u{202E}y\u{2028}z\u{E000}")]
    [InlineData("a\u200bb\u3164c\u034fd\U000e0041", @"a\u{200B}b\u{3164}c\u{34F}d\u{E0041}")]
    [InlineData("plain ~ text", "plain ~ text")]
    [InlineData("del\u007fete", @"del\u{7F}ete")]
    [InlineData("ключ 鍵", "ключ 鍵")]
    public void Escape_WritesWhatDoesSomethingAsWhatItIs(string text, string shown)
    {
        Assert.Equal(shown, PlainText.Escape(text));
        Assert.Equal(shown, PlainText.Escape(shown));
        Assert.Equal(shown, new UntrustedText(text).ToString());
        Assert.Equal($"{shown}\n{shown}", PlainText.EscapeLines($"{text}\n{text}"));
    }

    /// <summary>Not as data of a test: whatever carries those has no halves of pairs.</summary>
    [Fact]
    public void Escape_OfHalfAPair_SaysWhichHalf() => Assert.Equal(@"a\u{D800}b🔑\u{DC00}", PlainText.Escape("a\ud800b🔑\udc00"));

    [Fact]
    public void UntrustedText_IsOfBearableLength()
    {
        Assert.Equal(new string('x', 1000), new UntrustedText(new string('x', 1000)).ToString());
        Assert.Equal(new string('x', 1000) + "...", new UntrustedText(new string('x', 1001)).ToString());
    }

    [Fact]
    public void Name_IsCutAtSixtyCharacters_NotInTheMiddleOfOne()
    {
        var sixty = new string('n', 60);
        Assert.Equal(sixty, PlainText.Name(" " + sixty + " "));
        Assert.Equal(sixty + "…", PlainText.Name(sixty + "n"));
        Assert.Equal(new string('n', 59) + "…", PlainText.Name(new string('n', 59) + "🔑🔑"));
        Assert.Equal(new string('n', 58) + "🔑…", PlainText.Name(new string('n', 58) + "🔑🔑"));
    }

    [Theory]
    [InlineData("a<b>&c @d e://f: g:", "a&lt;b&gt;&amp;<!-- -->c @<!-- -->d e:<!-- -->//f: g:")]
    [InlineData("one\ntwo|`*_", @"one two\|\`\*\_")]
    [InlineData(":/", ":<!-- -->/")]
    [InlineData("see #1, !2 and GH-3 at www.x.y", @"see \#<!-- -->1, \!<!-- -->2 and GH<!-- -->-3 at www<!-- -->.x.y")]
    [InlineData("![a](b) $x$ ~~c~~ # d", @"!\[a\](b) \$<!-- -->x\$ \~\~<!-- -->c\~\~ # d")]
    [InlineData("1. a", @"1\. a")]
    [InlineData("- a", @"\- a")]
    [InlineData("# a", @"\# a")]
    [InlineData("a\u202eb", @"a\\u\{202E\}b")]
    [InlineData("12. a", @"12\. a")]
    [InlineData("$a$ WWW.x", @"\$<!-- -->a\$ WWW<!-- -->.x")]
    public void Escape_LeavesNothingThatMarkdownReads(string text, string escaped) => Assert.Equal(escaped, MarkdownText.Escape(text).Text);

    [Fact]
    public void Line_EscapesWhatIsPutIntoIt_UnlessItIsMarkup()
    {
        var page = new MarkdownPage(new MarkdownCaps(1, 1));
        page.Line($"**{"<b>"}** {MarkdownText.Code("<b>")} {7}");
        Assert.Equal("**&lt;b&gt;** `<b>` 7\n", page.ToString());
    }

    [Fact]
    public void Code_OfNothing_IsNothing() =>
        Assert.Equal(("", @"`a\u{60}b\u{7C}c`"), (MarkdownText.Code(" \n").Text, MarkdownText.Code("a`b|c").Text));

    [Theory]
    [InlineData(1, "- a\n- *and 1 more item; the JSON output has all*\n")]
    [InlineData(2, "- a\n- b\n")]
    public void Each_SaysHowManyItLeavesOut(int groups, string expected)
    {
        var text = MarkdownPage.Fit(page =>
        {
            // What does not fit is tried with shorter lists; this one always fits, so its limits are set by hand.
            var small = new MarkdownPage(new MarkdownCaps(int.MaxValue, groups));
            small.Each(["a", "b"], "item", "items", item => small.Line($"- {item}"));
            page.Line($"{new Markup(small.ToString())}");
        });
        Assert.Equal(expected + "\n", text);
    }

    [Fact]
    public void Lists_SayHowManyTheyLeaveOut()
    {
        var page = new MarkdownPage(new MarkdownCaps(2, 2));
        var names = ImmutableDictionary<KeyId, UntrustedText>.Empty.Add(Key(1), "team");
        Assert.Equal("`skey-00000001` `team`, `skey-00000002` *and 1 more*", page.Keys([Key(1), Key(2), Key(3)], names).Text);
        Assert.Equal("`skey-00000001` `team`, `skey-00000002`", page.Keys([Key(1), Key(2)], names).Text);
        page.Instances([(Ins(1), "a"), (Ins(2), "")]);
        page.Instances([(Ins(1), "a"), (Ins(2), ""), (Ins(3), "")]);
        page.Instances([(Ins(1), "a"), (Ins(2), ""), (Ins(3), ""), (Ins(4), "")]);
        page.Problems([.. Enumerable.Range(1, 4).Select(number => Problem.Warning(ProblemCodes.NotReached, $"p{number}"))]);
        Assert.Equal(
            """
              `ins-00000001` `a`, `ins-00000002`
              `ins-00000001` `a`, `ins-00000002` *and 1 more*
              <details><summary>4 instances</summary>

              `ins-00000001` `a`, `ins-00000002` *and 2 more*

              </details>
            - ⚠️ **KB4008** p1
              *REMEDY*
            - ⚠️ **KB4008** p2
              *REMEDY*
            - *and 2 more problems; the JSON output has all*

            """.Replace("REMEDY", MarkdownText.Escape(ProblemCodes.NotReached.Remedy).Text, StringComparison.Ordinal),
            page.ToString()
        );
    }

    [Fact]
    public void Markdown_OfAPageThatCannotBeShort_IsCutAtALine()
    {
        var full = new string('x', MarkdownPage.MostCharacters - 1);
        Assert.Equal(MarkdownPage.MostCharacters, MarkdownPage.Fit(page => page.Line($"{new Markup(full)}")).Length);
        Assert.Equal(
            "first\n\n*Cut off here to fit a comment: 1 line more. The outputs as text and as JSON have everything.*\n",
            MarkdownPage.Fit(page =>
            {
                page.Line("first");
                page.Line($"{new Markup(full)}x");
            })
        );
    }

    [Theory]
    [InlineData(600, false)]
    [InlineData(601, true)]
    public void Message_IsCutAtSixHundredCharacters(int length, bool isCut)
    {
        var page = new MarkdownPage(new MarkdownCaps(9, 9));
        page.Problems([Problem.Error(ProblemCodes.NotReached, new string('m', length))]);
        Assert.Equal(isCut, page.ToString().Contains(new string('m', 600) + "…", StringComparison.Ordinal));
        Assert.DoesNotContain(new string('m', 601), page.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "request a")]
    [InlineData(3, "requests a, b, c")]
    [InlineData(5, "requests a, b, c and 2 more")]
    public void Requests_ThreeAreNamed(int count, string expected) =>
        Assert.Equal(expected, Wording.Requests([.. "abcde".Take(count).Select(letter => letter.ToString())]));

    [Theory]
    [InlineData(StopMode.None)]
    [InlineData(StopMode.Soft)]
    [InlineData(StopMode.SoftThenHard)]
    [InlineData(StopMode.Hard)]
    [InlineData(StopMode.ForceStop)]
    public void StopModes_SayWhatHappensToTheMachine(StopMode mode)
    {
        string[] words = ["stopped already", "(SOFT)", "after 300 s HARD", "StopInstances HARD", "ForceStop=true"];
        var text = Wording.Of(mode, ChangePolicy.Default, refused: false);
        Assert.Contains(words[(int)mode], text, StringComparison.Ordinal);
        Assert.All(words.Where((_, index) => index != (int)mode), word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.EndsWith("[not done: the plan is refused]", Wording.Of(mode, ChangePolicy.Default, refused: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_EachHaveTheirWords()
    {
        string[] words = [.. Enum.GetValues<PendingCode>().Select(Wording.Of)];
        Assert.DoesNotContain("", words);
        Golden.IsFile(
            "words.txt",
            string.Join('\n', Enum.GetValues<PendingCode>().Select(code => $"{Wording.CodeOf(code)}: {Wording.Of(code)}")) + "\n"
        );
    }

    [Fact]
    public void Status_IsTheWorstOfTheRegions()
    {
        var refused = Everything.Plan.Regions[1].Plan;
        var actionable = PlanOf(FleetOf(Stopped(1)), Association(Instances(1), Keys(1)));
        var idle = PlanOf(FleetOf(Stopped(1, 1)), Association(Instances(1), Keys(1)));
        var done = Done(actionable, OutcomeKind.Changed);

        Assert.Equal(ApplyStatus.NothingToDo, Of((idle, null), (idle, Done(idle))));
        Assert.Equal(ApplyStatus.Applied, Of((idle, null), (actionable, done)));
        Assert.Equal(ApplyStatus.Partial, Of((actionable, done), (actionable, null)));
        Assert.Equal(ApplyStatus.Partial, Of((actionable, done), (actionable, Done(actionable, OutcomeKind.Failed))));
        Assert.Equal(
            ApplyStatus.Partial,
            Of((actionable, done with { Problems = [Problem.Error(ProblemCodes.LeftKeyless, "x")] }), (idle, null))
        );
        Assert.Equal(
            ApplyStatus.Applied,
            Of((actionable, done with { Problems = [Problem.Warning(ProblemCodes.LeftKeyless, "x")] }), (idle, null))
        );
        Assert.Equal(ApplyStatus.Cancelled, Of((actionable, done), (actionable, done with { Cancelled = true })));
        Assert.Equal(ApplyStatus.Refused, Of((actionable, done with { Cancelled = true }), (refused, null)));
        Assert.Equal(ApplyStatus.Refused, Of((actionable, done), (actionable, Done(refused))));

        ApplyStatus Of(params (Plan Plan, ApplyReport? Report)[] regions) =>
            new ApplyDocument("p", [.. regions.Select(region => new AppliedRegion("r", region.Plan, region.Report))]).Status;

        ApplyReport Done(Plan plan, params OutcomeKind[] kinds) =>
            new()
            {
                Plan = plan,
                LastObserved = FleetOf(),
                Problems = [],
                Outcomes = [.. kinds.Select((kind, index) => new InstanceOutcome(Ins(index + 1), kind, null))],
            };
    }

    [Fact]
    public void PlanDocument_IsAnyOfItsRegions()
    {
        var (all, quiet) = (Everything.Plan, Everything.Quiet);
        Assert.True(all.IsRefused && all.IsActionable);
        Assert.False(quiet.IsRefused || quiet.IsActionable);
        Assert.Equal(2, quiet.WaitingCount);
        var one = new PlanDocument("p", [all.Regions[0]]);
        Assert.Equal(all.Regions[0].Plan.Digest, one.Digest);
        Assert.NotEqual(all.Regions[0].Plan.Digest, all.Digest);
        Assert.NotEqual(all.Digest, new PlanDocument("p", [all.Regions[0] with { Title = "other" }, all.Regions[1]]).Digest);
        Assert.NotEqual(all.Digest, new PlanDocument("p", [all.Regions[0], quiet.Regions[0]]).Digest);
    }
}
