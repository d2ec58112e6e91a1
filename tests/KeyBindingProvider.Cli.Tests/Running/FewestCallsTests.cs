using System.Globalization;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>What an off-boarding costs, counted where the calls arrive.</summary>
public class FewestCallsTests
{
    private const string Leaver = "skey-ada0left";
    private const int Machines = 246;

    [Fact]
    public void OneKeyOnStoppedMachines_IsTakenAwayInThreeWrites()
    {
        SimulatedCli.Run(
            Fleet(),
            async cli =>
            {
                cli.Program(
                    $$"""
                    resources:
                      offboard:
                        type: keybinding:KeyRevocation
                        properties: { region: {{SimulatedCli.Region}}, keyIds: [{{Leaver}}] }
                    """
                );
                Assert.Contains(
                    "at most 3 (stop 0, bind 0, unbind 3, start 0)",
                    (await cli.RunAsync("plan")).Out,
                    StringComparison.Ordinal
                );
                Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);

                Assert.Equal(Enumerable.Repeat("DisassociateInstancesKeyPairs", 3), cli.WritesSent.Select(call => call.Action));
                Assert.DoesNotContain(cli.Cloud.View.Instances, instance => instance.KeyIds.Contains(Leaver));
                Assert.All(cli.Cloud.View.Instances, instance => Assert.Equal("STOPPED", instance.State));
            },
            new SimulatorOptions()
        );
    }

    /// <summary>Each machine has a key of its own beside the leaver's, so that no two have equal sets.</summary>
    private static World Fleet()
    {
        var world = new World();
        world.AddKey(new WorldKeyPair { Id = Leaver, Name = "ada" });
        for (var i = 0; i < Machines; i++)
        {
            var own = string.Create(CultureInfo.InvariantCulture, $"skey-own{i:00000}");
            world.AddKey(new WorldKeyPair { Id = own, Name = $"own_{i}" });
            world.AddInstance(
                new WorldInstance
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"ins-web{i:00000}"),
                    Name = $"web-{i}",
                    State = InstanceStates.Stopped,
                    KeyIds = [own, Leaver],
                }
            );
        }

        return world;
    }
}
