using System.Collections.Immutable;
using System.Text;
using CsCheck;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Core.Tests;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>Markdown of any fleet, of up to 10,000 machines whose names would like to do something: short enough for a comment, the verdict first, and nothing in it but text.</summary>
public class MarkdownProperties
{
    /// <summary>GitHub takes 65,536; a pipeline writes a line of its own above it.</summary>
    private const int MostCharacters = 65_000;

    private static readonly string[] s_pieces =
    [
        "@everyone",
        "#1",
        "!2",
        "<img src=x onerror=alert(1)>",
        "</details>",
        "<!--",
        "-->",
        "[a](http://evil)",
        "![a](b)",
        "|",
        "`",
        "```",
        "**",
        "\n# ",
        "\r\n- ",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ud800",
        "\0",
        "\e[31m",
        "www.evil.example",
        "https://evil.example",
        "&lt;",
        "$x$",
        "~~",
        "😀",
        "é",
        " ",
        "web-1",
    ];

    private static readonly Gen<string> Name = Gen.Select(
        Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]).Array[0, 5],
        Gen.Frequency((9, Gen.Const(1)), (1, Gen.Const(60))),
        (pieces, times) => string.Concat(Enumerable.Repeat(string.Concat(pieces), times))
    );

    private static readonly Gen<int> Size = Gen.Frequency((6, Gen.Int[0, 40]), (3, Gen.Int[40, 1500]), (1, Gen.Int[1500, 10_000]));

    private sealed record Case(int Size, string[] Names, int Resources, int Regions, int Seed);

    private static readonly Gen<Case> Any = Gen.Select(
        Size,
        Name.Array[1, 30],
        Gen.Int[1, 40],
        Gen.Int[1, 3],
        Gen.Int[0, 1000],
        (size, names, resources, regions, seed) => new Case(size, names, resources, regions, seed)
    );

    [Fact]
    public void AnyFleet_FitsAComment_VerdictFirst_AndDoesNothing()
    {
        var (cut, largest) = (0, 0);
        Any.Sample(
            one =>
            {
                var fleet = Observed(one);
                var plan = PlanOf(one, fleet);
                string[] pages =
                [
                    PlanMarkdown.Render(plan),
                    DriftMarkdown.Render(plan),
                    ApplyMarkdown.Render(ApplyOf(one, plan)),
                    AuditMarkdown.Render(AuditOf(one, fleet, plan)),
                ];
                foreach (var page in pages)
                {
                    Check(page);
                    Interlocked.Add(ref cut, page.Contains(" more", StringComparison.Ordinal) ? 1 : 0);
                }

                Assert.Equal(pages[0], PlanMarkdown.Render(plan));
                largest = Math.Max(largest, one.Size);
            },
            iter: 60,
            threads: 1
        );
        // Else nothing was cut, and nothing is proved of it.
        Assert.True(cut > 0);
        Assert.InRange(largest, 1500, 10_000);
    }

    /// <summary>The most that is foreseen: 10,000 machines of one change, and 10,000 that have each a name and a trouble of its own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void TenThousandMachines_FitAComment(int resources)
    {
        var one = new Case(10_000, [.. s_pieces], resources, 3, 7);
        var fleet = Observed(one);
        var plan = PlanOf(one, fleet);
        Check(PlanMarkdown.Render(plan));
        Check(DriftMarkdown.Render(plan));
        Check(ApplyMarkdown.Render(ApplyOf(one, plan)));
        Check(AuditMarkdown.Render(AuditOf(one, fleet, plan)));
    }

    /// <summary>Where one item of everything is too long, whole lines are left out, and counted.</summary>
    [Fact]
    public void WhatCannotBeShortened_IsCutAtALine()
    {
        var source = new KeySource
        {
            Kind = KeySourceKind.LaunchConfiguration,
            Id = "asc-web00001",
            Keys = Keys(1),
            UsedBy = [.. Enumerable.Range(0, 9000).Select(i => $"asg-{i:D8}")],
        };
        var fleet = FleetOf(Stopped(1, 1)) with
        {
            Sources = new KeySources(Keys(1), [source], ImmutableSortedDictionary<KeySourceKind, int>.Empty, []),
        };
        var plan = Planner.Plan(new PlanRequest(Region, [Revocation(Keys(1)) with { FindSources = true }], fleet));
        var page = PlanMarkdown.Render(new PlanDocument("long", [new PlannedRegion(Region, plan)]));
        Check(page);
        Assert.Matches(@"\*Cut off here to fit a comment: \d+ lines? more\. The outputs as text and as JSON have everything\.\*\n$", page);
    }

    private static void Check(string page)
    {
        Assert.InRange(page.Length, 1, MostCharacters);
        // Throws where half of a pair was left.
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(page);
        var lines = page.Split('\n');
        Assert.StartsWith("## ", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^\*\*.+\*\*$", lines[2]);
        Assert.Equal(
            lines.Count(line => line.StartsWith("  <details><summary>", StringComparison.Ordinal)),
            lines.Count(line => line == "  </details>")
        );
        Assert.Null(HostileTextTests.FaultInMarkdown(page));
        if (page.Contains(" more*", StringComparison.Ordinal) || page.Contains("; the JSON output has all*", StringComparison.Ordinal))
        {
            Assert.Matches(@"\*(To fit a comment, \d+ items? of these lists (is|are) counted and not shown|Cut off here)", page);
        }
    }

    private static string Pick(Case one, int at) => one.Names[(at * 7 + one.Seed) % one.Names.Length];

    private static FleetSnapshot Observed(Case one)
    {
        var fleet = FleetOf(
            Enumerable
                .Range(0, one.Size)
                .Select(i =>
                    (i % 11 == 3 ? Stopped(i, Of(i)) : Given.Running(i, Of(i))) with
                    {
                        Name = Pick(one, i) + (i % 3 == 0 ? $"{i}" : ""),
                        IsStopCharging = i % 23 == 3,
                        IsUnreadable = i % 97 == 5,
                        Zone = Pick(one, i + 1),
                    }
                )
        );
        return fleet with
        {
            KeyPairs = fleet.KeyPairs.ToDictionary(
                pair => pair.Key,
                pair => pair.Value with { Name = Pick(one, pair.Key.GetHashCode() & 0xff) }
            ),
            Sources = new KeySources(
                Keys(1),
                [
                    .. Enumerable
                        .Range(0, one.Resources)
                        .Select(i => new KeySource
                        {
                            Kind = KeySourceKind.LaunchConfiguration,
                            Id = $"asc-{i:D8}",
                            Name = Pick(one, i),
                            Keys = Keys(1),
                            UsedBy = [Pick(one, i)],
                        }),
                ],
                ImmutableSortedDictionary<KeySourceKind, int>.Empty,
                [new SourceGap(KeySourceKind.NodePool, Pick(one, 3))]
            ),
        };

        // Up to eleven keys each, so that many changes differ.
        int[] Of(int i) => [1, .. Enumerable.Range(2, 10).Where(key => ((i * one.Seed) >> key) % 3 == 0)];
    }

    private static PlanDocument PlanOf(Case one, FleetSnapshot fleet)
    {
        var regions = Enumerable
            .Range(0, one.Regions)
            .Select(region =>
            {
                ResourceIntent[] intents =
                [
                    .. Enumerable
                        .Range(0, one.Resources)
                        .Select(i =>
                            (ResourceIntent)(
                                Association(
                                    [.. fleet.Instances.Keys.Where((_, at) => at % one.Resources == i)],
                                    Keys(12 + (i % 20)),
                                    Graceful with
                                    {
                                        StopPolicy = (StopPolicy)((i + region) % 3),
                                        OnBlocked = (OnBlocked)(one.Seed % 2),
                                        MaxUnavailable = [MaxUnavailable.Count(1 + (i * 5))],
                                    },
                                    $"{i}{Pick(one, i)}"
                                ) with
                                {
                                    InstanceIds =
                                    [
                                        .. fleet.Instances.Keys.Where((_, at) => at % one.Resources == i).DefaultIfEmpty(Ins(i)),
                                    ],
                                }
                            )
                        ),
                    Revocation(Keys(1), Graceful with { OnBlocked = OnBlocked.Skip }) with
                    {
                        FindSources = true,
                    },
                ];
                return new PlannedRegion($"{region} {Pick(one, region)}", Planner.Plan(new PlanRequest(Region, intents, fleet)));
            });
        return new PlanDocument(Pick(one, 0), [.. regions]);
    }

    /// <summary>Each machine with a trouble of its own, in words that hardly two share.</summary>
    private static ApplyDocument ApplyOf(Case one, PlanDocument document) =>
        new(
            document.Program,
            [
                .. document.Regions.Select(region => new AppliedRegion(
                    region.Title,
                    region.Plan,
                    new ApplyReport
                    {
                        Plan = region.Plan,
                        Cancelled = false,
                        LastObserved = Observed(one),
                        Problems = [],
                        Outcomes =
                        [
                            .. region.Plan.Changes.Select(
                                (change, i) =>
                                    i % 3 == 0
                                        ? new InstanceOutcome(change.Id, OutcomeKind.Changed, change.Want) { PowerCycled = true }
                                        : new InstanceOutcome(change.Id, OutcomeKind.Failed, null)
                                        {
                                            Problem = Problem.Error(
                                                ProblemCodes.BindFailed,
                                                $"{change.Id}: {Pick(one, i)} {i / 2} (request r-{i})."
                                            ) with
                                            {
                                                Instances = [change.Id],
                                            },
                                        }
                            ),
                        ],
                    }
                )),
            ]
        );

    private static AuditDocument AuditOf(Case one, FleetSnapshot fleet, PlanDocument plan) =>
        new(
            plan.Program,
            "2026-12-01T00:00:00Z",
            [
                .. plan.Regions.Select(region =>
                    AuditReport.Of(new AuditRequest(region.Title, fleet, AccessFilter.Everything, [], Keys(1, 30 + (one.Seed % 5))))
                ),
            ]
        );
}
