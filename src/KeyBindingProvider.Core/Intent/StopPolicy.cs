namespace KeyBindingProvider.Core.Intent;

/// <summary>What may happen to a RUNNING instance that must change, strictest first (rule <c>change-policy</c>).</summary>
public enum StopPolicy
{
    /// <summary>The preview fails and lists them; nothing is changed.</summary>
    Refuse,

    /// <summary>Stopped instances change now, running ones wait for a later run.</summary>
    StoppedOnly,

    /// <summary>Stop softly, change, start. Never escalates.</summary>
    Graceful,

    /// <summary>Stop softly until the time-out, then pull the plug.</summary>
    GracefulThenForce,

    /// <summary>Pull the plug.</summary>
    Force,
}

/// <summary>What to do when some instances cannot be changed at all.</summary>
public enum OnBlocked
{
    /// <summary>Nothing is changed.</summary>
    Refuse,

    /// <summary>The others proceed; these stay pending with their reason, and a warning.</summary>
    Skip,
}

/// <summary>Whether an instance is marked before it is stopped, strictest first (rule <c>restart-marker</c>).</summary>
public enum RestartMarkerUse
{
    /// <summary>Nothing is stopped that could not be marked.</summary>
    Required,

    /// <summary>Where tags may be set.</summary>
    Auto,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>What happens to bindings when their resource is destroyed or an instance leaves it.</summary>
public enum OnDestroy
{
    /// <summary>They are unbound.</summary>
    Unbind,

    /// <summary>They stay, unmanaged.</summary>
    Keep,
}
