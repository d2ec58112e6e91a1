using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Recovery;

/// <summary>By what machines are looked for, beside the restart marker.</summary>
public sealed record RecoverRequest
{
    /// <summary>What the journals of this computer tell of the region.</summary>
    public ImmutableArray<OpenWindow> Windows { get; init; } = [];

    /// <summary>Machines that whoever asks knows to have been left down.</summary>
    public ImmutableArray<InstanceId> Named { get; init; } = [];

    /// <summary>Whether machines that were stopped by a StopInstances are listed, whoever sent it.</summary>
    public bool ListsStopped { get; init; }

    /// <summary>Of those only what one of these calls has stopped, by the RequestId of the last operation; null for all.</summary>
    public StopEventLog? Stops { get; init; }

    /// <summary>What could not be found out before, told along with what is found.</summary>
    public ImmutableArray<Problem> Notes { get; init; } = [];
}
