using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>The first commands of a stack: preview, up, and the up after it.</summary>
public class FirstCommands
{
    [Fact]
    public void Preview_LooksAndWritesNothing_NamesEveryChange() =>
        Play(
            Fleet([Instance(1, "STOPPED"), Instance(2, "RUNNING", Team)]),
            async stage =>
            {
                var steps = await stage.Deployment.PreviewAsync(Association("web", Ids(1, 2), [New], Policy("graceful")));

                var create = Assert.Single(steps);
                Assert.Equal("create web", create.ToString());
                Assert.Equal(
                    ["changePolicy", "instanceIds", "keyIds", "plannedChange", "region"],
                    create.Outputs!.Fields.Keys.Order(StringComparer.Ordinal)
                );
                Assert.Empty(stage.Deployment.State);
                Assert.Equal(0, stage.Writes);
                var plan = stage.Diagnostics.First(message => message.Severity == LogSeverity.Info).Message;
                Assert.StartsWith("2 change, 1 stops in 1 wave\n", plan, StringComparison.Ordinal);
                Assert.Contains("ins-00000002 (web-2)", plan, StringComparison.Ordinal);
                Assert.Contains("+ gain skey-new00000 (ops_2026)", plan, StringComparison.Ordinal);
                Assert.Contains("skey-team0000 (team_web) on 1", plan, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Up_ThenUpAgain_SecondIsSameAndWritesNothing() =>
        Play(
            Fleet([Instance(1, "STOPPED"), Instance(2, "RUNNING", Team)]),
            async stage =>
            {
                var program = Association("web", Ids(1, 2), [New], Policy("graceful"));

                await stage.Deployment.SucceedAsync(program);

                var outputs = stage.Deployment.State["web"].Outputs;
                Assert.Equal("ins-00000001: skey-new00000; ins-00000002: skey-new00000", outputs.Lists("bindings"));
                Assert.Equal("ins-00000002: skey-team0000", outputs.Lists("foreignBindings"));
                Assert.Equal("", outputs.Pairs("pendingInstances"));
                Assert.Equal([Id(2)], outputs.Strings("powerCycledInstanceIds"));
                Assert.Equal("ap-guangzhou", outputs.Fields["region"].StringValue);
                Assert.Equal(("STOPPED", "RUNNING"), (stage.StateOf(1), stage.StateOf(2)));
                Assert.Equal($"{New} {Team}", stage.KeysOf(2));

                var writes = stage.Writes;
                var again = await stage.Deployment.SucceedAsync(program);
                Assert.Equal(["refresh web", "same web"], again.Select(step => step.ToString()));
                Assert.Equal(writes, stage.Writes);
            }
        );
}
