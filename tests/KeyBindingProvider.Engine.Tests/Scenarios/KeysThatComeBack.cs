using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>A revoked key that is left in what starts machines opens the next one; one that is rewritten does not.</summary>
public class KeysThatComeBack
{
    private const string Template = "lt-web00001";
    private const string Configuration = "asc-web00001";

    private static KeyRevocationIntent Finding => FleetScenario.OffBoarding(FleetScenario.Graceful()) with { FindSources = true };

    private static KeyRevocationIntent Rewriting => Finding with { ReplacementKeyId = FleetScenario.Team };

    private static World WorldOf() =>
        FleetScenario
            .Fleet(FleetScenario.Instance(1, InstanceStates.Running, FleetScenario.Old, FleetScenario.New))
            .AddLaunchTemplate(
                new WorldLaunchTemplate
                {
                    Id = Template,
                    Versions =
                    [
                        [FleetScenario.Old.Value],
                        [FleetScenario.Old.Value, FleetScenario.New.Value],
                    ],
                    DefaultVersion = 2,
                }
            )
            .AddLaunchConfiguration(
                new WorldLaunchConfiguration
                {
                    Id = Configuration,
                    KeyIds = [FleetScenario.Old.Value],
                    Groups = new Dictionary<string, string> { ["asg-web00001"] = "web" },
                }
            )
            .AddNodePool(
                new WorldNodePool
                {
                    Id = "np-regular1",
                    ClusterId = "cls-prod0001",
                    LaunchConfigurationId = Configuration,
                }
            )
            .AddNodePool(
                new WorldNodePool
                {
                    Id = "np-native01",
                    ClusterId = "cls-prod0001",
                    KeyIds = [FleetScenario.Old.Value],
                }
            );

    [Fact]
    public void SourcesLeftBehind_GrantTheKeyAgain_AndAreNamed() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                var report = await story.ApplyAsync(Finding);

                Assert.False(report.IsPartial);
                Assert.Equal(
                    [
                        $"'offboard-ada' revokes what the next machine of 1 launch configuration gets: {Configuration} ({FleetScenario.Old}, used by asg-web00001 and node pool np-regular1 of cls-prod0001).",
                        $"'offboard-ada' revokes what the next machine of 1 launch template gets: {Template} (version 2: {FleetScenario.Old}).",
                        $"'offboard-ada' revokes what the next machine of 1 node pool gets: np-native01 ({FleetScenario.Old}, used by cls-prod0001).",
                    ],
                    Messages(report.Plan)
                );
                var started = story.Cloud.ScaleOutByHand(Configuration);
                Assert.Equal([FleetScenario.Old.Value], story.Cloud.View[started].KeyIds);
                Assert.Contains(
                    (await story.Engine.PlanAsync([Finding], CancellationToken.None)).Pending,
                    pending => pending.Change.Id.Value == started
                );
            }
        );

    [Fact]
    public void Rewritten_TheyGrantItNoMore_AndTheNextPlanIsEmpty() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                var report = await story.ApplyAsync(Rewriting);

                Assert.Equal([OutcomeKind.Changed, OutcomeKind.Changed], report.Sources.Select(source => source.Kind));
                Assert.Empty(report.Problems);
                // The others of a template stay; a launch configuration has one key.
                Assert.Equal(KeysOf(FleetScenario.New, FleetScenario.Team), KeysOf(story, story.Cloud.ScaleOutByHand(Template)));
                Assert.Equal(KeysOf(FleetScenario.Team), KeysOf(story, story.Cloud.ScaleOutByHand(Configuration)));
                Assert.Equal(KeysOf(FleetScenario.Team), KeysOf(story, story.Cloud.ScaleOutByHand("np-regular1")));

                var next = await story.Engine.PlanAsync([Rewriting], CancellationToken.None);
                Assert.False(next.IsActionable);
                Assert.Equal([1, 2], next.Sources[0].Source.OlderVersions.Select(older => older.Number));
                Assert.Equal(
                    ["np-native01"],
                    next.Sources.Where(finding => !finding.ComingBack.IsEmpty).Select(finding => finding.Source.Id)
                );
                Assert.Single(story.Calls("CreateLaunchTemplateVersion"));
                Assert.Single(story.Calls("ModifyLaunchTemplateDefaultVersion"));
                Assert.Single(story.Calls("ModifyLaunchConfigurationAttributes"));
            }
        );

    [Fact]
    public void Nobody_IsAskedWhereNobodyAsks() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                var plan = await story.Engine.PlanAsync([FleetScenario.OffBoarding(FleetScenario.Graceful())], CancellationToken.None);

                Assert.Empty(plan.Sources);
                Assert.Empty(story.Calls("DescribeLaunchTemplates"));
                Assert.Empty(story.Calls("DescribeLaunchConfigurations"));
                Assert.Empty(story.Calls("DescribeClusters"));
            }
        );

    [Fact]
    public void HundredOfEach_CostACallForEachTemplateAndCluster()
    {
        var world = FleetScenario.Fleet();
        for (var i = 0; i < 100; i++)
        {
            world.AddLaunchTemplate(
                new WorldLaunchTemplate
                {
                    Id = $"lt-{i:00000000}",
                    Versions =
                    [
                        [FleetScenario.Old.Value],
                    ],
                }
            );
            world.AddLaunchConfiguration(new WorldLaunchConfiguration { Id = $"asc-{i:00000000}", KeyIds = [FleetScenario.Old.Value] });
        }

        FleetScenario.Play(
            world,
            async story =>
            {
                var plan = await story.Engine.PlanAsync([Finding], CancellationToken.None);

                Assert.Equal(200, plan.Sources.Length);
                Assert.Single(story.Calls("DescribeLaunchTemplates"));
                Assert.Equal(100, story.Calls("DescribeLaunchTemplateVersions").Length);
                Assert.Single(story.Calls("DescribeLaunchConfigurations"));
                Assert.Single(story.Calls("DescribeClusters"));
                Assert.Empty(story.Calls("DescribeNodePools"));
                Assert.DoesNotContain(story.Cloud.Journal.Find(), call => call.Throttled);
                // Whoever asks directly afterwards shares the look.
                await story.Engine.PlanAsync([Finding], CancellationToken.None);
                Assert.Single(story.Calls("DescribeLaunchTemplates"));
            }
        );
    }

    [Fact]
    public void WithoutPermission_ThereIsOneNote_AndTheRestIsDone() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                Deny(story, "DescribeLaunchTemplates", "DescribeClusters");
                var report = await story.ApplyAsync(Finding);

                var note = Assert.Single(report.Plan.Problems, problem => problem.Code == ProblemCodes.SourcesUnread);
                Assert.Equal(Severity.Warning, note.Severity);
                Assert.StartsWith(
                    "'offboard-ada': launch templates: DescribeLaunchTemplates: UnauthorizedOperation",
                    note.Message,
                    StringComparison.Ordinal
                );
                Assert.Contains("; node pools: DescribeClusters: UnauthorizedOperation", note.Message, StringComparison.Ordinal);
                Assert.Equal([FleetScenario.New.Value], story.KeysOf(1));
                Assert.Equal([Configuration], report.Plan.Sources.Select(finding => finding.Source.Id));
            }
        );

    [Theory]
    [InlineData("DescribeLaunchTemplates", true)]
    [InlineData("DescribeClusters", false)]
    public void WhatIsToBeRewrittenAndCannotBeRead_RefusesThePlan(string action, bool isRefused) =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                Deny(story, action);
                var plan = await story.Engine.PlanAsync([Rewriting], CancellationToken.None);

                Assert.Equal(isRefused, plan.IsRefused);
                Assert.Contains(plan.Problems, problem => problem.Code == ProblemCodes.SourcesUnread);
            }
        );

    [Theory]
    [InlineData("CreateLaunchTemplateVersion", Template, "lt-web00001: CreateLaunchTemplateVersion: UnauthorizedOperation")]
    [InlineData(
        "ModifyLaunchTemplateDefaultVersion",
        Template,
        "lt-web00001 has a version 3 with other keys and goes on using version 2: "
    )]
    [InlineData(
        "ModifyLaunchConfigurationAttributes",
        Configuration,
        "asc-web00001: ModifyLaunchConfigurationAttributes: UnauthorizedOperation"
    )]
    public void RefusedWrite_IsAnError_AndTheRestIsDone(string action, string source, string message) =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                Deny(story, action);
                var report = await story.ApplyAsync(Rewriting);

                var failed = Assert.Single(report.Sources, outcome => outcome.Kind == OutcomeKind.Failed);
                Assert.Equal(source, failed.Finding.Source.Id);
                Assert.Equal(ProblemCodes.SourceNotRewritten, Assert.Single(report.Problems).Code);
                Assert.StartsWith(message, report.Problems[0].Message, StringComparison.Ordinal);
                Assert.Equal([FleetScenario.New.Value], story.KeysOf(1));
                Assert.Equal(
                    [FleetScenario.Old.Value],
                    story.Cloud.View.Sources.Single(now => now.Id == source).KeyIds.Where(key => key == FleetScenario.Old.Value)
                );
            }
        );

    /// <summary>What was written is not said to be left as it was, only because nobody can look.</summary>
    [Fact]
    public void WriteThatCannotBeReadBack_IsSaidToBeWritten() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                // One look for the plan and one before the write.
                story.Cloud.Faults.Add(
                    FaultRule.From("DescribeLaunchConfigurations", 3, new FaultEffect.RefuseWith("UnauthorizedOperation"))
                );
                var report = await story.ApplyAsync(Rewriting);

                var failed = Assert.Single(report.Sources, outcome => outcome.Kind == OutcomeKind.Failed);
                Assert.Equal((Configuration, ProblemCodes.SourceUnverified), (failed.Finding.Source.Id, failed.Problem!.Code));
                Assert.StartsWith(
                    $"{Configuration} was given {failed.Finding.To} and could not be read back: ",
                    failed.Problem.Message,
                    StringComparison.Ordinal
                );
                Assert.Equal(
                    failed.Finding.To!.Select(key => key.Value),
                    story.Cloud.View.Sources.Single(now => now.Id == Configuration).KeyIds
                );
            }
        );

    [Theory]
    [InlineData("CreateLaunchTemplateVersion")]
    [InlineData("ModifyLaunchTemplateDefaultVersion")]
    [InlineData("ModifyLaunchConfigurationAttributes")]
    public void LostAnswer_IsSentAgain_AndMakesNothingTwice(string action) =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                story.Cloud.Faults.Add(FaultRule.On(action, 1, new FaultEffect.ResetAfterEffect()));
                var report = await story.ApplyAsync(Rewriting);

                Assert.Empty(report.Problems);
                Assert.Equal(2, story.Calls(action).Length);
                Assert.Equal(3, story.Cloud.View.Sources[0].Versions);
            }
        );

    [Fact]
    public void SourceThatMoved_IsLeftAlone() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                // Somebody makes version 1 the default between plan and write.
                var report = await story.Engine.ApplyAsync(
                    [Rewriting],
                    Moq.Mock.Of<Progress.IApplyProgress>(),
                    async _ =>
                    {
                        await story.Api.Sources.SetDefaultVersionAsync(Template, 1, CancellationToken.None);
                        return [];
                    },
                    ApplyCancellation.None
                );

                var problem = Assert.Single(report.Problems);
                Assert.Equal(
                    "lt-web00001 has changed since it was planned: version 1 is its default now; it was left alone.",
                    problem.Message
                );
                Assert.Equal(2, story.Cloud.View.Sources[0].Versions);
            }
        );

    [Fact]
    public void CancelledBeforeItsTurn_NothingIsWritten() =>
        FleetScenario.Play(
            WorldOf(),
            async story =>
            {
                using var cancelled = new CancellationTokenSource();
                var report = await story.Engine.ApplyAsync(
                    [Rewriting],
                    Moq.Mock.Of<Progress.IApplyProgress>(),
                    _ =>
                    {
                        // On this thread: nothing else runs on a virtual clock.
                        cancelled.Cancel();
                        return Task.FromResult<IReadOnlyList<Problem>>([]);
                    },
                    ApplyCancellation.None with
                    {
                        NoNewStops = cancelled.Token,
                    }
                );

                Assert.All(report.Sources, source => Assert.Equal(OutcomeKind.NotReached, source.Kind));
                Assert.All(report.Problems, problem => Assert.Equal(ProblemCodes.Cancelled, problem.Code));
                Assert.Empty(story.Calls("CreateLaunchTemplateVersion"));
                Assert.Empty(story.Calls("ModifyLaunchConfigurationAttributes"));
            }
        );

    [Fact]
    public void TemplateWithThirtyVersions_IsNotRewritten_AndSaysWhy()
    {
        var world = FleetScenario.Fleet();
        world.AddLaunchTemplate(
            new WorldLaunchTemplate
            {
                Id = Template,
                Versions = [.. Enumerable.Repeat<IReadOnlyList<string>>([FleetScenario.Old.Value], 30)],
            }
        );
        FleetScenario.Play(
            world,
            async story =>
            {
                var plan = await story.Engine.PlanAsync([Rewriting], CancellationToken.None);

                Assert.Empty(plan.Rewrites);
                var problem = Assert.Single(plan.Problems, problem => problem.Code == ProblemCodes.KeyComesBack);
                Assert.EndsWith(
                    "Not rewritten: it has 30 versions, as many as a template may have.",
                    problem.Message,
                    StringComparison.Ordinal
                );
            }
        );
    }

    private static void Deny(FleetScenario story, params string[] actions)
    {
        foreach (var action in actions)
        {
            story.Cloud.Faults.Add(FaultRule.From(action, 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
        }
    }

    private static IEnumerable<string> Messages(Plan plan) =>
        plan
            .Problems.Where(problem => problem.Code == ProblemCodes.KeyComesBack)
            .Select(problem => problem.Message)
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> KeysOf(params KeyId[] keys) => keys.Select(key => key.Value).Order(StringComparer.Ordinal);

    private static IEnumerable<string> KeysOf(FleetScenario story, string id) => story.Cloud.View[id].KeyIds;
}
