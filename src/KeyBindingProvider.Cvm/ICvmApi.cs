using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Cvm;

/// <summary>
/// The calls that the engine needs, for one account and one region. Implementations pace themselves to the documented rate
/// limits, repeat reads that were throttled or failed, and throw <see cref="CvmException"/> for everything else. No call here changes
/// more than its arguments say.
/// </summary>
public interface ICvmApi
{
    /// <summary>The region that every call goes to.</summary>
    string Region { get; }

    /// <summary>What gives keys to machines that do not exist yet.</summary>
    IKeySourceApi Sources { get; }

    /// <summary>When the current credentials end, or null when they do not or can be refreshed.</summary>
    DateTimeOffset? CredentialsEnd { get; }

    /// <summary>
    /// Renews credentials that can be renewed and would end sooner than this; whether that worked shows in <see cref="CredentialsEnd"/>. Never throws for a refusal.
    /// </summary>
    Task RenewCredentialsAsync(TimeSpan atLeast);

    /// <summary>What time it is by the service: its last answer to anything, else that to one page of instances; this machine's where an answer does not say.</summary>
    Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken);

    /// <summary>Takes a turn for one write, if nobody has to wait for one; the write itself does not wait any more.</summary>
    bool TryTakeTurn(CallAction action);

    /// <summary>
    /// Waits for a turn for one write. The caller decides after the wait what is sent: a write that was decided before it could be old.
    /// </summary>
    Task TakeTurnAsync(CallAction action, CallPriority priority, CancellationToken cancellationToken);

    /// <summary>Reads the given instances (1 to 100); ids that the service does not know are absent from the answer.</summary>
    Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        CallPriority priority,
        CancellationToken cancellationToken
    );

    /// <summary>Reads one page of the whole region, at most 100 instances.</summary>
    Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken);

    /// <summary>Reads the given key pairs (1 to 100); ids that the service does not know are absent from the answer.</summary>
    Task<IReadOnlyList<KeyPairSnapshot>> DescribeKeyPairsAsync(
        IReadOnlyCollection<KeyId> keys,
        CallPriority priority,
        CancellationToken cancellationToken
    );

    /// <summary>Reads one page of all key pairs of the region, at most 100.</summary>
    Task<KeyPairPage> DescribeKeyPairsPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken);

    /// <summary>Binds every key to every instance; answers the RequestId. The caller has a turn for it; a throttled write is its to repeat. The service may replace keys that are bound already.</summary>
    Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    );

    /// <summary>Unbinds every key from every instance; answers the RequestId.</summary>
    Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    );

    /// <summary>Stops instances with <c>StoppedMode=KEEP_CHARGING</c>; answers the RequestId.</summary>
    Task<string> StopInstancesAsync(
        IReadOnlyCollection<InstanceId> instances,
        StopType stopType,
        CallPriority priority,
        CancellationToken cancellationToken
    );

    /// <summary>Starts instances; answers the RequestId.</summary>
    Task<string> StartInstancesAsync(IReadOnlyCollection<InstanceId> instances, CallPriority priority, CancellationToken cancellationToken);

    /// <summary>
    /// Sets the restart marker on instances (1 to 50), and answers those which a run that may be alive has marked before: they keep its marker. Repeated after a lost
    /// answer, since that changes nothing. Source: tag AttachResourcesTag, CreateTag, DescribeResourceTagsByResourceIds.
    /// </summary>
    Task<IReadOnlyCollection<InstanceId>> MarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken);

    /// <summary>Says of marked instances (1 to 50) that nobody looks after them any longer: whoever reads that may start them at once.</summary>
    Task HandOverAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the restart marker off instances (1 to 50). Source: tag DetachResourcesTag. Answers whether an attempt got no answer: it may still take effect, and names no
    /// value, so that it would take away a mark that is set after it.
    /// </summary>
    Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken);

    /// <summary>Every instance of the region that has the restart marker. Source: tag DescribeResourcesByTags.</summary>
    Task<IReadOnlyCollection<InstanceId>> ListMarkedAsync(CancellationToken cancellationToken);
}

/// <summary>One page of a region.</summary>
/// <param name="TotalCount">Instances in the region at that moment.</param>
/// <param name="Instances">At most 100 of them.</param>
public sealed record InstancePage(int TotalCount, IReadOnlyList<InstanceSnapshot> Instances);

/// <summary>One page of all key pairs of a region.</summary>
/// <param name="TotalCount">How many key pairs there are.</param>
/// <param name="KeyPairs">Those of this page.</param>
public sealed record KeyPairPage(int TotalCount, IReadOnlyList<KeyPairSnapshot> KeyPairs);

/// <summary>How StopInstances stops.</summary>
public enum StopType
{
    /// <summary>Asks the guest; may never finish.</summary>
    Soft,

    /// <summary>Pulls the plug.</summary>
    Hard,
}

/// <summary>Who goes first when the rate limit makes calls wait (rule <c>hurry</c>).</summary>
public enum CallPriority
{
    /// <summary>Starting what we stopped.</summary>
    Start,

    /// <summary>A change inside an open stop window.</summary>
    WindowWrite,

    /// <summary>Waiting for an operation.</summary>
    Poll,

    /// <summary>Any other read.</summary>
    Read,

    /// <summary>Opening another stop window.</summary>
    NewStop,
}
