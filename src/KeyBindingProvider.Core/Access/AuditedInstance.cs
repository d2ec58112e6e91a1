using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Access;

/// <summary>One machine of an audit.</summary>
/// <param name="Instance">As it was observed.</param>
/// <param name="Code">What a plan would say of a change of its keys, whatever that change is.</param>
public sealed record AuditedInstance(InstanceSnapshot Instance, PendingCode Code)
{
    /// <summary>Whether its keys cannot be changed as it is; that it would have to be stopped for it is no obstacle.</summary>
    public bool IsBlocked => Code is not (PendingCode.Ready or PendingCode.Running);

    /// <summary>Asks the planner's own checks with a change that changes nothing, so that only the machine can be in the way.</summary>
    public static AuditedInstance Of(InstanceSnapshot instance) =>
        new(
            instance,
            PendingCodes.Of(
                new InstanceChange
                {
                    Id = instance.Id,
                    Bound = instance.Keys,
                    Declared = instance.Keys,
                    Remove = KeySet.Empty,
                },
                instance,
                allowKeyless: true
            )
        );
}
