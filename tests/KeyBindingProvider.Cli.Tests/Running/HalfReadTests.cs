using KeyBindingProvider.Simulator.Faults;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>A region that could not be read whole is never one without drift: the revoked key may be bound in the rest of it.</summary>
public class HalfReadTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, ada] }
        """;

    private const string Program = """
        name: offboard-ada
        resources:
          offboard-ada:
            type: keybinding:KeyRevocation
            properties:
              region: ap-guangzhou
              keyIds: [skey-ada00001]
              changePolicy: { stopPolicy: graceful, onBlocked: skip }
        """;

    [Theory]
    [InlineData(ListFault.TotalAbsent, "the answer tells no TotalCount")]
    [InlineData(ListFault.TotalNull, "the answer tells no TotalCount")]
    [InlineData(ListFault.TotalNegative, "the answer lists 1 with a TotalCount of -1")]
    [InlineData(ListFault.TotalTooSmall, "the answer lists 1 with a TotalCount of 0")]
    [InlineData(
        ListFault.EntryMissing,
        "the instances of ap-guangzhou were read 5 times and never completely: 0 were listed with a TotalCount of 1"
    )]
    [InlineData(ListFault.NeverEnds, "a TotalCount of 1000000000 in ap-guangzhou; at most 100000 instances are read")]
    public void Drift_OverARegionThatIsNotReadWhole_IsOne_AndSaysSo(ListFault fault, string says) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(Program);
                cli.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.MisreportList(fault)));
                var ran = await cli.RunAsync("drift");
                Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
                Assert.StartsWith($"error KB2008: DescribeInstances: {says}", ran.Error, StringComparison.Ordinal);
                Assert.EndsWith(
                    "\n  -> Run it again: machines that come and go while a region is read are one reason. If it stays so, report it to the service with the counts of the message.\n",
                    ran.Error,
                    StringComparison.Ordinal
                );

                cli.Cloud.Faults.Clear();
                Assert.Equal(2, (await cli.RunAsync("drift")).ExitCode);
            }
        );

    /// <summary>One machine of a region cannot be read: it is named, the others go on, and nothing says that all is well.</summary>
    [Fact]
    public void Drift_WithOneMachineThatCannotBeRead_NamesIt_AndIsNeverZero() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World + "\n      - { id: ins-web00002, name: web-2, emptyKeys: textKeyIds }\n"),
            async cli =>
            {
                cli.Program(Program);
                Assert.Equal(2, (await cli.RunAsync("drift")).ExitCode);
                var applied = await cli.RunAsync("apply", "--yes");
                Assert.Equal(["skey-team0001"], cli.Cloud.View["ins-web00001"].KeyIds);
                Assert.All(cli.WritesSent, call => Assert.Equal(["ins-web00001"], call.InstanceIds));
                Assert.Contains(
                    "1 instance cannot be judged: what the service tells of state or keys cannot be read: ins-web00002",
                    applied.Out,
                    StringComparison.Ordinal
                );

                var ran = await cli.RunAsync("drift");
                Assert.Equal(2, ran.ExitCode);
                Assert.Contains("ins-web00002", ran.Out, StringComparison.Ordinal);
                var shown = await cli.RunAsync("show");
                Assert.Equal(1, shown.ExitCode);
                Assert.StartsWith(
                    "error KB3020: What the service tells of ins-web00002 cannot be read",
                    shown.Error,
                    StringComparison.Ordinal
                );
            }
        );
}
