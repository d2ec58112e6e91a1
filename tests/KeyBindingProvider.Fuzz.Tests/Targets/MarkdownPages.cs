using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>
/// Markdown of plans, drift, applies, access and identities in which every text that somebody else wrote is a line of the input: names, titles, messages, ids of the
/// service. It has the structure that it has with harmless texts, and nothing in it that does something instead of showing something.
/// </summary>
internal static class MarkdownPages
{
    private const string Harmless = "x";

    /// <summary>What a comment of a pull request may have.</summary>
    private const int MostCharacters = 65_535;

    public static FuzzTarget Target { get; } =
        new("markdown", Run)
        {
            // A page that is too long for a comment lists less, which is another structure.
            MostBytes = 600,
            Slowness = 4,
            // Two sets of five pages, each of a fixed size, and a parser's trees of them.
            Allocation = (64 << 20, 10_000),
            Tokens =
            [
                "\n",
                "|",
                "`",
                "``",
                "*",
                "**",
                "_",
                "~~",
                "<b>",
                "<!--",
                "-->",
                "</details>",
                "<https://x.example>",
                "https://x.example",
                "HTTP://x.example",
                "www.x.example",
                "mailto:a@x.example",
                "[a](b)",
                "![a](b)",
                "[^1]",
                "[x]: b",
                "# ",
                "> ",
                "- ",
                "1. ",
                "$a$",
                "&lt;",
                "&#64;",
                "@team",
                "#1",
                "\\",
                "---",
                "===",
                "| a |",
                "|-|",
            ],
        };

    private static string Run(byte[] bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        var pages = Pages(number => lines[number % lines.Length]);
        // A name of which nothing is left is left out; a harmless text in its place would not be.
        // Equal texts stay equal: a resource may wait for itself, and equal reasons are one group.
        var harmless = Pages(number =>
        {
            var line = lines[number % lines.Length];
            return PlainText.Name(line).Length == 0 ? "" : $"{Harmless}{Array.IndexOf(lines, line)}";
        });
        var length = 0;
        foreach (var (page, plain) in pages.Zip(harmless))
        {
            Assert.DoesNotContain(page, c => c != '\n' && DoesSomething(c));
            Assert.InRange(page.Length, 1, MostCharacters);
            var (expected, shape) = (MarkdownShape.Of(plain), MarkdownShape.Of(page));
            Assert.True(expected == shape, $"This has another structure than with harmless texts:\n{page}\n{shape}\nnot\n{expected}");
            length += page.Length;
        }

        return $"{length / 64}";
    }

    private static bool DoesSomething(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse;

    private static string[] Pages(Func<int, string> text)
    {
        var fleet = FleetOf([
            Running(1, 1, 9) with
            {
                Name = text(0),
            },
            Running(2, 1, 9) with
            {
                Name = text(1),
            },
            Stopped(3, 1) with
            {
                Name = text(2),
            },
            In(new PowerState(text(3)), 4, 1) with
            {
                Name = text(4),
            },
            .. Enumerable.Range(5, 4).Select(number => Running(number, 9) with { Name = text(number) }),
        ]);
        fleet = fleet with
        {
            KeyPairs = fleet.KeyPairs.ToImmutableDictionary(
                pair => pair.Key,
                pair => pair.Value with { Name = text(pair.Key == Key(1) ? 9 : 10) }
            ),
        };
        var policy = Graceful with { OnBlocked = OnBlocked.Skip, Canary = 1, MaxUnavailable = [MaxUnavailable.Count(2)] };
        var plan = PlanOf(fleet, Association(Range(1, 8), Keys(2), policy, text(11)) with { DependsOn = [text(12)] }) with
        {
            Problems = [.. Enumerable.Range(13, 2).Select(number => Found(text, number))],
        };
        var titled = new PlanDocument(text(15), [new PlannedRegion(text(16), plan)]);
        return
        [
            PlanMarkdown.Render(titled),
            DriftMarkdown.Render(titled),
            ApplyMarkdown.Render(new ApplyDocument(text(15), [new AppliedRegion(text(16), plan, ReportOf(plan, fleet, text))])),
            AccessRendering.Markdown(AccessReport.Of(fleet, AccessFilter.Everything)),
            IdentityRendering.Markdown([
                new Caller
                {
                    AccountId = text(17),
                    PrincipalId = text(18),
                    UserId = text(19),
                    Type = text(20),
                    Arn = text(21),
                    Source = text(22),
                    EndsAt = null,
                    IsRenewed = false,
                },
            ]),
        ];
    }

    private static Problem Found(Func<int, string> text, int number) =>
        Problem.Error(ProblemCodes.BindFailed, $"{number}: {text(number)}") with
        {
            Location = $"Pulumi.yaml {text(number + 20)}",
            Path = $"resources.{text(number + 30)}.properties",
            Remedy = $"Write '{text(number + 40)}'.",
        };

    private static ApplyReport ReportOf(Plan plan, FleetSnapshot fleet, Func<int, string> text) =>
        new()
        {
            Plan = plan,
            Cancelled = false,
            LastObserved = fleet,
            Problems = [Found(text, 23)],
            Outcomes =
            [
                .. Enumerable
                    .Range(1, 4)
                    .Select(number => new InstanceOutcome(Ins(number), OutcomeKind.Failed, KeySet.Empty)
                    {
                        PowerCycled = true,
                        SharedWith = [text(number + 60)],
                        Resources = [text(number + 64)],
                        Problem = Problem.Error(
                            ProblemCodes.BindFailed,
                            $"{Ins(number)}: {number} {text(number + 68)} (request {number}{text(number + 72)})."
                        ) with
                        {
                            Instances = [Ins(number)],
                        },
                    }),
            ],
        };
}
