namespace KeyBindingProvider.Engine;

/// <summary>Two-step cancellation (rule <c>two-step-cancel</c>).</summary>
/// <param name="NoNewStops">Cancelled first: no new stop is sent, what is down is changed and started.</param>
/// <param name="StartOnly">Cancelled second: nothing is changed any more, what we stopped is started.</param>
/// <param name="TimedOut">Cancelled before <paramref name="NoNewStops"/> where it is the operation's own time-out that has passed, and nobody who cancelled.</param>
public readonly record struct ApplyCancellation(
    CancellationToken NoNewStops,
    CancellationToken StartOnly,
    CancellationToken TimedOut = default
)
{
    /// <summary>Cannot be cancelled.</summary>
    public static readonly ApplyCancellation None;
}
