using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cvm.Tests.Transport;

/// <summary>When calls go, on a clock that jumps.</summary>
public class PacingTests
{
    [Fact]
    public void Writes_ThatComeAtOnce_AreATenthOfASecondApartFromTheFirst() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => api.BindInTurn()));
            Assert.Equal(Enumerable.Range(0, 25).Select(n => n / 10.0), service.Seconds);
        });

    [Fact]
    public void Reads_ThatComeAtOnce_AreFortyASecond() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            await Task.WhenAll(Enumerable.Range(0, 41).Select(_ => api.Read()));
            Assert.Equal(Enumerable.Range(0, 41).Select(n => n / 40.0), service.Seconds);
        });

    [Fact]
    public void Calls_AfterAPause_HaveSavedNoBurst() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            await api.BindInTurn();
            await Task.Delay(TimeSpan.FromSeconds(60), time);
            await Task.WhenAll(api.BindInTurn(), api.BindInTurn(), api.BindInTurn());
            Assert.Equal([0, 60, 60.1, 60.2], service.Seconds);
        });

    [Fact]
    public void Actions_AndRegions_HaveLanesOfTheirOwn() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            using var client = Account.Client(time, service);
            var one = client.ForRegion("ap-guangzhou");
            var two = client.ForRegion("ap-shanghai");
            Assert.Same(one, client.ForRegion("ap-guangzhou"));
            await Task.WhenAll(
                one.BindInTurn(),
                two.BindInTurn(),
                one.Read(),
                one.TakeTurnAsync(CallAction.Start, CallPriority.Start, CancellationToken.None)
            );
            Assert.All(service.Seconds, at => Assert.Equal(0, at));
        });

    [Fact]
    public void Calls_OfOneLane_GoByPriorityAndThenByArrival() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            CallPriority[] arrival =
            [
                CallPriority.NewStop,
                CallPriority.NewStop,
                CallPriority.Read,
                CallPriority.Poll,
                CallPriority.Read,
                CallPriority.WindowWrite,
                CallPriority.Start,
                CallPriority.Poll,
            ];
            await Task.WhenAll(arrival.Select((priority, number) => StopInTurn(api, priority, number)));
            // The first finds the lane free.
            Assert.Equal([0, 6, 5, 3, 7, 2, 4, 1], service.Sent.Select(Number));
            Assert.Equal(Enumerable.Range(0, 8).Select(n => n / 10.0), service.Seconds);
        });

    [Fact]
    public void Call_CancelledWhileItWaits_EndsAtOnceAndUsesNoTurn() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50), time);
            var first = api.BindInTurn();
            var given = api.BindInTurn(cancellation.Token);
            var last = api.BindInTurn();
            var began = time.GetTimestamp();
            var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
            Assert.Equal(cancellation.Token, exception.CancellationToken);
            Assert.Equal(50, time.GetElapsedTime(began).TotalMilliseconds);
            await Task.WhenAll(first, last);
            Assert.Equal([0, 0.1], service.Seconds);
        });

    [Fact]
    public void Call_CancelledBeforehand_UsesNoTurnAndSendsNothing() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.BindInTurn(new CancellationToken(canceled: true)));
            await api.BindInTurn();
            Assert.Equal([0], service.Seconds);
        });

    /// <summary>What is sent was decided after the wait for a turn: a wait inside the call would make it old.</summary>
    [Fact]
    public void Write_ItselfWaitsForNoTurn() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            var turns = Enumerable.Range(0, 20).Select(_ => api.TakeTurnAsync(CallAction.Associate, CallPriority.Start, default)).ToArray();
            await Task.WhenAll(api.Bind(), api.Bind());
            Assert.Equal([0, 0], service.Seconds);
            await Task.WhenAll(turns);
        });

    [Fact]
    public void TryTakeTurn_IsTrueOnceForEachFreeTurn() =>
        VirtualTime.Run(async time =>
        {
            var api = Account.Connect(time, new ScriptedService(time, (request, _) => ScriptedService.Done(request)));
            Assert.True(api.TryTakeTurn(CallAction.Associate));
            Assert.False(api.TryTakeTurn(CallAction.Associate));
            Assert.True(api.TryTakeTurn(CallAction.Disassociate));
            await Task.Delay(TimeSpan.FromMilliseconds(99), time);
            Assert.False(api.TryTakeTurn(CallAction.Associate));
            await Task.Delay(TimeSpan.FromMilliseconds(1), time);
            Assert.True(api.TryTakeTurn(CallAction.Associate));
        });

    [Fact]
    public void TryTakeTurn_CountsForWhoComesAfterIt() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service);
            Assert.True(api.TryTakeTurn(CallAction.Associate));
            await api.BindInTurn();
            Assert.Equal([0.1], service.Seconds);
        });

    /// <summary>Whoever waits goes first, also at the moment when the next turn becomes free.</summary>
    [Fact]
    public void TryTakeTurn_WhileSomebodyWaits_IsFalse() =>
        VirtualTime.Run(async time =>
        {
            var api = Account.Connect(time, new ScriptedService(time, (request, _) => ScriptedService.Done(request)));
            var waiting = Enumerable.Range(0, 5).Select(_ => api.TakeTurnAsync(CallAction.Stop, CallPriority.NewStop, default)).ToArray();
            while (!waiting.All(turn => turn.IsCompleted))
            {
                Assert.False(api.TryTakeTurn(CallAction.Stop));
                await Task.Delay(TimeSpan.FromMilliseconds(50), time);
            }

            await Task.WhenAll(waiting);
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
            Assert.True(api.TryTakeTurn(CallAction.Stop));
        });

    [Fact]
    public void TryTakeTurn_WhereTheOverallLimitHasNone_IsFalseAndUsesNone() =>
        VirtualTime.Run(async time =>
        {
            var configuration = Account.Configuration with { MaxRequestsPerSecond = 2 };
            var api = Account.Connect(time, new ScriptedService(time, (request, _) => ScriptedService.Done(request)), configuration);
            Assert.True(api.TryTakeTurn(CallAction.Stop));
            Assert.False(api.TryTakeTurn(CallAction.Start));
            await Task.Delay(TimeSpan.FromMilliseconds(500), time);
            Assert.True(api.TryTakeTurn(CallAction.Start));
        });

    [Fact]
    public void OverallLimit_OverActionsAndRegions_SpacesEverything() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            using var client = Account.Client(time, service, Account.Configuration with { MaxRequestsPerSecond = 5 });
            var one = client.ForRegion("ap-guangzhou");
            var two = client.ForRegion("ap-shanghai");
            await Task.WhenAll(
                Enumerable.Range(0, 4).SelectMany(_ => new Task[] { one.BindInTurn(), two.Read(), one.Read(), two.BindInTurn() })
            );
            Assert.Equal(Enumerable.Range(0, 16).Select(n => n * 2 / 10.0), service.Seconds.Select(at => Math.Round(at, 6)));
        });

    /// <summary>A queue behind each limit in turn would save up turns of the first while it waits for the second.</summary>
    [Fact]
    public void OverallLimit_AboveThatOfAnAction_HoldsTogetherWithIt() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(time, service, Account.Configuration with { MaxRequestsPerSecond = 20 });
            await Task.WhenAll(
                Enumerable
                    .Range(0, 30)
                    .SelectMany(n => new Task[] { api.BindInTurn(), StopInTurn(api, CallPriority.NewStop, n), api.Read() })
            );
            Assert.All(Gaps(service.Seconds), gap => Assert.True(gap >= 0.05 - 1e-9));
            Assert.All(
                service.Sent.GroupBy(request => request.Action).Where(lane => lane.Key != "DescribeInstances"),
                lane => Assert.All(Gaps(lane.Select(request => request.At.TotalSeconds)), gap => Assert.True(gap >= 0.1 - 1e-9))
            );
            // Binds and reads take turns and use up the overall limit for three seconds; the stops then have their own to themselves.
            Assert.Equal(60, service.Seconds.Count(at => at < 3 - 1e-9));
            Assert.Equal(5.9, service.Seconds.Last(), tolerance: 1e-9);
        });

    [Fact]
    public void Pacing_AcrossAWallClockThatIsSetBack_GoesOn() =>
        VirtualTime.Run(async time =>
        {
            var clock = new SteppedClock(time);
            var service = new ScriptedService(time, (request, _) => ScriptedService.Done(request));
            var api = Account.Connect(clock, service);
            await api.BindInTurn();
            clock.Step = TimeSpan.FromHours(-3);
            await api.BindInTurn();
            Assert.Equal([0, 0.1], service.Seconds);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Create_WithAnImpossibleOverallLimit_IsRefusedAtOnce(double limit) =>
        VirtualTime.Run(time =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() =>
                Account.Client(
                    time,
                    new ScriptedService(time, (request, _) => ScriptedService.Done(request)),
                    Account.Configuration with
                    {
                        MaxRequestsPerSecond = limit,
                    }
                )
            );
            return Task.CompletedTask;
        });

    private static async Task StopInTurn(ICvmApi api, CallPriority priority, int number)
    {
        await api.TakeTurnAsync(CallAction.Stop, priority, CancellationToken.None);
        await api.StopInstancesAsync([InstanceId.FromService($"ins-{number:00000000}")], StopType.Soft, priority, CancellationToken.None);
    }

    private static int Number(SentRequest request) =>
        int.Parse(request.Json.GetProperty("InstanceIds")[0].GetString()![4..], System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<double> Gaps(IEnumerable<double> times) => times.Zip(times.Skip(1), (a, b) => b - a);
}
