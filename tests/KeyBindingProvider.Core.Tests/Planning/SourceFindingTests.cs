using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
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
        var seen = Seen(Template(Ada), Configuration);
        var observation = Observation.Of(Revocation("off", Team, Ada), seen);
        var read = Observation.TryDecode(observation.Encode())!;

        Assert.Equal(seen.Sources, read.Fleet.Sources);
        Assert.True(read.LookedFor(Team));
        Assert.Null(Observation.Of(Revocation("off", null, Ada) with { FindSources = false }, seen).Fleet.Sources);
        Assert.Null(Observation.TryDecode(observation.Encode().Replace("LaunchTemplate", "LaunchRocket", StringComparison.Ordinal)));
    }
}
