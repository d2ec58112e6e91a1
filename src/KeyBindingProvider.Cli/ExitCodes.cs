namespace KeyBindingProvider.Cli;

/// <summary>How the program ends (rule <c>exit-codes</c>).</summary>
internal static class ExitCodes
{
    /// <summary>Nothing actionable; instances may be waiting.</summary>
    public const int Done = 0;

    /// <summary>An error: bad input, no credentials, the service does not answer.</summary>
    public const int Error = 1;

    /// <summary>plan, drift: there is something to do.</summary>
    public const int Changes = 2;

    /// <summary>apply: some instances failed or were not reached.</summary>
    public const int Partial = 3;

    /// <summary>The policy refuses the plan.</summary>
    public const int Refused = 4;

    /// <summary>Cancelled by the user.</summary>
    public const int Cancelled = 130;
}
