using CsCheck;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Tests.Kit;
using Microsoft.Extensions.Time.Testing;

namespace KeyBindingProvider.Pulumi.Tests.Properties;

/// <summary>Whatever happens in an apply, its status line fits the engine's column.</summary>
public class StatusLineProperties
{
    private const int Most = 999;

    private static readonly Gen<ApplyEvent> Events = Gen.OneOf<ApplyEvent>(
        Gen.Select(Gen.Int[1, Most], Gen.Int[1, Most], Gen.Enum<WaveKind>(), Gen.Int[1, 100])
            .Select((number, count, kind, size) => (ApplyEvent)new ApplyEvent.WaveStarted(Rollout(), Wave(number, kind, size), count)),
        Gen.Select(Gen.Enum<WaitGoal>(), Gen.Int[0, Most], Gen.Int[1, Most])
            .Select((goal, done, total) => (ApplyEvent)new ApplyEvent.Waiting(goal, done, total, TimeSpan.FromSeconds(done))),
        Gen.Select(Gen.Enum<CallAction>(), Gen.Bool, Gen.Int[1, 100])
            .Select((action, force, size) => (ApplyEvent)new ApplyEvent.CallSent(action, [.. Ids(size)], KeySet.Empty, force, "request"))
    );

    [Fact]
    public void StatusLine_OfAnyEvent_FitsTheColumn() =>
        Events
            .Array[1, 20]
            .Sample(events =>
            {
                var (link, time) = (EngineLinks.Alive(), new FakeTimeProvider());
                var messages = new ProgressMessages(new OperationLog(link.Object, "urn", time, text => text));
                foreach (var each in events)
                {
                    time.Advance(TimeSpan.FromSeconds(2));
                    messages.Report(each);
                }

                var lines = link.Messages().Select(message => message.Message).ToArray();
                Assert.NotEmpty(lines);
                Assert.All(lines, line => Assert.InRange(line.Length, 1, ProgressMessages.LongestLine));
            });

    private static IEnumerable<InstanceId> Ids(int count) =>
        Enumerable.Range(1, count).Select(number => InstanceId.FromService(Stage.Id(number)));

    private static Wave Wave(int number, WaveKind kind, int size) =>
        new(
            number,
            kind,
            [
                .. Ids(size)
                    .Select(id => new InstanceChange
                    {
                        Id = id,
                        Bound = KeySet.Empty,
                        Declared = KeySet.Empty,
                        Remove = KeySet.Empty,
                    }),
            ],
            []
        );

    private static Rollout Rollout() =>
        new()
        {
            Resources = [],
            DependsOn = [],
            Policy = ChangePolicy.Default,
            Policies = [],
            MaxUnavailable = 1,
            Waves = [],
            Pending = [],
            Calls = CallCounts.Zero,
            LowerBound = CallCounts.Zero,
        };
}
