namespace KeyBindingProvider.Engine;

/// <summary>What this process has learned about the service in this region, where the documents leave a point open.</summary>
internal sealed class ServiceTraits
{
    /// <summary>A full stop, change and start has succeeded: windows may be as large as the policy allows.</summary>
    public bool CanaryProven { get; set; }

    /// <summary>A full-set bind on an instance with kept keys was accepted.</summary>
    public bool FullSetAccepted { get; set; }

    /// <summary>A bind adds, and naming a bound key is refused: binds carry only what is missing (<c>execution-rules.md</c> 1.4).</summary>
    public bool BindsDeltas { get; set; }
}
