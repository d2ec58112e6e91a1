using CsCheck;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class LockoutTests
{
    [Fact]
    public void States_SwapOfTheOnlyKey_BindsBeforeItUnbinds()
    {
        var swap = Change(Keys(1), declared: Keys(2), remove: Keys(1));
        Assert.Equal([Keys(1), Keys(1, 2), Keys(2)], Lockout.States(swap, BindReading.Adds));
        Assert.Equal([Keys(1), Keys(2)], Lockout.States(swap, BindReading.Replaces));
        Assert.Null(Lockout.FirstKeylessState(swap));
    }

    [Fact]
    public void States_SeveralRemovals_VisitsEachOnTheWay()
    {
        var removal = Change(Keys(1, 2, 3), declared: KeySet.Empty, remove: Keys(1, 2));
        KeySet[] expected = [Keys(1, 2, 3), Keys(2, 3), Keys(3)];
        Assert.Equal(expected, Lockout.States(removal, BindReading.Adds));
        Assert.Equal(expected, Lockout.States(removal, BindReading.Replaces));
    }

    [Fact]
    public void States_ForeignKeys_SurviveUnderBothReadings()
    {
        var swap = Change(Keys(1, 9), declared: Keys(2), remove: Keys(1));
        Assert.Equal(Keys(2, 9), Lockout.States(swap, BindReading.Adds).Last());
        Assert.Equal(Keys(2, 9), Lockout.States(swap, BindReading.Replaces).Last());
    }

    [Fact]
    public void FirstKeylessState_LastKeyLeaves_NamesAReading() =>
        Assert.NotNull(Lockout.FirstKeylessState(Change(Keys(1, 2), declared: KeySet.Empty, remove: Keys(1, 2))));

    [Fact]
    public void FirstKeylessState_KeylessToBeginWith_IsNotOurDoing() =>
        Assert.Null(Lockout.FirstKeylessState(Change(KeySet.Empty, declared: Keys(1), remove: KeySet.Empty)));

    [Fact]
    public void FirstKeylessState_AnotherKeyIsExpected_IsNoLockOut()
    {
        var last = Change(Keys(1), declared: KeySet.Empty, remove: Keys(1));
        Assert.Null(Lockout.FirstKeylessState(last with { Expected = Keys(2) }));
        Assert.NotNull(Lockout.FirstKeylessState(last with { Expected = Keys(1) }));
    }

    /// <summary>Keyless under a reading exactly when nothing at all is wanted: binding first leaves no other way.</summary>
    [Fact]
    public void FirstKeylessState_AnyChange_SpeaksExactlyWhenNothingIsWanted() =>
        Gen.Select(Gen.Int[0, 15], Gen.Int[0, 15], Gen.Int[0, 15])
            .Sample(
                (bound, declared, remove) =>
                {
                    var change = Change(Masked(bound), Masked(declared), Masked(bound & remove & ~declared));
                    Assert.Equal(bound != 0 && change.Want.IsEmpty, Lockout.FirstKeylessState(change) is not null);
                    foreach (var reading in Enum.GetValues<BindReading>())
                    {
                        Assert.Equal(change.Want, Lockout.States(change, reading).Last());
                    }
                }
            );

    private static KeySet Masked(int mask) => KeySet.Of(Enumerable.Range(0, 4).Where(bit => (mask >> bit & 1) == 1).Select(Key));
}
