using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>What one operation asks of the conductor: a rollout, its demands, and who wants to know.</summary>
internal sealed record AskRequest
{
    public required Rollout Rollout { get; init; }

    /// <summary>The demands, in the order in which their instances are taken.</summary>
    public required IReadOnlyList<Demand> Demands { get; init; }

    /// <summary>Every instance that its resources speak of.</summary>
    public required IReadOnlySet<InstanceId> Covered { get; init; }

    /// <summary>How long others may come on board.</summary>
    public Gather Gather { get; init; }

    /// <summary>What was just read, with the moment at which that read began; instances that are not in it are looked at first.</summary>
    public required IReadOnlyDictionary<InstanceId, (InstanceSnapshot Snapshot, TimeSpan BegunAt)> Read { get; init; }

    public required ProgressFeed Feed { get; init; }

    public required ApplyCancellation Cancellation { get; init; }
}

/// <summary>How one demand of an ask ended.</summary>
/// <param name="Demand">The demand with its verdict.</param>
/// <param name="Sight">What was seen last; null when nothing that counts.</param>
/// <param name="IsGone">The service does not know the instance any more.</param>
/// <param name="SharedWith">Resources of other asks that rode in the same window.</param>
internal sealed record AskedInstance(Demand Demand, InstanceSnapshot? Sight, bool IsGone, IReadOnlyCollection<string> SharedWith);

/// <summary>An ask in the conductor's hands. Only the loop touches it.</summary>
internal sealed class Ask(long number, AskRequest request, TimeSpan begunAt)
{
    private readonly Dictionary<InstanceId, int> _order = request
        .Demands.Select((demand, index) => (demand.Change.Id, index))
        .ToDictionary(pair => pair.Id, pair => pair.index);

    private readonly Dictionary<InstanceId, Wave> _waves = request
        .Rollout.Waves.SelectMany(wave => wave.Changes, (wave, change) => (change.Id, wave))
        .ToDictionary(pair => pair.Id, pair => pair.wave);

    private readonly Dictionary<int, int> _sizes = request.Rollout.Waves.ToDictionary(wave => wave.Number, wave => wave.Changes.Length);

    public long Number => number;

    public AskRequest Request => request;

    public TimeSpan BegunAt => begunAt;

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Dictionary<InstanceId, AskedInstance> Ended { get; } = [];

    /// <summary>Instances whose machines may still be down because of us, or whose demand is open.</summary>
    public HashSet<InstanceId> Open { get; } = [.. request.Demands.Select(demand => demand.Change.Id)];

    public CancelLevel Cancelled { get; set; }

    /// <summary>Why, in words; null while it is not.</summary>
    public Problem? WhyCancelled { get; set; }

    /// <summary>Why it takes nothing more down, beyond a cancellation.</summary>
    public Problem? Aborted { get; set; }

    /// <summary>Instances that failed; blocked and deferred ones do not count.</summary>
    public int Failed { get; set; }

    public List<Problem> Problems { get; } = [];

    /// <summary>Waves that have been announced and not ended yet, by number.</summary>
    public Dictionary<int, HashSet<InstanceId>> OpenWaves { get; } = [];

    public HashSet<int> BegunWaves { get; } = [];

    /// <summary>As what the end of an instance was told.</summary>
    public Dictionary<InstanceId, OutcomeKind> Told { get; } = [];

    public bool IsOverBudget => Failed > request.Rollout.Policy.FailureBudget;

    /// <summary>The wave in which the plan has it; null for who only rides along.</summary>
    public Wave? WaveOf(InstanceId id) => _waves.GetValueOrDefault(id);

    /// <summary>How one of its instances has ended, at once: what is read once more at the end is told then.</summary>
    public void Tell(InstanceId id)
    {
        var outcome = ReportBuilder.OutcomeOf(Ended[id]);
        Told[id] = outcome.Kind;
        request.Feed.Report(new ApplyEvent.InstanceEnded(outcome));
    }

    /// <summary>How many instances the plan has in a wave.</summary>
    public int SizeOf(int wave) => _sizes[wave];

    public int OrderOf(InstanceId id) => _order.GetValueOrDefault(id, int.MaxValue);
}
