using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Judging;
using KeyBindingProvider.Harness.Running;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>
/// The six mutants of rule <c>judged-by-the-simulator</c>, and one for each further rule that nothing else would miss: an engine with one decision broken must break a
/// promise, or the promises are not tested.
/// </summary>
public class MutantTests
{
    /// <summary>How many cases a mutant may survive; the promises run over many more.</summary>
    private const int Cases = 600;

    [Theory]
    [MemberData(nameof(Mutants))]
    public void Dies(string rule, string promises)
    {
        var mutant = Without(rule);
        var killed = ParallelEnumerable
            .Range(1, Cases)
            .WithDegreeOfParallelism(2)
            .Any(seed => IsKilled(FleetCase.Of((ulong)seed), mutant, promises) || IsKilled(WideCase.Of((ulong)seed), mutant, promises));
        Assert.True(killed, $"without {rule} promises {promises} were kept in {Cases} cases");
    }

    public static TheoryData<string, string> Mutants =>
        new()
        {
            { nameof(RunRules.FullSets), "14" },
            { nameof(RunRules.WantedFromSight), "1" },
            { nameof(RunRules.Restart), "2" },
            { nameof(RunRules.SlotUntilUp), "3" },
            { nameof(RunRules.Canary), "3" },
            { nameof(RunRules.NoForceInWindow), "5" },
            { nameof(RunRules.Quarantine), "25" },
            { nameof(RunRules.LastKeyStays), "4" },
            { nameof(RunRules.EscalateOnlyWithLeave), "5" },
            { nameof(RunRules.SightAfterAnswer), "123456" },
            { nameof(RunRules.CountsEveryLimit), "3" },
        };

    /// <summary>A run that never ends breaks the promise that everything is started again.</summary>
    private static bool IsKilled(FleetCase fleetCase, RunRules mutant, string promises)
    {
        try
        {
            return Promises.Broken(CaseRun.Execute(fleetCase, mutant)).Any(broken => promises.Contains(broken[0]));
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static RunRules Without(string rule)
    {
        var rules = new RunRules();
        typeof(RunRules).GetProperty(rule)!.SetValue(rules, false);
        return rules;
    }
}
