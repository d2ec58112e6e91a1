using System.Collections.Immutable;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>Something that goes wrong in a rehearsal, by the name that a user gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What happens, in a sentence without an end.</param>
internal sealed record Fault(string Name, string Description)
{
    /// <summary>Of so many instances that are stopped, one is struck; at least one where any is stopped.</summary>
    private const int OneOf = 10;

    /// <summary>How many calls of an action are refused in a row.</summary>
    private const int Refusals = 3;

    private static readonly string[] s_writes =
    [
        "StopInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
        "StartInstances",
        "CreateLaunchTemplateVersion",
        "ModifyLaunchTemplateDefaultVersion",
        "ModifyLaunchConfigurationAttributes",
    ];

    /// <summary>Calls that go wrong.</summary>
    public ImmutableArray<FaultRule> Rules { get; init; } = [];

    /// <summary>What it makes of an instance that it strikes; null where it strikes none.</summary>
    public Func<WorldInstance, WorldInstance>? Instance { get; init; }

    /// <summary>Which changes make an instance one that it may strike.</summary>
    private Func<InstanceChange, bool> Strikes { get; init; } = change => change.StopMode != StopMode.None;

    /// <summary>What it makes of the whole service; null for nothing.</summary>
    public Func<SimulatorOptions, SimulatorOptions>? Service { get; init; }

    /// <summary>All faults, in the order of the documents.</summary>
    public static ImmutableArray<Fault> All { get; } =
    [
        new(
            "throttle",
            "too many requests: the first three looks at instances and at key pairs and the first three of each write, tags aside, are refused"
        )
        {
            Rules =
            [
                .. s_writes
                    .Prepend("DescribeKeyPairs")
                    .Prepend("DescribeInstances")
                    .Select(action =>
                        FaultRule.On(action, nth: 1, new FaultEffect.RefuseWith("RequestLimitExceeded")) with
                        {
                            Times = Refusals,
                        }
                    ),
            ],
        },
        new("lost-answer", "the first call of each write, tags aside, takes effect and its answer is lost")
        {
            Rules = [.. s_writes.Select(action => FaultRule.On(action, nth: 1, new FaultEffect.ResetAfterEffect()))],
        },
        new("stuck-stopping", $"1 in {OneOf} of the instances that are stopped never gets beyond STOPPING")
        {
            Instance = instance => instance with { SoftStop = SoftStopManner.Hangs },
            Strikes = change => change.StopMode is StopMode.Soft or StopMode.SoftThenHard,
        },
        new("start-refused", $"1 in {OneOf} of the instances that are stopped does not start again")
        {
            Instance = instance => instance with { StartRefused = "UnsupportedOperation.InstanceStateCorrupted" },
        },
        new("slow", "everything takes four times as long") { Service = options => options with { TimeScale = options.TimeScale / 4 } },
    ];

    /// <summary>The instances of a plan that it strikes, by id; the same for the same seed.</summary>
    public HashSet<string> Choose(IEnumerable<InstanceChange> changes, int seed)
    {
        if (Instance is null)
        {
            return [];
        }

        var candidates = changes.Where(Strikes).Select(change => change.Id.Value).Order(StringComparer.Ordinal).ToArray();
        new Random(seed).Shuffle(candidates);
        return [.. candidates.Take((candidates.Length + OneOf - 1) / OneOf)];
    }
}
