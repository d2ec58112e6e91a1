using KeyBindingProvider.Simulator.Faults;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>What is printed of an apply, of drift and of a look-up.</summary>
public class ApplyOutputTests
{
    [Theory]
    [InlineData("text", "txt")]
    [InlineData("markdown", "md")]
    [InlineData("json", "json")]
    public void Apply_OfTheRootProgram_IsAsItWasRead(string output, string extension) =>
        RunExample(async cli =>
        {
            var ran = await cli.RunAsync("apply", "--yes", "--output", output);

            Assert.Equal(0, ran.ExitCode);
            Golden.IsFile($"apply.{extension}", WithoutProgress(ran.Out));
            if (output == "json")
            {
                Assert.Empty(Schema.Errors("apply", ran.Out));
            }
        });

    [Theory]
    [InlineData("text", "txt")]
    [InlineData("markdown", "md")]
    [InlineData("json", "json")]
    public void Apply_WithAFailure_SaysWhichInstanceAndWhy(string output, string extension) =>
        RunExample(async cli =>
        {
            cli.Cloud.Faults.Add(
                new FaultRule
                {
                    Action = "StopInstances",
                    InstanceId = "ins-db000001",
                    Times = null,
                    Effect = new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"),
                }
            );
            var ran = await cli.RunAsync("apply", "--yes", "--output", output);

            Assert.Equal(3, ran.ExitCode);
            Assert.Empty(cli.Us.LeftDown);
            Golden.IsFile($"apply-failed.{extension}", WithoutProgress(ran.Out));
            if (output == "json")
            {
                Assert.Empty(Schema.Errors("apply", ran.Out));
            }
        });

    [Theory]
    [InlineData("text", "txt")]
    [InlineData("markdown", "md")]
    [InlineData("json", "json")]
    public void Drift_AfterABindByHand_ListsItAndTheWaitingApart(string output, string extension) =>
        RunExample(async cli =>
        {
            Assert.Equal(0, (await cli.RunAsync("apply", "--yes")).ExitCode);
            var before = cli.WritesSent.Count();
            cli.Cloud.BindByHand("ins-web00001", "skey-ada0left");

            var ran = await cli.RunAsync("drift", "--output", output);

            Assert.Equal((2, ""), (ran.ExitCode, ran.Error));
            Assert.Equal(before, cli.WritesSent.Count());
            Golden.IsFile($"drift.{extension}", ran.Out);
            if (output == "json")
            {
                Assert.Empty(Schema.Errors("drift", ran.Out));
            }
        });

    [Theory]
    [InlineData("text", "txt")]
    [InlineData("markdown", "md")]
    [InlineData("json", "json")]
    public void Show_OfAKeyAndAnUnknownInstance_SaysWhoCanOpenWhat(string output, string extension) =>
        RunExample(async cli =>
        {
            var all = await cli.RunAsync("show", "--output", output);
            var one = await cli.RunAsync("show", "-k", "skey-carol001", "-i", "ins-web00002", "-i", "ins-nobody01", "--output", output);

            Assert.Equal((0, 0, ""), (all.ExitCode, one.ExitCode, all.Error + one.Error));
            Golden.IsFile($"show.{extension}", all.Out);
            Golden.IsFile($"show-one.{extension}", one.Out);
            if (output == "json")
            {
                Assert.Empty(Schema.Errors("access", all.Out));
                Assert.Empty(Schema.Errors("access", one.Out));
            }
        });

    private static void RunExample(Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            cli =>
            {
                cli.Program(Repository.Read("Pulumi.yaml"));
                return body(cli);
            }
        );

    /// <summary>Lines of progress carry times, which are not what is looked at here.</summary>
    private static string WithoutProgress(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("[ ", StringComparison.Ordinal)));
}
