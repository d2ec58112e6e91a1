using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>How much a preview says: little by default, everything where the provider is told to, and data for programs.</summary>
public class PreviewTexts
{
    private const int Resources = 300;

    private static IEnumerable<string> Plans(Stage stage) =>
        stage
            .Diagnostics.Where(message => message.Severity == LogSeverity.Info && message.Urn.Length > 0)
            .Select(message => message.Message);

    [Fact]
    public void Of300Resources_SixLinesEachAtMost_TheCallsOnceForTheRun() =>
        Play(
            Fleet(Instances(1, 2 * Resources, "RUNNING", Old, Team)),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("changePolicy", Policy("graceful")));
                var program = Enumerable
                    .Range(0, Resources)
                    .Select(i => Association($"team-{i:000}", Ids(1 + (2 * i), 2), [New]))
                    .ToArray();

                Assert.All(await stage.Deployment.PreviewAsync(program), step => Assert.Null(step.Error));

                string[] plans = [.. Plans(stage).Where(text => !text.StartsWith("Where another", StringComparison.Ordinal))];
                Assert.Equal(Resources, plans.Length);
                Assert.All(plans, text => Assert.InRange(text.Split('\n').Length, 2, PlanSummary.MostLines));
                Assert.All(plans, text => Assert.InRange(text.Split('\n')[0].Length, 1, ProgressMessages.LongestLine));
                // Nothing of its own, so nothing of a policy: four lines.
                Assert.Equal(
                    """
                    2 change, 2 stop in 1 wave
                      + gain skey-new00000 (ops_2026) on 2: ins-00000001 (web-1), ins-00000002 (web-2)
                      power: 2 stopped gracefully (SOFT) and started; waves: 2; at most 2 down at once because of this
                      = other keys that stay: skey-old00000 (ada_laptop) on 2, skey-team0000 (team_web) on 2
                    """.ReplaceLineEndings("\n"),
                    plans.Single(text => text.Contains("ins-00000001 ", StringComparison.Ordinal))
                );
                Assert.Equal(4 * Resources, plans.Sum(text => text.Split('\n').Length));
                var calls = Assert.Single(stage.Diagnostics, message => message.Urn.Length == 0);
                Assert.Equal(
                    "API writes, all resources together: at most 1500 (stop 300, bind 300, unbind 0, start 300, tag 600; a stop waits until its tag is set)",
                    calls.Message
                );
            }
        );

    [Fact]
    public void Summary_CountsWhatItDoesNotName_AndNamesThePolicyWhereItDiffers() =>
        Play(
            Fleet(
                Instances(1, 5, "RUNNING", Old, Team),
                [Instance(6, "STOPPED", Old), Instance(7, "RUNNING", New), Instance(8, "STOPPED", Old) with { StopCharging = true }]
            ),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("changePolicy", Policy("graceful")));
                var policy = Values.Map(("maxUnavailable", Value.ForNumber(2)), ("onBlocked", Values.Text("skip")));

                await stage.Deployment.PreviewAsync(Exclusive("build", Ids(1, 8), [New], policy));

                Assert.Equal(
                    """
                    6 change, 5 stop in 3 waves; 1 waits
                      - lose skey-old00000 (ada_laptop) on 6: ins-00000001 (web-1), ins-00000002 (web-2), ins-00000003 (web-3) and 3 more; skey-team0000 (team_web) on 5: ins-00000001 (web-1), ins-00000002 (web-2), ins-00000003 (web-3) and 2 more
                      + gain skey-new00000 (ops_2026) on 6: ins-00000001 (web-1), ins-00000002 (web-2), ins-00000003 (web-3) and 3 more
                      power: 1 stopped already, 5 stopped gracefully (SOFT) and started; waves: 1 stopped already, then 2 x 2, then 1; at most 2 down at once because of this
                      policy, where it is not the provider's: maxUnavailable 2, onBlocked skip
                    """.ReplaceLineEndings("\n"),
                    Plans(stage).First()
                );
                Assert.Single(stage.Diagnostics, message => message.Severity == LogSeverity.Warning);
            }
        );

    [Fact]
    public void Full_SaysEverything_NamesEveryMachine() =>
        Play(
            Fleet(Instances(1, 120, "RUNNING", Team)),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("previewDetail", Values.Text("full")));

                await stage.Deployment.PreviewAsync(Association("web", Ids(1, 120), [New], Policy("graceful")));

                var plan = Plans(stage).First();
                Assert.StartsWith("120 instances change; 120 of them are stopped and started again", plan, StringComparison.Ordinal);
                Assert.All(Ids(1, 120), id => Assert.Contains(id, plan, StringComparison.Ordinal));
                Assert.Contains("failureBudget 0", plan, StringComparison.Ordinal);
                Assert.Contains("lower bound", plan, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Data_IsOneLineOfJson_AndWhateverIsToldThePlanIsAnOutputOfThePreviewOnly() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Old, Team)),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("previewDetail", Values.Text("data")));
                var program = Exclusive("build", Ids(1, 3), [New], Policy("graceful", ("maxUnavailable", Value.ForNumber(2))));

                var step = Assert.Single(await stage.Deployment.PreviewAsync(program));

                var line = Plans(stage).First();
                Assert.DoesNotContain('\n', line);
                var told = JsonDocument.Parse(line).RootElement;
                Assert.Equal(3, told.GetProperty("stops").GetInt32());
                var planned = step.Outputs!.Fields["plannedChange"].StructValue.Fields;
                Assert.Equal(3, planned["stops"].NumberValue);
                var waves = planned["rollouts"].ListValue.Values[0].StructValue.Fields["waves"].ListValue.Values;
                Assert.Equal([2, 1], waves.Select(wave => wave.StructValue.Fields["changes"].ListValue.Values.Count));
                Assert.Equal([Old, Team], waves[0].StructValue.Fields["changes"].ListValue.Values[0].StructValue.Strings("lose"));

                await stage.Deployment.SucceedAsync(program);
                Assert.DoesNotContain("plannedChange", stage.Deployment.State["build"].Outputs.Fields.Keys);
                Assert.Equal("same", (await stage.Deployment.SucceedAsync(program))[^1].Op);
            }
        );

    [Fact]
    public void SecretIds_MakeThePlanASecretOutput() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED")),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New]);
                var secret = program.Inputs.With("keyIds", Values.Secret(Values.Texts(New)));

                var step = Assert.Single(await stage.Deployment.PreviewAsync(program with { Inputs = secret }));

                Assert.True(step.Outputs!.Fields["plannedChange"].StructValue.Fields.ContainsKey("value"));
            }
        );

    [Fact]
    public void StatusLines_OfARolloutOver100Machines_FitTheColumn_AndSayWhatMattersFirst() =>
        Play(
            Fleet(Instances(1, 100, "RUNNING", Old, Team)),
            async stage =>
            {
                var policy = Values.Map(
                    ("stopPolicy", Values.Text("graceful")),
                    ("maxUnavailable", Values.Text("33%")),
                    ("canary", Value.ForNumber(1))
                );

                await stage.Deployment.SucceedAsync(Exclusive("build", Ids(1, 100), [New], policy));

                string[] lines = [.. stage.Link.Messages().Where(message => message.Ephemeral).Select(message => message.Message)];
                Assert.All(lines, line => Assert.InRange(line.Length, 1, ProgressMessages.LongestLine));
                Assert.Contains("wave 1 of 4: canary, 1 to be stopped", lines);
                Assert.Contains("wave 2 of 4: 33 to be stopped", lines);
                Assert.Contains(lines, line => line.StartsWith("wave 2 of 4: waiting for STOPPED, ", StringComparison.Ordinal));
                Assert.Contains(lines, line => line.StartsWith("1 of 100 done, 0 down (33 may be)", StringComparison.Ordinal));
            }
        );
}
