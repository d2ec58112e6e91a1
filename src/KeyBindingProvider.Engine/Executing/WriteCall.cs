using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>One kind of write, for any batch of instances.</summary>
/// <param name="Action">Which write.</param>
/// <param name="Keys">Its keys; none for stop and start.</param>
/// <param name="Force"><c>ForceStop=true</c> on a bind or unbind; HARD for a stop.</param>
internal sealed record WriteCall(CallAction Action, KeySet Keys, bool Force)
{
    /// <summary>Refuse the batch as a whole instead of halving it: the caller has a better question to ask first.</summary>
    public bool Undivided { get; init; }

    /// <summary>
    /// Whether what was read last still makes this the exact call for an instance; null for calls without keys. Asked before every attempt: between two
    /// of them somebody may have taken a key away, and sending the old call again would give it back.
    /// </summary>
    public Func<Member, KeySet, bool>? IsExactFor { get; init; }

    /// <summary>RequestIds of its refusals so far. An instance whose last operation is one of them was changed by the refused call.</summary>
    public HashSet<string> RefusedRequests { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the change itself takes the power: sent twice to one instance it would be two power cycles.</summary>
    public bool IsForcedChange => Force && (Action is CallAction.Associate or CallAction.Disassociate);

    /// <summary>Whether it takes running instances down.</summary>
    public bool TakesDown => Action == CallAction.Stop || (Force && Action != CallAction.Start);

    /// <summary>Whether it changes keys of instances that must be STOPPED.</summary>
    public bool ChangesStopped => !Force && (Action is CallAction.Associate or CallAction.Disassociate);

    /// <summary>Whether what was read makes the write unnecessary.</summary>
    public bool IsSatisfiedBy(Member member) =>
        Action switch
        {
            CallAction.Stop => member.State == PowerState.Stopped || member.State == PowerState.Stopping,
            // A RUNNING from before the stop says nothing.
            CallAction.Start => member.SeenDown && (member.State == PowerState.Running || member.State == PowerState.Starting),
            CallAction.Associate => Keys.IsSubsetOf(member.Keys),
            _ => member.Keys.Intersect(Keys).IsEmpty,
        };

    public Task<string> SendAsync(ICvmApi api, IReadOnlyCollection<InstanceId> instances)
    {
        // A write that is on its way is never cancelled: it would only become ambiguous. The client bounds it.
        var priority = TakesDown ? CallPriority.NewStop : CallPriority.WindowWrite;
        return Action switch
        {
            CallAction.Stop => api.StopInstancesAsync(instances, Force ? StopType.Hard : StopType.Soft, priority, CancellationToken.None),
            CallAction.Start => api.StartInstancesAsync(instances, CallPriority.Start, CancellationToken.None),
            CallAction.Associate => api.AssociateInstancesKeyPairsAsync(instances, Keys, Force, priority, CancellationToken.None),
            _ => api.DisassociateInstancesKeyPairsAsync(instances, Keys, Force, priority, CancellationToken.None),
        };
    }

    /// <summary>The service has accepted the write to this member.</summary>
    public void Accept(Member member, string requestId, DateTimeOffset sentAt)
    {
        member.Accept(requestId, sentAt);
        member.StoppedByUs |= TakesDown;
        member.KeysWritten |= Action is CallAction.Associate or CallAction.Disassociate;
        if (TakesDown)
        {
            member.ExpectDown();
        }
    }

    /// <summary>Accepts a write whose effect was read already.</summary>
    public void AcceptSeen(Member member, string requestId, DateTimeOffset sentAt)
    {
        var wasDown = IsForcedChange && member.SeenDown;
        Accept(member, requestId, sentAt);
        member.Observe(member.Last!);
        if (wasDown)
        {
            member.HasBeenDown();
        }
    }
}
