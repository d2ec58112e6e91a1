using System.Collections.Frozen;
using KeyBindingProvider.Simulator.Api;
using KeyBindingProvider.Simulator.Api.Actions;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>The parts of one run of a simulation, wired by hand. A reset throws them all away and makes new ones.</summary>
internal sealed class LivingCloud
{
    public LivingCloud(World world, SimulatorOptions options, DateTimeOffset start, CallJournal journal)
    {
        Options = options;
        Dice = new Dice(options.Seed);
        Timeline = new Timeline(start);
        Ledger = new OracleLedger(Timeline);
        Fleet = new Fleet(world);
        Tags = new TagStore(options, Timeline, Dice, Fleet);
        Machine = new InstanceMachine(options, Timeline, Dice, Ledger);
        Credentials = new CredentialStore(options, Dice);
        Signatures = new SignatureCheck(options, Credentials);
        Rules = new WriteRules(options);
        Audit = new AuditLog(options, Timeline, Dice, Credentials, journal);
        Actions = MakeActions().ToFrozenDictionary(static a => a.Name, StringComparer.Ordinal);
        foreach (var instance in Fleet.AllInstances)
        {
            Machine.Settle(instance);
        }
    }

    public SimulatorOptions Options { get; }

    public Dice Dice { get; }

    public Timeline Timeline { get; }

    public OracleLedger Ledger { get; }

    public Fleet Fleet { get; }

    public TagStore Tags { get; }

    public InstanceMachine Machine { get; }

    public CredentialStore Credentials { get; }

    public SignatureCheck Signatures { get; }

    public WriteRules Rules { get; }

    public AuditLog Audit { get; }

    public RateLimiter Limiter { get; } = new();

    public FrozenDictionary<string, IApiAction> Actions { get; }

    /// <summary>Number of the last call.</summary>
    public long Calls { get; set; }

    private List<IApiAction> MakeActions()
    {
        var paging = new Paging(Options, Dice);
        var gate = new BatchGate(Options, Dice);
        var keyWrites = new KeyPairWrites(Options, Rules, gate, Machine, Ledger);
        return
        [
            new DescribeInstances(Timeline, paging, Ledger),
            new DescribeInstancesStatus(Timeline, paging),
            new DescribeInstancesAttributes(Timeline),
            new DescribeImages(Fleet, paging),
            new DescribeRegions(Fleet),
            new DescribeZones(),
            new DescribeDisks(Timeline, paging),
            new DescribeKeyPairs(Timeline, paging),
            new AssociateInstancesKeyPairs(keyWrites),
            new DisassociateInstancesKeyPairs(keyWrites),
            new StopInstances(Rules, gate, Machine, Ledger),
            new StartInstances(Rules, gate, Machine),
            new DeleteKeyPairs(),
            new AssumeRole(Options, Credentials, Timeline),
            new GetCallerIdentity(Credentials),
            new CreateTag(Tags),
            new AttachResourcesTag(Fleet, Tags, Options, Dice),
            new DetachResourcesTag(Fleet, Tags, Options, Dice),
            new DescribeResourceTagsByResourceIds(Fleet),
            new DescribeResourcesByTags(Fleet),
            new DescribeLaunchTemplates(paging),
            new DescribeLaunchTemplateVersions(paging),
            new CreateLaunchTemplateVersion(),
            new ModifyLaunchTemplateDefaultVersion(),
            new DescribeLaunchConfigurations(paging),
            new ModifyLaunchConfigurationAttributes(),
            new DescribeClusters(paging),
            new DescribeNodePools(paging),
            new DescribeEvents(Audit, Timeline),
        ];
    }
}
