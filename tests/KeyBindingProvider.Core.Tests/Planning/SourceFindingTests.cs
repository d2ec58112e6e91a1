using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Tests.Planning;

/// <summary>What starts machines with a revoked key: what is planned, what binds it, what travels in a state.</summary>
public class SourceFindingTests
{
    private static readonly KeyId Ada = KeyId.FromService("skey-ada00000");
    private static readonly KeyId Team = KeyId.FromService("skey-team0000");
    private static readonly KeyId Other = KeyId.FromService("skey-other000");

    private static KeySource Template(params KeyId[] keys) =>
        new()
        {
            Kind = KeySourceKind.LaunchTemplate,
            Id = "lt-web00001",
            Name = "web",
            Keys = KeySet.Of(keys),
            Version = 4,
            Versions = 3,
            OlderVersions = [new OlderVersion(2, KeySet.Of([Ada]))],
            Placement = new TemplatePlacement("", null, []),
        };

    private static readonly KeySource Configuration = new()
    {
        Kind = KeySourceKind.LaunchConfiguration,
        Id = "asc-web00001",
        Keys = KeySet.Of([Ada]),
        UsedBy = ["asg-web00001"],
    };

    private static FleetSnapshot Seen(params KeySource[] sources) =>
        FleetSnapshot.Empty("ap-guangzhou") with
        {
            KeyPairs = new[] { Ada, Team, Other }.ToDictionary(key => key, key => new KeyPairSnapshot(key, key.Value, [])),
            Sources = new KeySources(
                KeySet.Of([Ada]),
                [.. sources],
                ImmutableSortedDictionary<KeySourceKind, int>.Empty.Add(KeySourceKind.LaunchTemplate, 7),
                [new SourceGap(KeySourceKind.NodePool, "DescribeClusters: no")]
            ),
        };

    private static KeyRevocationIntent Revocation(string name, KeyId? replacement, params KeyId[] keys) =>
        new()
        {
            Name = name,
            Region = "ap-guangzhou",
            Policy = ChangePolicy.Default,
            KeyIds = KeySet.Of(keys),
            FindSources = true,
            ReplacementKeyId = replacement,
        };

    private static Plan Plan(FleetSnapshot fleet, params ResourceIntent[] intents) =>
        Planner.Plan(new PlanRequest("ap-guangzhou", intents, fleet));

    [Fact]
    public void Replacement_TakesThePlaceOfTheRevokedOnes_AndOthersStay()
    {
        var plan = Plan(Seen(Template(Ada, Other), Configuration), Revocation("off", Team, Ada));

        Assert.Equal([KeySet.Of([Other, Team]), KeySet.Of([Team])], plan.Rewrites.Select(finding => finding.To!));
        Assert.True(plan.IsActionable);
        Assert.All(plan.Sources, finding => Assert.Empty(finding.ComingBack));
    }

    [Fact]
    public void OlderVersionAlone_IsListed_AndIsNoProblem()
    {
        var plan = Plan(Seen(Template(Other)), Revocation("off", replacement: null, Ada));

        Assert.Empty(Assert.Single(plan.Sources).Given);
        Assert.DoesNotContain(plan.Problems, problem => problem.Code == ProblemCodes.KeyComesBack);
        Assert.False(plan.IsActionable);
    }

    /// <summary>A version that an earlier run made takes the place of a new one: in the plan, in its count of calls, and where there is no room for one more.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(KeySource.MostVersions)]
    public void PreparedVersion_IsWhatBecomesTheDefault(int versions)
    {
        var template = Template(Ada, Other) with
        {
            Versions = versions,
            Placement = null,
            Prepared = [new PreparedVersion(5, KeySet.Of([Team])), new PreparedVersion(6, KeySet.Of([Other, Team]))],
        };
        var plan = Plan(Seen(template, Configuration), Revocation("off", Team, Ada));

        Assert.Equal([6, null], plan.Rewrites.Select(finding => finding.Prepared?.Number));
        Assert.Equal(2, SourceWording.Writes(plan));
        Assert.Equal(
            "* launch template lt-web00001 (web), version 4: lose skey-ada00000 (skey-ada00000), gain skey-team0000 (skey-team0000), by version 6, which an earlier run made and which becomes its default",
            SourceWording.Lines(plan).First()
        );
        Assert.Contains("\"preparedVersion\":6", PlanJson.Line(plan), StringComparison.Ordinal);

        var without = Plan(Seen(template with { Prepared = template.Prepared[..1] }), Revocation("off", Team, Ada));
        Assert.Empty(without.Rewrites);
        Assert.EndsWith(
            versions == KeySource.MostVersions
                ? "Not rewritten: it has 30 versions, as many as a template may have."
                : "Not rewritten: its placement holds what a new version could not say again.",
            Assert.Single(without.Problems, problem => problem.Code == ProblemCodes.KeyComesBack).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>An approval holds whoever makes the version: what the machines get is the same.</summary>
    [Fact]
    public void Digest_IsTheSame_WhetherTheVersionIsThereOrNot()
    {
        var prepared = Template(Ada) with { Prepared = [new PreparedVersion(5, KeySet.Of([Team]))] };
        Assert.Equal(
            Plan(Seen(Template(Ada)), Revocation("off", Team, Ada)).Digest,
            Plan(Seen(prepared), Revocation("off", Team, Ada)).Digest
        );
    }

    [Fact]
    public void Description_OfAVersion_FollowsFromTemplateBaseAndKeys()
    {
        var keys = KeySet.Of([Team, Other]);
        var description = PreparedVersion.DescriptionOf("lt-web00001", long.MaxValue, keys);

        Assert.Equal(description, PreparedVersion.DescriptionOf("lt-web00001", long.MaxValue, KeySet.Of([Other, Team])));
        Assert.InRange(description.Length, 2, 80);
        Assert.All(description, letter => Assert.InRange(letter, ' ', '~'));
        string[] others =
        [
            PreparedVersion.DescriptionOf("lt-web00002", long.MaxValue, keys),
            PreparedVersion.DescriptionOf("lt-web00001", 1, keys),
            PreparedVersion.DescriptionOf("lt-web00001", long.MaxValue, KeySet.Of([Team])),
        ];
        Assert.DoesNotContain(description, others);
        // Written down: a version that one release made is known to the next.
        Assert.Equal(
            "keybinding: version 2 with other keys 56082b0928dfd514",
            PreparedVersion.DescriptionOf("lt-web00001", 2, KeySet.Of([Team]))
        );
    }

    [Fact]
    public void Move_SaysWhatWasPlannedAndWhatIs()
    {
        var team = Revocation("off", Team, Ada);
        string[] Moves(KeySource[] approved, KeySource[] now, KeyId? replacement = null) =>
            [
                .. SourceMove
                    .Between(
                        SourceStand.Of(Plan(Seen(approved), team)),
                        SourceStand.Of(Plan(Seen(now), Revocation("off", replacement ?? Team, Ada)))
                    )
                    .Select(move => move.Words),
            ];

        Assert.Empty(Moves([Template(Ada), Configuration], [Template(Ada), Configuration]));
        Assert.Equal(
            ["launch template lt-web00001 had version 4 with skey-ada00000, has version 5 with skey-ada00000, skey-other000"],
            Moves([Template(Ada)], [Template(Ada, Other) with { Version = 5 }])
        );
        Assert.Equal(
            [
                "launch template lt-web00001 had version 4 with skey-ada00000 and was to be rewritten; it has version 5 with skey-other000 and would not be",
            ],
            Moves([Template(Ada)], [Template(Other) with { Version = 5 }])
        );
        Assert.Equal(
            [
                "launch template lt-web00001 had version 4 with skey-other000 and was not to be rewritten; it has version 4 with skey-ada00000 and would be",
            ],
            Moves([Template(Other)], [Template(Ada)])
        );
        Assert.Equal(
            [
                "launch template lt-web00001 had version 4 with skey-ada00000 and was to be rewritten; it is not found with a revoked key now",
                "launch configuration asc-web00001 was not to be rewritten; it has skey-ada00000 and would be",
            ],
            Moves([Template(Ada)], [Configuration])
        );
        Assert.Equal(
            ["launch configuration asc-web00001 was to get skey-team0000, would get skey-other000"],
            Moves([Configuration], [Configuration], Other)
        );
        // What nobody rewrites is shown, and binds nobody.
        Assert.Empty(Moves([Template(Other)], [Template(Other) with { Version = 5 }]));
    }

    /// <summary>The last look before the first write says the same.</summary>
    [Fact]
    public void Guard_NamesTheSourceThatMoved()
    {
        var approved = Plan(Seen(Template(Ada)), Revocation("off", Team, Ada));
        var problem = Assert.Single(
            PlanGuard.Exactly(approved, Plan(Seen(Template(Ada) with { Version = 5 }), Revocation("off", Team, Ada)))
        );
        Assert.EndsWith(
            ": launch template lt-web00001 had version 4 with skey-ada00000, has version 5 with skey-ada00000.",
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("lt-web00001", Assert.Single(problem.Sources).Id);
    }

    [Fact]
    public void TwoReplacements_ContradictEachOther()
    {
        var plan = Plan(Seen(Template(Ada, Other)), Revocation("a", Team, Ada), Revocation("b", KeyId.FromService("skey-none0000"), Other));
        Assert.Contains(
            plan.Problems,
            problem => problem is { Code.Id: "KB1010" } && problem.Message == "'a' and 'b' put different keys in lt-web00001."
        );
        Assert.Contains(plan.Problems, problem => problem.Code == ProblemCodes.MissingKey);
    }

    [Fact]
    public void Digest_CoversWhatIsRewritten_AndNothingElseOfSources()
    {
        var none = Plan(Seen(), Revocation("off", replacement: null, Ada)).Digest;
        Assert.Equal(none, Plan(Seen(Configuration), Revocation("off", replacement: null, Ada)).Digest);
        var toTeam = Plan(Seen(Configuration), Revocation("off", Team, Ada)).Digest;
        Assert.NotEqual(none, toTeam);
        Assert.NotEqual(toTeam, Plan(Seen(Configuration), Revocation("off", Other, Ada)).Digest);
    }

    [Fact]
    public void Apply_IsHeldToTheRewritesThatWereShown()
    {
        var shown = PlannedChanges.Of(Plan(Seen(Configuration), Revocation("off", Team, Ada)));
        Assert.Equal(shown, PlannedChanges.OfEntries(shown.Entries));
        Assert.Empty(shown.Exceeded(Plan(Seen(), Revocation("off", Team, Ada))));
        var beyond = Assert.Single(shown.Exceeded(Plan(Seen(Configuration, Template(Ada)), Revocation("off", Team, Ada))));
        Assert.Equal("What starts machines has changed since the plan was shown; lt-web00001 was not in it.", beyond.Message);
        Assert.Single(shown.Exceeded(Plan(Seen(Configuration), Revocation("off", Other, Ada))));
    }

    [Fact]
    public void Observation_CarriesThem_WhereTheyWereAskedFor()
    {
        var seen = Seen(Template(Ada) with { Prepared = [new PreparedVersion(5, KeySet.Of([Team]))] }, Configuration);
        var observation = Observation.Of(Revocation("off", Team, Ada), seen);
        var read = Observation.TryDecode(observation.Encode())!;

        Assert.Equal(seen.Sources, read.Fleet.Sources);
        Assert.True(read.LookedFor(Team));
        Assert.Null(Observation.Of(Revocation("off", null, Ada) with { FindSources = false }, seen).Fleet.Sources);
        Assert.Null(Observation.TryDecode(observation.Encode().Replace("LaunchTemplate", "LaunchRocket", StringComparison.Ordinal)));
    }
}
