using KeyBindingProvider.Harness;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Mutants;
using KeyBindingProvider.Harness.Shrinking;

namespace KeyBindingProvider.Engine.Tests.Harness;

/// <summary>The fault harness itself: a few of its cases, that it notices what is broken on purpose, and what it says of it (docs/harness.md).</summary>
public class HarnessTests(ITestOutputHelper output)
{
    /// <summary>How many cases a mutant may survive.</summary>
    private const int Survived = 500;

    private const ulong Seed = 1;
    private const int Cases = 200;

    public static TheoryData<string> Mutants => [.. Mutant.All.Select(mutant => mutant.Name)];

    [Fact]
    public void Cases_OfTheHarness_KeepTheirPromises()
    {
        var campaign = new Campaign(Mutant.None);
        campaign.Run(Seed, Cases, progress: _ => { });
        output.WriteLine(campaign.Summary);
        Assert.Equal(Cases, campaign.Runs);
        Assert.Empty(campaign.Broken);
    }

    /// <summary>
    /// What the harness has found. An operation that never ended: a machine that was given up and hung STOPPING when the next operation of the process came to it (four seeds);
    /// a mark that could not be set, required by somebody who stops nothing (300124); a machine that its resource had given up, left down after its unbind, and forgotten by the
    /// state while the mark was fresh (7000452, 20262871); a key that one of two may take as the last one, kept because the other may not and was done already (900340); a
    /// machine to be started for somebody who came while its keys were changed for another (31010279); one that was brought up and hangs in the next stop (31008918); an
    /// operation that never ended, since the mark that it required had been refused to another one before it came (77027452); another, which came in the very turn in which
    /// its machines had ended for those before it, and left with them (50005381); keys that were said to be as read after a
    /// second cancel, while a forced change had happened and old keys were still shown (13346); starts without a look after looks that
    /// had failed, although later ones succeeded and only left the keys out (42007); a last key that one of two may take once the
    /// other has had its removal, under <c>force</c>, which has one call (705964).
    /// A machine left down by an escalated stop, refused while the soft one was under way, because a person's act was on record since (1000005033); a second power cycle, because
    /// the record of a forced change was shown before the keys and the state (1000646201); machines taken down unmarked, because the marks of others could not be renewed
    /// (1000642925). Machines given up after three starts without a look that went with others, one of which somebody destroyed (2000018686); a machine that two resources leave without a
    /// key together, as both allow, called an error (2000518166).
    /// </summary>
    [Theory]
    [InlineData(301309)]
    [InlineData(2000018686)]
    [InlineData(2000518166)]
    [InlineData(1000005033)]
    [InlineData(1000646201)]
    [InlineData(1000642925)]
    [InlineData(501835)]
    [InlineData(503227)]
    [InlineData(20266107)]
    [InlineData(300124)]
    [InlineData(7000452)]
    [InlineData(20262871)]
    [InlineData(900340)]
    [InlineData(77027452)]
    [InlineData(31010279)]
    [InlineData(31008918)]
    [InlineData(20262407)]
    [InlineData(50005381)]
    [InlineData(13346)]
    [InlineData(42007)]
    [InlineData(705964)]
    public void Seeds_ThatHaveFoundSomething_KeepTheirPromises(ulong seed) =>
        Assert.Empty(Verdict.Of(HarnessCase.Of(seed), Mutant.None).Broken);

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Mutant_IsNoticed_Soon(string name)
    {
        var campaign = new Campaign(Mutant.All.Single(mutant => mutant.Name == name), mostBroken: 1);
        var broken = campaign.Run(Seed, Survived, progress: _ => { });
        output.WriteLine($"{campaign.Runs} runs: {string.Join("; ", campaign.Broken)}");
        Assert.NotNull(broken);
    }

    /// <summary>What the judge took for broken in a million runs and the 95,000 before them, though nothing is (docs/harness.md, a million).</summary>
    [Theory]
    [InlineData(5000007779)]
    [InlineData(5000023879)]
    [InlineData(5000534501)]
    [InlineData(6000227904)]
    [InlineData(6000272433)]
    [InlineData(6000297748)]
    [InlineData(6000317003)]
    [InlineData(6000362838)]
    [InlineData(6000397355)]
    [InlineData(6000432049)]
    [InlineData(6000530293)]
    [InlineData(6000627732)]
    [InlineData(6000698557)]
    [InlineData(6000699533)]
    [InlineData(6000776765)]
    [InlineData(6000854336)]
    [InlineData(6000988843)]
    public void Seeds_OfTheMillion_KeepTheirPromises(ulong seed) => Assert.Empty(Verdict.Of(HarnessCase.Of(seed), Mutant.None).Broken);

    /// <summary>Each fault that the harness knows strikes in a few hundred cases: a promise is not kept only because nothing put it to the test.</summary>
    [Theory]
    [InlineData(typeof(Core.Intent.RestartMarkerUse))]
    [InlineData(typeof(CaseFace))]
    public void Cases_OfManySeeds_DrawEveryValue(Type values)
    {
        var cases = Enumerable.Range(1, 200).Select(seed => HarnessCase.Of((ulong)seed)).ToArray();
        var drawn = cases
            .SelectMany(each => each.Intents.Select(intent => (Enum)intent.Policy.RestartMarker).Append(each.Face))
            .Where(value => value.GetType() == values)
            .ToHashSet();
        Assert.Equal(Enum.GetValues(values).Length, drawn.Count);
        Assert.Contains(cases, each => each.Deaths.Count == 2);
        Assert.Contains(cases, each => each is { Clock: not null });
        Assert.Contains(cases, each => each is { DiskFullAfter: not null });
        Assert.Contains(cases, each => each is { AssumesRole: true });
        Assert.Contains(cases, each => each.Meanwhile.Count > 0);
    }

    [Fact]
    public void Case_OfASeed_IsAlwaysTheSame() => Assert.Equal(CaseSource.Of(HarnessCase.Of(77)), CaseSource.Of(HarnessCase.Of(77)));

    /// <summary>A case that a mutant breaks becomes smaller and still shows it, and nothing else is wrong with it.</summary>
    [Fact]
    public void BrokenCase_Shrinks_AndStaysBroken()
    {
        var mutant = Mutant.All.Single(mutant => mutant.Name == "retries-an-ambiguous-write");
        var found = Enumerable
            .Range(1, Survived)
            .Select(seed => HarnessCase.Of((ulong)seed))
            .First(each => each.World.Instances.Count <= 6 && Verdict.Of(each, mutant).Broken.Count > 0);

        var shrunken = Shrinker.Shrink(found, mutant, TimeSpan.FromMinutes(1));

        Assert.NotEmpty(Verdict.Of(shrunken, mutant).Broken);
        Assert.Empty(Verdict.Of(shrunken, Mutant.None).Broken);
        Assert.True(CaseSource.Of(shrunken).Length < CaseSource.Of(found).Length / 2, CaseSource.Of(shrunken));
        Assert.InRange(shrunken.World.Instances.Count, 1, 4);
        Assert.Single(shrunken.Intents);
        Assert.Single(shrunken.Faults);
    }
}
