namespace KeyBindingProvider.Core.Recovery;

/// <summary>What a machine is to whoever recovers what dead runs have left.</summary>
public enum RecoverState
{
    /// <summary>Stopped by a run that has ended: it is to be started.</summary>
    LeftDown,

    /// <summary>A run that may be alive has it in its hands.</summary>
    OtherRun,

    /// <summary>Something goes on, or may still begin: it has to be looked at again.</summary>
    Unsettled,

    /// <summary>Stopped by somebody else since.</summary>
    StoppedByAnother,

    /// <summary>Up: at most its marker and its entry in the journal are left.</summary>
    Running,

    /// <summary>Not in this region, or of another account.</summary>
    Missing,

    /// <summary>Stopped by a StopInstances of nobody knows whom; nothing is done about it unless it is named.</summary>
    Suspect,
}

/// <summary>By what a machine was found.</summary>
public enum RecoverSource
{
    /// <summary>It carries the restart marker.</summary>
    Marker,

    /// <summary>A run on this computer has noted its stop, and not its end.</summary>
    Journal,

    /// <summary>Whoever asks has named it.</summary>
    Named,

    /// <summary>Its last operation on record is a stop.</summary>
    LastOperation,
}
