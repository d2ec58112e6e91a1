using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Planning;

/// <summary>Of a machine whose keys cannot be read nothing is said but that: it may have any key, and none is sent to it.</summary>
public class UnreadableTests
{
    [Fact]
    public void EveryKindThatSpeaksOfIt_WaitsForIt_AndTheOthersGoOn()
    {
        var fleet = FleetOf(Stopped(1, 1, 9), Stopped(2) with { IsUnreadable = true, AreKeysTold = false });
        foreach (
            var intent in new Core.Intent.ResourceIntent[]
            {
                Association(Instances(1, 2), Keys(2)),
                Exclusive(Instances(1, 2), Keys(2)),
                Revocation(Keys(1)),
            }
        )
        {
            var plan = PlanOf(fleet, intent);
            var pending = Assert.Single(plan.Pending);
            Assert.Equal((Ins(2), PendingCode.Unverified), (pending.Change.Id, pending.Code));
            var problem = Assert.Single(plan.Problems, found => found.Code.Id == "KB3020");
            Assert.EndsWith(
                $"1 instance cannot be judged: what the service tells of state or keys cannot be read: {Ins(2)}.",
                problem.Message,
                StringComparison.Ordinal
            );
            Assert.Equal([Ins(1)], plan.Changes.Select(change => change.Id));
        }
    }

    [Fact]
    public void ARevocationThatExceptsIt_SaysNothing() =>
        Assert.Empty(
            PlanOf(FleetOf(Stopped(2) with { IsUnreadable = true }), Revocation(Keys(1)) with { ExceptInstanceIds = [Ins(2)] }).Pending
        );

    [Fact]
    public void AnAssociationThatGivesItUp_Waits() =>
        Assert.Equal(
            Keys(1),
            Assert
                .Single(
                    PlanOf(
                        FleetOf(Stopped(2) with { IsUnreadable = true }),
                        Association(Instances(), Keys(1)) with
                        {
                            Owned = Pairs(2, 1),
                        }
                    ).Pending
                )
                .Change.Remove
        );

    private static System.Collections.Immutable.ImmutableSortedDictionary<InstanceId, KeySet> Pairs(int instance, int key) =>
        System.Collections.Immutable.ImmutableSortedDictionary<InstanceId, KeySet>.Empty.Add(Ins(instance), Keys(key));
}
