using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using Moq;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Before anything is stopped its id stands in a message that stays, so that a kill leaves a trace to go by.</summary>
public class StopNotices
{
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    [Fact]
    public void AnUpInWavesAndItsDestroy_EveryStopIsNamedInAMessageThatStaysBeforeItGoesOut() =>
        Play(
            Fleet(Instances(1, 5, "RUNNING", Team)),
            async stage =>
            {
                var taken = TakeSlowly(stage);
                var program = Association(
                    "web",
                    Ids(1, 5),
                    [New],
                    Policy("graceful", ("maxUnavailable", Values.Text("40%")), ("canary", Value.ForNumber(1)))
                );

                await stage.Deployment.SucceedAsync(program);
                Assert.Null(Assert.Single(await stage.Deployment.DestroyAsync()).Error);

                var stops = stage.Calls("StopInstances");
                Assert.Equal(10, stops.Sum(stop => stop.InstanceIds.Count));
                Assert.All(
                    stops.SelectMany(stop => stop.InstanceIds.Select(id => (stop.At, Id: id))),
                    stop => Assert.Contains(taken, said => said.At <= stop.At && said.Message.Contains(stop.Id, StringComparison.Ordinal))
                );
                Assert.Equal(
                    """
                    web stops 5 instances. If the provider is killed, start those that are STOPPED then:
                      wave 1/3: ins-00000001
                      wave 2/3: ins-00000002, ins-00000003
                      wave 3/3: ins-00000004, ins-00000005
                    """.ReplaceLineEndings("\n"),
                    taken.First(said => said.Message.StartsWith("web stops", StringComparison.Ordinal)).Message
                );
            }
        );

    [Fact]
    public void AnUpThatStopsNothing_SaysNothingOfIt() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [New], Policy("graceful")));

                Assert.DoesNotContain(stage.Diagnostics, message => message.Message.Contains("is killed", StringComparison.Ordinal));
            }
        );

    [Fact]
    public void AnEngineThatTakesNoMessages_HoldsUpNoStopForLong() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", Team)),
            async stage =>
            {
                stage.Link.Setup(link => link.LogAsync(It.IsAny<LogRequest>())).Returns(new TaskCompletionSource().Task);
                var before = stage.Time.GetUtcNow();

                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New], Policy("graceful")));

                Assert.InRange(Assert.Single(stage.Calls("StopInstances")).At - before, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            }
        );

    /// <summary>Messages that stay, each with the moment at which the engine had it: an engine that takes its time.</summary>
    private static List<(DateTimeOffset At, string Message)> TakeSlowly(Stage stage)
    {
        var taken = new List<(DateTimeOffset, string)>();
        stage
            .Link.Setup(link => link.LogAsync(It.IsAny<LogRequest>()))
            .Returns<LogRequest>(async message =>
            {
                await stage.WaitAsync(Slow);
                if (!message.Ephemeral)
                {
                    taken.Add((stage.Time.GetUtcNow(), message.Message));
                }
            });
        return taken;
    }
}
