using System.Collections.Immutable;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Cli.Rehearse;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rehearsing;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Core.Tests;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Rehearse;

/// <summary>The copy that a rehearsal is made on is the fleet that was observed; where it cannot be, that is said.</summary>
public class FleetCopyTests
{
    /// <summary>What the real client reads of the copy is what it read of the account, machine by machine.</summary>
    [Fact]
    public void Copy_IsObservedAsTheFleetItWasMadeOf()
    {
        var world = World.Generate(
            new WorldSpec
            {
                Seed = 11,
                Running = 40,
                Stopped = 10,
                StopCharging = 4,
                Windows = 3,
                Isolated = 3,
                OtherStates = new Dictionary<string, int>
                {
                    ["REBOOTING"] = 2,
                    ["RESCUE_MODE"] = 1,
                    ["SOMETHING_NEW"] = 1,
                },
            }
        );
        var observed = Observe(world);
        Assert.Equal(64, observed.Instances.Count);

        var copy = Observe(FleetCopy.Of([observed], instance => instance, NothingRewritten));

        Assert.Equal(observed.Instances.Keys.Order(), copy.Instances.Keys.Order());
        Assert.All(observed.Instances.Values, instance => Same(instance, copy.Find(instance.Id)!));
    }

    [Fact]
    public void Twist_OfOneInstance_LeavesTheOthers()
    {
        var world = FleetCopy.Of(
            [FleetOf(Given.Running(1, 1), Stopped(2, 1, 2))],
            instance => instance.Id == Ins(1).Value ? instance with { SoftStop = SoftStopManner.Hangs } : instance,
            NothingRewritten
        );
        Assert.Equal([SoftStopManner.Hangs, null], world.Instances.Select(instance => instance.SoftStop));
        Assert.Equal(40, world.Keys.Count);
    }

    /// <summary>What is rewritten reads as it did, by the numbers of its versions; of the rest there are as many, without a key.</summary>
    [Fact]
    public void Sources_ThatAreRewritten_AreReadAsTheyWere_OthersAreCounted()
    {
        var asked = Keys(1);
        var template = new KeySource
        {
            Kind = KeySourceKind.LaunchTemplate,
            Id = "lt-00000001",
            Name = "\u001b[31mweb",
            Keys = Keys(1, 3),
            Version = 41,
            Versions = 5,
            OlderVersions = [new OlderVersion(7, Keys(1)), new OlderVersion(44, Keys(1, 2))],
            Prepared = [new PreparedVersion(46, Keys(3, 5))],
            Placement = new TemplatePlacement("ap-guangzhou-3", null, []),
        };
        var configuration = new KeySource
        {
            Kind = KeySourceKind.LaunchConfiguration,
            Id = "asc-00000000",
            Keys = asked,
            UsedBy = ["asg-group001", "node pool np-pool0001 of cls-prod0001"],
        };
        var left = configuration with { Id = "asc-00000009" };
        var looked = ImmutableSortedDictionary<KeySourceKind, int>
            .Empty.Add(KeySourceKind.LaunchTemplate, 3)
            .Add(KeySourceKind.LaunchConfiguration, 102);
        var fleet = FleetOf(Given.Running(1, 1)) with { Sources = new KeySources(asked, [template, configuration, left], looked, []) };

        var world = FleetCopy.Of([fleet], instance => instance, new HashSet<string> { template.Id, configuration.Id });
        var read = Observe(world, new FleetQuery([], asked, WholeRegion: true) { Sources = asked }).Sources!;

        Assert.Equal([template, configuration with { UsedBy = ["asg-group001"] }], read.Found);
        Assert.Equal((3, 102), (read.Looked[KeySourceKind.LaunchTemplate], read.Looked[KeySourceKind.LaunchConfiguration]));
        Assert.Equal([7, 41, 44, 46], world.LaunchTemplates[0].Numbers!.Where(number => number > 1));
    }

    [Fact]
    public void Fleet_ThatCannotBeCopied_IsSaid()
    {
        var odd = Given.Running(1, 1, 2) with { Id = InstanceId.FromService("ins-LONGER\u001b[31m00001") };
        var fleet = FleetOf(odd, Given.Running(2, 1, 2));
        var rehearsal = Rehearse(fleet, fleet, TestContext.Current.CancellationToken);

        Assert.Empty(rehearsal.Runs);
        var problem = Assert.Single(rehearsal.Problems);
        Assert.Equal((ProblemCodes.RehearsalUntrue, Severity.Warning), (problem.Code, problem.Severity));
        Assert.DoesNotContain('\u001b', problem.Message);
    }

    [Fact]
    public void Copy_ThatWouldChangeInAnotherWay_IsSaid_AndNothingIsRun()
    {
        var rehearsal = Rehearse(
            FleetOf(Given.Running(1, 1, 2), Given.Running(2, 1, 2)),
            FleetOf(Given.Running(1, 1, 2)),
            TestContext.Current.CancellationToken
        );

        var run = Assert.Single(rehearsal.Runs);
        Assert.Equal(ProblemCodes.RehearsalUntrue, Assert.Single(run.Problems).Code);
        Assert.Null(Assert.Single(run.Regions).Report);
        Assert.Equal((0, 0), (run.MostDown, run.PowerCycles));
    }

    [Fact]
    public void Rehearsal_ThatIsCancelled_Ends() =>
        Assert.Throws<OperationCanceledException>(() =>
            Rehearse(FleetOf(Given.Running(1, 1, 2)), FleetOf(Given.Running(1, 1, 2)), new CancellationToken(canceled: true))
        );

    /// <summary>Whatever a rehearsal has to tell fits a comment.</summary>
    [Fact]
    public void Markdown_OfAVeryBadRehearsal_FitsAComment()
    {
        var fleet = FleetOf(Given.Running(1, 1, 2));
        var rehearsal = Rehearse(fleet, fleet, TestContext.Current.CancellationToken);
        var run = Assert.Single(rehearsal.Runs) with
        {
            LeftDown = [.. Enumerable.Range(1, 20_000).Select(Ins)],
            Rollouts = [.. Enumerable.Range(1, 500).Select(i => new RehearsedRollout([$"resource-{i}"], i, i))],
        };
        var document = new PlanDocument("off", [new PlannedRegion(Region, PlanOf(fleet, Revocation(Keys(2), Graceful)))])
        {
            Rehearsal = rehearsal with { Runs = [.. Enumerable.Repeat(run, 6)] },
        };

        var markdown = PlanMarkdown.Render(document);

        Assert.InRange(markdown.Length, 1, 65_535);
        Assert.Contains("20000 instances", markdown, StringComparison.Ordinal);
        Assert.Contains("and 490 more", markdown, StringComparison.Ordinal);
        Assert.Contains("ins-00020000", PlanText.Render(document), StringComparison.Ordinal);
    }

    private static Rehearsal Rehearse(FleetSnapshot shown, FleetSnapshot copied, CancellationToken cancellationToken)
    {
        var intent = Revocation(Keys(2), Graceful with { OnBlocked = OnBlocked.Skip });
        using var account = Connect(new SimulatedCloud(new World(), SimulatorOptions.Instant, TimeProvider.System), TimeProvider.System);
        var declared = new DeclaredResource(
            new ResourceInput
            {
                Name = intent.Name,
                Kind = intent.Kind,
                KeyIds = intent.KeyIds,
                ChangePolicy = new ChangePolicyInput { StopPolicy = intent.Policy.StopPolicy, OnBlocked = OnBlocked.Skip },
            },
            ProviderInput.None,
            [],
            ""
        );
        var scope = new Scope(Region, account.ForRegion(Region), [declared], new Dictionary<string, string>(), PlanTarget.Usual);
        var document = new PlanDocument("off", [new PlannedRegion(Region, PlanOf(shown, intent)) { Fleet = copied }]);
        var host = new CliHost
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Time = TimeProvider.System,
        };
        return Rehearsing.Of(document, [scope], [], seed: 1, host, cancellationToken);
    }

    private static IReadOnlySet<string> NothingRewritten => new HashSet<string>();

    private static FleetSnapshot Observe(World world) => Observe(world, FleetQuery.Everything);

    private static FleetSnapshot Observe(World world, FleetQuery query) =>
        VirtualTime.Run(async time =>
        {
            using var account = Connect(new SimulatedCloud(world, SimulatorOptions.Instant, time), time);
            return await account.ForRegion(World.DefaultRegion).ObserveAsync(query, CancellationToken.None);
        });

    private static EngineFactory Connect(SimulatedCloud cloud, TimeProvider time) =>
        EngineFactory.Connect(
            ProviderInput.None with
            {
                SecretId = SimulatorOptions.DefaultSecretId,
                SecretKey = SimulatorOptions.DefaultSecretKey,
            },
            SimulatedAccount.Nowhere,
            time,
            new EngineOptions(),
            handler: new SimulatorHandler(cloud)
        );

    private static void Same(InstanceSnapshot one, InstanceSnapshot other)
    {
        Assert.Equal(one.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal), other.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal));
        Assert.Equal(one with { Tags = other.Tags }, other);
    }
}
