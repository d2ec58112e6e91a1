namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>A plan that waits for machines says for which, and why.</summary>
public class BusyInPlanTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys: [{ id: skey-ada0left, name: ada }, { id: skey-team0001, name: team }]
            instances:
              - { id: ins-aaaaaaaa, name: one, state: STOPPING, settlesTo: STOPPED, settlesAfter: 10s, keys: [ada, team] }
              - { id: ins-bbbbbbbb, name: two, state: FREEZING, keys: [ada, team] }
        """;

    private const string Program = """
        name: offboard-ada
        resources:
          offboard-ada:
            type: keybinding:KeyRevocation
            properties:
              region: ap-guangzhou
              keyIds: [skey-ada0left]
              changePolicy: { stopPolicy: graceful, onBlocked: skip }
        """;

    [Theory]
    [InlineData("plan")]
    [InlineData("drift")]
    public void Plan_OfMachinesThatAreBusy_SaysOnceForWhomItWaits(string verb) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(Program);
                var ran = await cli.RunAsync(verb);

                Assert.Equal(
                    "Waiting, for 60 s at most, until 2 instances are at rest: ins-aaaaaaaa (STOPPING), ins-bbbbbbbb (FREEZING, a state that is not documented).\n",
                    ran.Error
                );
            },
            new Simulator.Options.SimulatorOptions()
        );
}
