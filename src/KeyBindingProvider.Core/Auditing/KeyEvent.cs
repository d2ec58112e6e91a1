using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Auditing;

/// <summary>What an act did to the pairs that it names.</summary>
public enum KeyAct
{
    /// <summary>AssociateInstancesKeyPairs.</summary>
    Bound,

    /// <summary>DisassociateInstancesKeyPairs.</summary>
    Unbound,
}

/// <summary>One accepted call that bound or unbound keys, as the audit log has it. Only what is shown is kept of an event: nothing else of it is known here.</summary>
public sealed record KeyEvent
{
    /// <summary>What it did.</summary>
    public required KeyAct Act { get; init; }

    /// <summary>When, by the log, to the second.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The instances that it named.</summary>
    public required ImmutableArray<InstanceId> Instances { get; init; }

    /// <summary>The keys that it named.</summary>
    public required KeySet Keys { get; init; }

    /// <summary>Name of the user; <c>root</c> for the main account, <c>roleUser</c> for a role; may be empty.</summary>
    public required UntrustedText User { get; init; }

    /// <summary>As the log names it, such as CAMUser and Root; may be empty.</summary>
    public required UntrustedText UserType { get; init; }

    /// <summary>Number of the user, or what stands for a role; may be empty.</summary>
    public required UntrustedText Principal { get; init; }

    /// <summary>RequestId of the call; may be empty.</summary>
    public required UntrustedText RequestId { get; init; }

    /// <summary>Whether it was done at the console.</summary>
    public required bool IsConsole { get; init; }

    /// <summary>Whether the access key of this run signed it. Credentials of a role change from run to run: those of an earlier one are not recognised.</summary>
    public required bool IsByOurAccessKey { get; init; }
}
