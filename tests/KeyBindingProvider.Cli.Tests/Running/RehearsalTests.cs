namespace KeyBindingProvider.Cli.Tests.Running;

public class RehearsalTests
{
    private const string Program = """
        name: off
        runtime: yaml
        config:
          keybinding:region: ap-guangzhou
        resources:
          gone:
            type: keybinding:KeyRevocation
            properties:
              keyIds: [skey-ada00001]
              changePolicy: { stopPolicy: graceful, maxUnavailable: 5, onBlocked: skip }
        """;

    private static string World(int machines) =>
        $$"""
            regions:
              ap-guangzhou:
                keys:
                  - { id: skey-team0001, name: team }
                  - { id: skey-ada00001, name: ada }
                instances:
            {{string.Join(
                '\n',
                Enumerable.Range(0, machines).Select(i => $"      - {{ id: ins-web{i:00000}, name: web-{i}, keys: [team, ada] }}")
            )}}
            """;

    [Fact]
    public void Try() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World(20)),
            async cli =>
            {
                cli.Program(Program);
                var plan = await cli.RunAsync("plan", "--simulate", "--fault", "all");
                File.WriteAllText("/tmp/rehearse-try.txt", plan.Out + plan.Error);
                Assert.Equal(2, plan.ExitCode);
            }
        );
}
