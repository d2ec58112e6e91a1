using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Engine.Executing;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>
/// The six mutants of rule <c>judged-by-the-simulator</c>, and one for each further rule that nothing else would miss: an engine with one decision broken must break a
/// promise, or the promises are not tested.
/// </summary>
public class MutantTests
{
    /// <summary>How many cases a mutant may survive; the promises run over many more.</summary>
    private const int Cases = 600;

    /// <summary>The lock-out guard before every unbind keeps it from locking out; then it cannot finish a swap of a sole key.</summary>
    [Fact]
    public void UnbindFirst_Dies() => AssertDies(new UnbindFirst(), '4', '8');

    [Fact]
    public void DeltaBind_Dies() => AssertDies(new DeltaBind(), '1', '4');

    [Fact]
    public void WantFromTheOldSnapshot_Dies() => AssertDies(new WantFromSnapshot(), '1');

    [Fact]
    public void SkippedRestart_Dies() => AssertDies(new SkippedRestart(), '2');

    [Fact]
    public void BlindHalving_Dies() => AssertDies(new BlindHalving(), '1', '5');

    [Fact]
    public void WaitingForAnySuccess_Dies() => AssertDies(new AnySuccess(), '6', '1', '2', '8');

    [Fact]
    public void SlotFreedWhenTheStartIsSent_Dies() => AssertDies(new SlotFreedAtStart(), '3');

    [Fact]
    public void FirstWindowOfFullSize_Dies() => AssertDies(new NoCanary(), '3');

    [Fact]
    public void ForceStopInAWindow_Dies() => AssertDies(new ForceInWindows(), '5');

    [Fact]
    public void SendingAgainAfterALostAnswer_Dies() => AssertDies(new NoReadAfterAmbiguity(), '2', '5');

    [Fact]
    public void NoFinalSweep_Dies() => AssertDies(new NoSweep(), '2');

    [Fact]
    public void NoLockoutCheckBeforeAnUnbind_Dies() => AssertDies(new NoLockoutCheck(), '4');

    [Fact]
    public void SendingTheOldCallAgain_Dies() => AssertDies(new OldCallAgain(), '1', '4');

    [Fact]
    public void TwoOperationsOnOneInstance_Die() => AssertDies(new NoLease(), '1', '2', '3', '5', '6');

    /// <summary>The mutant must break one of the promises that hang on what it breaks.</summary>
    private static void AssertDies(ExecutionRules mutant, params char[] promises)
    {
        var killed = ParallelEnumerable
            .Range(1, Cases)
            .WithDegreeOfParallelism(2)
            .Any(seed => Promises.Broken(CaseRun.Execute(FleetCase.Of((ulong)seed), mutant)).Any(broken => promises.Contains(broken[0])));
        Assert.True(killed, $"{mutant.GetType().Name} kept promise {string.Join(", ", promises)} in {Cases} cases");
    }

    private sealed class UnbindFirst : ExecutionRules
    {
        public override bool BindFirst => false;
    }

    private sealed class DeltaBind : ExecutionRules
    {
        public override KeySet ToBind(InstanceChange change, KeySet read) => change.Declared.Except(read);
    }

    private sealed class WantFromSnapshot : ExecutionRules
    {
        public override KeySet ToBind(InstanceChange change, KeySet read) => change.Want;
    }

    private sealed class SkippedRestart : ExecutionRules
    {
        public override bool Restart => false;
    }

    private sealed class BlindHalving : ExecutionRules
    {
        public override bool StillNeeded(bool satisfied, bool claimed) => true;

        public override bool IsStillExact(bool exact) => true;
    }

    private sealed class AnySuccess : ExecutionRules
    {
        public override bool IsDone(bool goalRead, LatestOperation latest, string requestId) => latest.IsSuccess;
    }

    private sealed class SlotFreedAtStart : ExecutionRules
    {
        public override bool HoldSlotUntilRunning => false;
    }

    private sealed class NoCanary : ExecutionRules
    {
        public override bool Canary => false;
    }

    private sealed class ForceInWindows : ExecutionRules
    {
        public override bool ForceInWindow => true;
    }

    private sealed class NoReadAfterAmbiguity : ExecutionRules
    {
        public override bool ReadAfterAmbiguity => false;
    }

    private sealed class NoSweep : ExecutionRules
    {
        public override bool Sweep => false;
    }

    private sealed class NoLockoutCheck : ExecutionRules
    {
        public override bool LocksOut(InstanceChange change, KeySet read, KeySet removals) => false;
    }

    private sealed class OldCallAgain : ExecutionRules
    {
        public override bool IsStillExact(bool exact) => true;
    }

    private sealed class NoLease : ExecutionRules
    {
        public override bool Lease => false;
    }
}
