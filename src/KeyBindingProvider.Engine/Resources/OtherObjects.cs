using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>What an operation knows of the other objects of its run.</summary>
/// <param name="Expected">What they will bind on these instances (<see cref="PlanRequest.Expected"/>).</param>
/// <param name="WaitAsync">Waits until they bring a key to each instance that would lose these, its last; false when nothing more comes.</param>
/// <param name="Explained">The plan with a word on what it counts on.</param>
internal sealed record OtherObjects(
    Func<IEnumerable<InstanceId>, IReadOnlyDictionary<InstanceId, KeySet>> Expected,
    Func<IReadOnlyDictionary<InstanceId, KeySet>, CancellationToken, Task<bool>> WaitAsync,
    Func<Plan, Plan> Explained
);
