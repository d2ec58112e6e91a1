namespace KeyBindingProvider.Core.Problems;

/// <summary>How bad a problem is.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing stops.</summary>
    Warning,

    /// <summary>The operation does not go on, or did not succeed.</summary>
    Error,
}
