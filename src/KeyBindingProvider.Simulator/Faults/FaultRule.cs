namespace KeyBindingProvider.Simulator.Faults;

/// <summary>What a person at the console can do.</summary>
public enum HandAct
{
    /// <summary>Bind keys, whatever the state of the instance.</summary>
    Bind,

    /// <summary>Unbind keys, whatever the state; no keys named means all.</summary>
    Unbind,

    /// <summary>Start.</summary>
    Start,

    /// <summary>Stop, by power-off.</summary>
    Stop,

    /// <summary>Destroy.</summary>
    Terminate,
}

/// <summary>Something that goes wrong, and when: the nth matching call, or some or all from there on.</summary>
public sealed record FaultRule
{
    /// <summary>The action that counts; null counts all.</summary>
    public string? Action { get; init; }

    /// <summary>Only calls that name this instance count; null counts all.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The first matching call that it strikes, from 1.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How many matching calls it strikes from there on; null for all.</summary>
    public int? Times { get; init; } = 1;

    /// <summary>What happens.</summary>
    public required FaultEffect Effect { get; init; }

    /// <summary>A rule for one call of an action.</summary>
    /// <param name="action">The action; null for any.</param>
    /// <param name="nth">Which call, from 1.</param>
    /// <param name="effect">What happens.</param>
    /// <returns>The rule.</returns>
    public static FaultRule On(string? action, int nth, FaultEffect effect) =>
        new()
        {
            Action = action,
            Nth = nth,
            Effect = effect,
        };

    /// <summary>A rule for every call of an action from one on.</summary>
    /// <param name="action">The action; null for any.</param>
    /// <param name="nth">The first call, from 1.</param>
    /// <param name="effect">What happens.</param>
    /// <returns>The rule.</returns>
    public static FaultRule From(string? action, int nth, FaultEffect effect) =>
        new()
        {
            Action = action,
            Nth = nth,
            Times = null,
            Effect = effect,
        };
}
