using KeyBindingProvider.Core.Conducting;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>Each rule of the machine left out: the explorer must find a path on which a promise breaks, or the rule is not tested.</summary>
public class PlantedFaultTests(ITestOutputHelper output)
{
    private const string Swap = "swap, bind adds, bound key False, unbound key False";

    [Theory]
    [InlineData(nameof(RunRules.BindFirst), "swap, graceful then force", "P4", nameof(RunRules.LastKeyStays))]
    [InlineData(nameof(RunRules.Quarantine), Swap, "P2")]
    [InlineData(nameof(RunRules.QuarantineFromSending), Swap, "P2")]
    [InlineData(nameof(RunRules.RefusedIsNotOurs), Swap, "P2")]
    [InlineData(nameof(RunRules.BatchRefusalIsLost), "two instances, staleness 0, slots 2", "P2")]
    [InlineData(nameof(RunRules.BlindStart), Swap, "P2")]
    [InlineData(nameof(RunRules.GoneTakesTime), Swap, "P2")]
    [InlineData(nameof(RunRules.HoldAfterRefusal), Swap, "NO END")]
    [InlineData(nameof(RunRules.VerdictOnSettledKeys), "swap + declare A", "P6")]
    [InlineData(nameof(RunRules.SlotUntilUp), "two instances, staleness 0, slots 1", "P")]
    [InlineData(nameof(RunRules.Restart), Swap, "")]
    [InlineData(nameof(RunRules.FollowLateStops), Swap, "P2")]
    [InlineData(nameof(RunRules.LastKeyStays), "remove A + remove F", "P4")]
    [InlineData(nameof(RunRules.DoorCloses), "swap + declare A", "DOOR")]
    [InlineData(nameof(RunRules.UnbindOnlyBound), "removal", "P1")]
    [InlineData(nameof(RunRules.NoForceInWindow), Swap, "")]
    public void LeftOut_BreaksAPromise(string rule, string reading, string promise, string? andRule = null)
    {
        var rules = new RunRules();
        typeof(RunRules).GetProperty(rule)!.SetValue(rules, false);
        if (andRule is not null)
        {
            typeof(RunRules).GetProperty(andRule)!.SetValue(rules, false);
        }

        var explorer = new Explorer(Readings.All.First(one => one.Name == reading) with { Rules = rules }).Explore();
        output.WriteLine(ExplorerTests.Text(Readings.All.First(one => one.Name == reading), explorer));
        Assert.Contains(explorer.Violations.Keys, broken => broken.StartsWith(promise, StringComparison.Ordinal));
    }

    /// <summary>Rules that matter where a field may go back to what it was.</summary>
    [Theory]
    [InlineData(nameof(RunRules.UpOnProof), "two instances, replicas, slots 1")]
    [InlineData(nameof(RunRules.StrangersStartSeenTwice), Swap)]
    [InlineData(nameof(RunRules.GoalOnProof), "swap + declare A")]
    public void LeftOut_BreaksAPromise_WhereReplicasAnswer(string rule, string reading)
    {
        var rules = new RunRules();
        typeof(RunRules).GetProperty(rule)!.SetValue(rules, false);
        var explorer = new Explorer(
            Readings.All.First(one => one.Name == reading) with
            {
                Rules = rules,
                IsMonotone = false,
                LooksAtOnce = true,
            }
        ).Explore();
        output.WriteLine(ExplorerTests.Text(Readings.All.First(one => one.Name == reading), explorer));
        Assert.NotEmpty(explorer.Violations);
    }

    /// <summary>Nobody may look, and every start that is accepted comes to nothing.</summary>
    [Fact]
    public void BlindStartsWithoutABound_AreSentAgainAndAgain()
    {
        var reading = new ServiceReading
        {
            Name = "swap, unseen starts fail",
            Mischief = 5,
            Staleness = 0,
            Landing = 0,
            HasStranger = false,
            MayCancel = false,
            Without = Readings.Only("denied", "failed"),
        };
        var explored = new Explorer(reading).Explore();
        Assert.DoesNotContain(explored.Violations.Keys, broken => broken.StartsWith("BOUND", StringComparison.Ordinal));
        var explorer = new Explorer(reading with { Rules = new RunRules { BlindStartsAreBounded = false } }).Explore();
        output.WriteLine(ExplorerTests.Text(reading, explorer));
        Assert.Contains(explorer.Violations.Keys, broken => broken.StartsWith("BOUND", StringComparison.Ordinal));
    }

    /// <summary>A person takes a key away while our bind waits at the rate limit.</summary>
    [Fact]
    public void BindFromAnOldLook_GivesAKeyBack()
    {
        var reading = new ServiceReading
        {
            Name = "addition on STOPPED",
            StartsStopped = true,
            First = (0, 2),
            Keys = 5,
            Mischief = 5,
            Staleness = 0,
            Landing = 0,
            MayCancel = false,
            Without = Readings.Only("pacer"),
        };
        Assert.Empty(new Explorer(reading).Explore().Violations);
        var explorer = new Explorer(reading with { Rules = new RunRules { SightOfTheTurn = false } }).Explore();
        output.WriteLine(ExplorerTests.Text(reading, explorer));
        Assert.Contains(explorer.Violations.Keys, broken => broken.StartsWith("P1", StringComparison.Ordinal));
    }
}
