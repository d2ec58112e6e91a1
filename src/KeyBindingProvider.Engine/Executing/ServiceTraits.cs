using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>What this process has learned about the service in this region, where the documents leave a point open. Shared by all operations.</summary>
internal sealed class ServiceTraits
{
    /// <summary>A full stop, change and start has succeeded: windows may be as large as the policy allows.</summary>
    public bool CanaryProven { get; set; }

    /// <summary>
    /// The service's own power cycle around a forced change has succeeded: forced calls may be as large as the policy allows. It says nothing about
    /// whether we may start what we stop.
    /// </summary>
    public bool ForceProven { get; set; }

    /// <summary>What was stopped first could not be started: no operation stops anything more, or each would lose one of its own.</summary>
    public Problem? CanaryLost { get; set; }

    /// <summary>A full-set bind on an instance with kept keys was accepted.</summary>
    public bool FullSetAccepted { get; set; }

    /// <summary>A bind adds, and naming a bound key is refused: binds carry only what is missing (rule <c>deltas-on-proof</c>).</summary>
    public bool BindsDeltas { get; set; }

    /// <summary>Whether a refusal of a full-set bind may still mean that the service refuses to name bound keys.</summary>
    public bool MayRefuseBoundKeys => !FullSetAccepted && !BindsDeltas;

    /// <summary>Whoever proves the first cycle of the process holds it. One gate, so the lease is on no instance.</summary>
    public InstanceLeases CanaryGate { get; } = new();

    /// <summary>Whoever asks the service about bound keys holds it: one instance is asked with, not one for each operation.</summary>
    public InstanceLeases ProbeGate { get; } = new();
}
