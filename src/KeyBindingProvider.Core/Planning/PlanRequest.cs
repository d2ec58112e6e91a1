using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Everything that a plan of one region depends on.</summary>
/// <param name="Region">The region.</param>
/// <param name="Intents">Its resources, in any order; names are unique.</param>
/// <param name="Fleet">What was observed.</param>
/// <param name="CanaryProven">Whether this process has completed a full stop, change and start in this region.</param>
/// <param name="Expected">
/// Pairs that other objects of the run will bind: they count where lock-out is judged and nowhere else, so that nothing is refused which the run
/// as a whole makes right. The last key is unbound only once another one has been read, whatever was expected.
/// </param>
public sealed record PlanRequest(
    string Region,
    IReadOnlyCollection<ResourceIntent> Intents,
    FleetSnapshot Fleet,
    bool CanaryProven = false,
    IReadOnlyDictionary<InstanceId, KeySet>? Expected = null
)
{
    /// <summary>Keys that no change ever takes away (rule <c>pinned-keys</c>).</summary>
    public KeySet Pinned { get; init; } = KeySet.Empty;
}
