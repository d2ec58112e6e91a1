using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Engine.Executing;

namespace KeyBindingProvider.Engine.Tests.Executing;

public class InstanceLeasesTests
{
    private static readonly InstanceId A = InstanceId.FromService("ins-aaaaaaaa");
    private static readonly InstanceId B = InstanceId.FromService("ins-bbbbbbbb");

    [Fact]
    public async Task Acquire_WaitsUntilTheOtherIsDone()
    {
        var leases = new InstanceLeases();
        var first = await leases.AcquireAsync([A], CancellationToken.None);
        var second = leases.AcquireAsync([B, A], CancellationToken.None);
        Assert.False(second.IsCompleted);

        first.Dispose();

        Assert.Equal([A, B], (await second).Ids.Order());
    }

    /// <summary>Each wants what the other has; taken in id order, one of them has not begun.</summary>
    [Fact]
    public async Task Acquire_InOppositeOrders_NeverWaitsInACircle()
    {
        var leases = new InstanceLeases();
        var first = leases.AcquireAsync([A, B], CancellationToken.None);
        var second = leases.AcquireAsync([B, A], CancellationToken.None);

        (await first).Dispose();

        Assert.Equal(2, (await second).Ids.Count);
    }

    [Fact]
    public async Task Keep_WhoWaitsAndWhoComesLaterGoOnWithoutIt_UntilItIsReleased()
    {
        var leases = new InstanceLeases();
        var first = await leases.AcquireAsync([A], CancellationToken.None);
        var waiting = leases.AcquireAsync([A, B], CancellationToken.None);
        first.Keep(A);
        first.Dispose();

        using (var lease = await waiting)
        {
            Assert.Equal([B], lease.Ids);
        }

        Assert.Empty((await leases.AcquireAsync([A], CancellationToken.None)).Ids);
        leases.Release(A);
        Assert.Equal([A], (await leases.AcquireAsync([A], CancellationToken.None)).Ids);
    }

    [Fact]
    public async Task Acquire_Cancelled_GivesBackWhatItHad()
    {
        var leases = new InstanceLeases();
        var first = await leases.AcquireAsync([B], CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        var second = leases.AcquireAsync([A, B], cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal([A], (await leases.AcquireAsync([A], CancellationToken.None)).Ids);
        first.Dispose();
        Assert.Equal([B], (await leases.AcquireAsync([B], CancellationToken.None)).Ids);
    }
}
