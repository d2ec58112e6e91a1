namespace KeyBindingProvider.Core.Problems;

/// <summary>What a problem is about; the first digit of its code says the same to people.</summary>
public enum ProblemArea
{
    /// <summary>What the user wrote: program, options, import ids.</summary>
    Input,

    /// <summary>Credentials, account and the way to the service.</summary>
    Account,

    /// <summary>What the fleet and the policy allow.</summary>
    Plan,

    /// <summary>What went wrong while a plan was carried out.</summary>
    Apply,

    /// <summary>A fault of this program.</summary>
    Internal,
}

/// <summary>How a run ends that comes to nothing, or not to all, because of a problem.</summary>
public enum ProblemExit
{
    /// <summary>An error: no policy could allow it.</summary>
    Error,

    /// <summary>Some instances failed or were not reached.</summary>
    Partial,

    /// <summary>The policy forbids it; another one could allow it.</summary>
    Refused,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,
}
