using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Engine.Tests.Scenarios;

/// <summary>A template's version that was made and did not become the default is used by the next apply: no apply makes a second one (ADR 0064).</summary>
public class PreparedVersions
{
    private const string Template = "lt-web00001";
    private const string Create = "CreateLaunchTemplateVersion";
    private const string SetDefault = "ModifyLaunchTemplateDefaultVersion";

    /// <summary>What the template's keys become: the others stay.</summary>
    private static readonly KeySet s_wanted = KeySet.Of([FleetScenario.New, FleetScenario.Team]);

    private static KeyRevocationIntent Rewriting =>
        FleetScenario.OffBoarding(FleetScenario.Graceful()) with
        {
            FindSources = true,
            ReplacementKeyId = FleetScenario.Team,
        };

    private static string[] Keys(params KeyId[] keys) => [.. keys.Select(key => key.Value)];

    private static string Described(long version) => PreparedVersion.DescriptionOf(Template, version, s_wanted);

    /// <summary>As many versions with the old key, of which the last one is the default.</summary>
    private static WorldLaunchTemplate TemplateOf(int versions) =>
        new()
        {
            Id = Template,
            Versions = [.. Enumerable.Repeat<IReadOnlyList<string>>(Keys(FleetScenario.Old, FleetScenario.New), versions)],
            DefaultVersion = versions,
        };

    /// <summary>Two versions, and a third that somebody made.</summary>
    private static WorldLaunchTemplate TemplateWith(string description, string[] keys, string? image = null) =>
        TemplateOf(2) with
        {
            Versions = [.. TemplateOf(2).Versions, keys],
            Descriptions = ["", "", description],
            Images = [null, null, image],
        };

    private static void Play(WorldLaunchTemplate template, Func<FleetScenario, Task> story) =>
        FleetScenario.Play(
            FleetScenario
                .Fleet(FleetScenario.Instance(1, InstanceStates.Running, FleetScenario.Old, FleetScenario.New))
                .AddLaunchTemplate(template),
            story
        );

    [Theory]
    [InlineData(2)]
    // One more would be the last that a template may have.
    [InlineData(29)]
    public void RefusedDefault_HoweverOften_MakesOneVersion_AndHealsOnceItIsAllowed(int versions) =>
        Play(
            TemplateOf(versions),
            async story =>
            {
                Deny(story, SetDefault);
                for (var apply = 1; apply <= 3; apply++)
                {
                    var refused = await story.ApplyAsync(Rewriting);

                    var problem = Assert.Single(refused.Problems);
                    Assert.Equal(ProblemCodes.SourceNotRewritten, problem.Code);
                    Assert.StartsWith(
                        $"lt-web00001 has a version {versions + 1} with other keys and goes on using version {versions}: {SetDefault}: UnauthorizedOperation",
                        problem.Message,
                        StringComparison.Ordinal
                    );
                    Assert.EndsWith(
                        $". The next apply makes version {versions + 1} the default, and no other one.",
                        problem.Message,
                        StringComparison.Ordinal
                    );
                    Assert.Equal(versions + 1, story.Cloud.View.Sources[0].Versions);
                }

                Assert.Single(story.Calls(Create));
                story.Cloud.Faults.Clear();
                var plan = await story.Engine.PlanAsync([Rewriting], CancellationToken.None);
                Assert.Equal(new PreparedVersion(versions + 1, s_wanted), Assert.Single(plan.Rewrites).Prepared);

                await HealsAsync(story, versions + 1);
                Assert.Single(story.Calls(Create));
            }
        );

    /// <summary>A process that dies between the two calls leaves no more than the version.</summary>
    [Fact]
    public void DeadRun_HasItsVersionUsed() =>
        Play(
            TemplateOf(2),
            async story =>
            {
                await story.Api.Sources.CreateLaunchTemplateVersionAsync(
                    Template,
                    2,
                    new TemplatePlacement("ap-guangzhou-3", null, []),
                    s_wanted,
                    Described(2),
                    "token of the dead run",
                    CancellationToken.None
                );

                await HealsAsync(story, 3);
                Assert.Single(story.Calls(Create));
            }
        );

    /// <summary>Made, and no answer of it ever arrived.</summary>
    [Fact]
    public void LostAnswers_HaveTheirVersionUsed() =>
        Play(
            TemplateOf(2),
            async story =>
            {
                story.Cloud.Faults.Add(FaultRule.From(Create, 1, new FaultEffect.ResetAfterEffect()));
                Assert.Equal(ProblemCodes.SourceNotRewritten, Assert.Single((await story.ApplyAsync(Rewriting)).Problems).Code);
                story.Cloud.Faults.Clear();

                await HealsAsync(story, 3);
                Assert.Equal(3, story.Cloud.View.Sources[0].Versions);
            }
        );

    /// <summary>Anybody who makes versions can write any description.</summary>
    [Theory]
    [InlineData("other keys")]
    [InlineData("revoked key")]
    [InlineData("other image")]
    [InlineData("other base")]
    [InlineData("own words")]
    public void VersionThatIsNotWhatItSays_IsNotUsed(string how) =>
        Play(
            how switch
            {
                "other keys" => TemplateWith(Described(2), Keys(FleetScenario.Team)),
                "revoked key" => TemplateWith(Described(2), Keys(FleetScenario.New, FleetScenario.Old, FleetScenario.Team)),
                "other image" => TemplateWith(Described(2), Keys(FleetScenario.New, FleetScenario.Team), "img-evil0001"),
                "other base" => TemplateWith(Described(1), Keys(FleetScenario.New, FleetScenario.Team)),
                _ => TemplateWith("mine", Keys(FleetScenario.New, FleetScenario.Team)),
            },
            async story =>
            {
                var plan = await story.Engine.PlanAsync([Rewriting], CancellationToken.None);
                Assert.Null(Assert.Single(plan.Rewrites).Prepared);

                await HealsAsync(story, 4);
                Assert.Single(story.Calls(Create));
            }
        );

    /// <summary>The other way round, so that the cases above fail for the reason that they name.</summary>
    [Fact]
    public void VersionThatIsWhatItSays_IsUsed() =>
        Play(
            TemplateWith(Described(2), Keys(FleetScenario.New, FleetScenario.Team)),
            async story =>
            {
                await HealsAsync(story, 3);
                Assert.Empty(story.Calls(Create));
            }
        );

    /// <summary>What is read directly before the write decides: two runs make one version.</summary>
    [Fact]
    public void VersionMadeBetweenPlanAndWrite_IsUsed() =>
        Play(
            TemplateOf(2),
            async story =>
            {
                var report = await story.Engine.ApplyAsync(
                    [Rewriting],
                    Moq.Mock.Of<Progress.IApplyProgress>(),
                    async _ =>
                    {
                        await story.Api.Sources.CreateLaunchTemplateVersionAsync(
                            Template,
                            2,
                            new TemplatePlacement("ap-guangzhou-3", null, []),
                            s_wanted,
                            Described(2),
                            "token of another run",
                            CancellationToken.None
                        );
                        return [];
                    },
                    ApplyCancellation.None
                );

                Assert.Empty(report.Problems);
                Assert.Single(story.Calls(Create));
                Assert.Equal(3, report.Sources[0].Now!.Version);
            }
        );

    private static async Task HealsAsync(FleetScenario story, long version)
    {
        var report = await story.ApplyAsync(Rewriting);

        var outcome = Assert.Single(report.Sources);
        Assert.Empty(report.Problems);
        Assert.Equal((OutcomeKind.Changed, version), (outcome.Kind, outcome.Now!.Version));
        var started = story.Cloud.ScaleOutByHand(Template);
        Assert.Equal(s_wanted.Select(key => key.Value), story.Cloud.View[started].KeyIds);
        Assert.Empty((await story.Engine.PlanAsync([Rewriting], CancellationToken.None)).Rewrites);
    }

    private static void Deny(FleetScenario story, string action) =>
        story.Cloud.Faults.Add(FaultRule.From(action, 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
}
