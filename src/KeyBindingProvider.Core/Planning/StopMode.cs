namespace KeyBindingProvider.Core.Planning;

/// <summary>How one instance is taken down for its change.</summary>
public enum StopMode
{
    /// <summary>It is stopped already: nothing is stopped or started.</summary>
    None,

    /// <summary>StopInstances SOFT; never escalates.</summary>
    Soft,

    /// <summary>StopInstances SOFT, then HARD at the time-out.</summary>
    SoftThenHard,

    /// <summary>StopInstances HARD: a swap under <c>force</c>, which the API's own ForceStop would power-cycle twice.</summary>
    Hard,

    /// <summary>The bind or unbind itself carries <c>ForceStop=true</c>; the service stops and starts the instance.</summary>
    ForceStop,
}
