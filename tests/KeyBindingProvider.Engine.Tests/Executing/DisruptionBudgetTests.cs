using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Tests.Executing;

public class DisruptionBudgetTests
{
    private static readonly InstanceId A = InstanceId.FromService("ins-aaaaaaaa");
    private static readonly InstanceId B = InstanceId.FromService("ins-bbbbbbbb");
    private static readonly InstanceId C = InstanceId.FromService("ins-cccccccc");

    [Fact]
    public async Task Take_AnswersAsManyAsMayGoDown_InTheirOrder()
    {
        var budget = new DisruptionBudget(2);

        Assert.Equal([C, A], await TakeAsync(budget, C, A, B));
    }

    [Fact]
    public async Task Take_WaitsForARelease()
    {
        var budget = new DisruptionBudget(1);
        await TakeAsync(budget, A);

        var waiting = TakeAsync(budget, B);
        Assert.False(waiting.IsCompleted);
        budget.Release(A);

        Assert.Equal([B], await waiting);
    }

    [Fact]
    public async Task Take_OverlappingLimits_EachHolds()
    {
        var budget = new DisruptionBudget(null);
        using var wide = budget.Enter(new HashSet<InstanceId> { A, B, C }, 3);
        using var narrow = budget.Enter(new HashSet<InstanceId> { A, B }, 1);

        Assert.Equal([A, C], await TakeAsync(budget, A, B, C));
    }

    [Fact]
    public async Task Enter_CountsWhatOthersHaveDownAlready()
    {
        var budget = new DisruptionBudget(null);
        await TakeAsync(budget, A);
        using var limit = budget.Enter(new HashSet<InstanceId> { A, B }, 1);

        Assert.False(TakeAsync(budget, B).IsCompleted);
    }

    [Fact]
    public async Task Take_SlotsHeldByWhatMissedItsWindow_AnswersNoneInsteadOfWaitingForEver()
    {
        var budget = new DisruptionBudget(1);
        await TakeAsync(budget, A);
        var waiting = TakeAsync(budget, B);
        budget.Miss(A);

        Assert.Empty(await waiting);
        Assert.Empty(await TakeAsync(budget, C));
    }

    [Fact]
    public async Task SeenUp_FreesOnlyWhatNoOperationLooksAfter()
    {
        var budget = new DisruptionBudget(1);
        await TakeAsync(budget, A);
        budget.SeenUp(A);
        budget.Miss(A);
        budget.SeenUp(A);
        Assert.Empty(await TakeAsync(budget, B));

        budget.Leave(A);
        budget.SeenUp(A);
        Assert.Equal([C], await TakeAsync(budget, C));
    }

    [Fact]
    public async Task Take_Cancelled_StopsWaitingAndTakesNothing()
    {
        var budget = new DisruptionBudget(1);
        await TakeAsync(budget, A);
        using var cancel = new CancellationTokenSource();
        var waiting = budget.TakeAsync([B], int.MaxValue, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        budget.Release(A);
        Assert.Equal([B], await TakeAsync(budget, B));
    }

    [Fact]
    public async Task Overlay_ShowsWhatIsOrWasInAWindowSinceTheMarkAsRunning()
    {
        var budget = new DisruptionBudget(null);
        var fleet = new FleetSnapshot(
            "ap-guangzhou",
            new[] { A, B, C }.ToDictionary(
                id => id,
                id => new InstanceSnapshot
                {
                    Id = id,
                    State = PowerState.Stopped,
                    Keys = KeySet.Empty,
                }
            ),
            new Dictionary<KeyId, KeyPairSnapshot>()
        );
        await TakeAsync(budget, A, B);
        var mark = budget.Mark();
        budget.Release(A);

        Assert.Equal([A, B], Running(budget.Overlay(fleet, mark)));
        Assert.Equal([B], Running(budget.Overlay(fleet, budget.Mark())));
    }

    [Fact]
    public void Constructor_LimitBelowOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new DisruptionBudget(0));

    private static Task<IReadOnlyList<InstanceId>> TakeAsync(DisruptionBudget budget, params InstanceId[] candidates) =>
        budget.TakeAsync(candidates, int.MaxValue, CancellationToken.None);

    private static IEnumerable<InstanceId> Running(FleetSnapshot fleet) =>
        fleet.Instances.Values.Where(instance => instance.State == PowerState.Running).Select(instance => instance.Id).Order();
}
