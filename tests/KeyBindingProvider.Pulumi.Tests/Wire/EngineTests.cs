using KeyBindingProvider.Pulumi.Hosting;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>What the provider says to the engine, and how it notices that there is none any more.</summary>
public class EngineTests
{
    [Fact]
    public async Task Messages_ArriveInOrder_WithTheirResource()
    {
        await using var engine = await FakeEngineServer.StartAsync();
        var log = new OperationLog(
            EngineLink.Connect($"127.0.0.1:{engine.Port}", TimeProvider.System),
            "urn:x",
            TimeProvider.System,
            text => text
        );

        log.Status("one");
        log.Status("dropped: too soon");
        log.Status("two", matters: true);
        log.Info("three");
        while (engine.Messages.Count < 3)
        {
            await log.FlushAsync();
        }

        Assert.Equal(["one", "two", "three"], engine.Messages.Select(message => message.Message));
        Assert.Equal([true, true, false], engine.Messages.Select(message => message.Ephemeral));
        Assert.All(engine.Messages, message => Assert.Equal("urn:x", message.Urn));
    }

    [Fact]
    public async Task EngineThatTakesNoMessages_KeepsNobodyWaitingForLong()
    {
        var link = EngineLink.Connect("127.0.0.1:1", TimeProvider.System)!;
        var log = new OperationLog(link, "urn:x", TimeProvider.System, text => text);
        for (var i = 0; i < 1000; i++)
        {
            log.Info($"message {i}");
        }

        await log.FlushAsync();

        Assert.False(await link.IsAliveAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("203.0.113.1:80")]
    [InlineData("example.com:80")]
    [InlineData("127.0.0.1:80/path")]
    [InlineData("user@127.0.0.1:80")]
    [InlineData("")]
    [InlineData("nonsense")]
    public void AddressThatIsNoPlaceOnThisMachine_IsNotConnectedTo(string address) =>
        Assert.Null(EngineLink.Connect(address, TimeProvider.System));

    [Fact]
    public void Status_IsThrottledToOneASecond_AndNotRepeated() =>
        VirtualTime.Run(async time =>
        {
            var link = EngineLinks.Alive();
            var log = new OperationLog(link.Object, "urn:x", time, text => text);
            for (var i = 0; i < 40; i++)
            {
                log.Status($"{i / 8} of 5");
                await Task.Delay(TimeSpan.FromMilliseconds(250), time);
            }

            await log.FlushAsync();
            Assert.Equal(["0 of 5", "1 of 5", "2 of 5", "3 of 5", "4 of 5"], link.Messages().Select(message => message.Message));
        });

    [Fact]
    public void Watch_EngineThatStopsAnswering_IsNoticedWithinTheIntervalAndASecondLook() =>
        VirtualTime.Run(async time =>
        {
            var link = EngineLinks.Alive();
            var watch = new EngineWatch(link.Object.IsAliveAsync, time);
            var end = watch.WaitForEndAsync(Task.CompletedTask, new TaskCompletionSource().Task, CancellationToken.None);
            await Task.Delay(10 * EngineWatch.Interval, time);
            Assert.False(end.IsCompleted);

            link.Answering(false);
            await end;

            Assert.InRange(
                time.GetUtcNow() - VirtualTime.Origin,
                10 * EngineWatch.Interval,
                11 * EngineWatch.Interval + TimeSpan.FromSeconds(2)
            );
        });

    [Fact]
    public void Watch_InputThatEnds_IsAReasonToAskAtOnce_AndNoMoreThanThat() =>
        VirtualTime.Run(async time =>
        {
            var link = EngineLinks.Alive();
            var input = new TaskCompletionSource();
            var end = new EngineWatch(link.Object.IsAliveAsync, time).WaitForEndAsync(
                Task.CompletedTask,
                input.Task,
                CancellationToken.None
            );
            await Task.Delay(TimeSpan.FromSeconds(5), time);

            link.Answering(false);
            input.SetResult();
            await end;

            Assert.Equal(TimeSpan.FromSeconds(6), time.GetUtcNow() - VirtualTime.Origin);
        });

    [Fact]
    public void Watch_LauncherWithoutInputOrEngine_IsGivenTheInterval() =>
        VirtualTime.Run(async time =>
        {
            var link = EngineLinks.Gone();
            await new EngineWatch(link.Object.IsAliveAsync, time).WaitForEndAsync(
                Task.CompletedTask,
                Task.CompletedTask,
                CancellationToken.None
            );

            Assert.True(time.GetUtcNow() - VirtualTime.Origin >= EngineWatch.Interval);
        });

    [Theory]
    [InlineData("", null)]
    [InlineData("127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("--logtostderr -v=9 127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("--logtostderr -v=9 --tracing http://x:1 127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("--tracing=http://x:1 127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("--tracing http://x:1", null)]
    [InlineData("--some --new -flags", null)]
    public void Arguments_AreReadWhateverElseIsThere(string line, string? address) =>
        Assert.Equal(address, ProviderArguments.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).EngineAddress);
}
