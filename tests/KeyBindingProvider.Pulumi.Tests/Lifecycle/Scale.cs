using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Many resources at once on one process: what they share is counted.</summary>
public class Scale
{
    [Fact]
    public void FirstUpOf50ResourcesOver500StoppedInstances_ShareReadsAndCalls() =>
        Play(
            Fleet(Instances(0, 500, "STOPPED")),
            async stage =>
            {
                var program = Enumerable.Range(0, 50).Select(i => Association($"team-{i:00}", Ids(10 * i, 10), [New])).ToArray();

                await stage.Deployment.SucceedAsync(program);

                // All fifty want the same set: their instances stand together in calls of a hundred, whoever asked for them.
                Assert.Equal(5, stage.Calls("AssociateInstancesKeyPairs").Count);
                Assert.Equal(5, stage.Writes);
                Assert.All(Enumerable.Range(0, 500), number => Assert.Equal(New, stage.KeysOf(number)));
                var reads = stage.Calls("DescribeInstances").Count;
                var alone = 50 * 3;
                Assert.InRange(reads, 5, alone);
                // All fifty look at once, in five calls of a hundred ids, before anything is written.
                var firstWrite = stage.Calls("AssociateInstancesKeyPairs")[0].Number;
                Assert.InRange(stage.Calls("DescribeInstances").Count(call => call.Number < firstWrite), 5, 10);
                Assert.InRange(stage.Calls("DescribeKeyPairs").Count, 1, 3);

                var before = stage.Calls("DescribeInstances").Count;
                await stage.Deployment.SucceedAsync(program);
                // The second up reads everything once more, shared, and nothing else.
                Assert.Equal(5, stage.Calls("DescribeInstances").Count - before);
                Assert.Equal(5, stage.Writes);
            }
        );

    [Fact]
    public void FourHundredOperationsAtOnce_ReadsAreShared_NeverTwoWindowsOnOneInstance() =>
        Play(
            Fleet(Instances(0, 100, "RUNNING")),
            async stage =>
            {
                // Four resources meet on every instance, each with its own key.
                string[] keys = [New, Old, Team, "skey-more0000"];
                var program = Enumerable
                    .Range(0, 400)
                    .Select(i => Association($"r{i:000}", Ids(i % 100, 1), [keys[i / 100]], Policy("graceful")))
                    .ToArray();

                await stage.Deployment.SucceedAsync(program);

                Assert.All(Enumerable.Range(0, 100), number => Assert.Equal(string.Join(' ', keys.Order()), stage.KeysOf(number)));
                Assert.All(Enumerable.Range(0, 100), number => Assert.Equal("RUNNING", stage.StateOf(number)));
                Assert.All(Enumerable.Range(0, 100).Select(Id), id => AssertAlternates(stage, id));
                var firstStop = stage.Calls("StopInstances")[0].Number;
                Assert.InRange(stage.Calls("DescribeInstances").Count(call => call.Number < firstStop), 1, 4);
            },
            new SimulatorOptions { RateLimits = false },
            ("skey-more0000", "more")
        );

    private static void AssertAlternates(Stage stage, string id)
    {
        var power = stage.Cloud.Journal.Calls.Where(call =>
            call.Action is "StopInstances" or "StartInstances" && call.Outcome == CallJournal.Ok && call.InstanceIds.Contains(id)
        );
        var expected = "StopInstances";
        foreach (var call in power)
        {
            Assert.Equal(expected, call.Action);
            expected = expected == "StopInstances" ? "StartInstances" : "StopInstances";
        }

        Assert.Equal("StopInstances", expected);
    }
}
