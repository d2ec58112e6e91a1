using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>What the resources of a case want and allow, written down anew and not taken from the planner.</summary>
internal sealed class CaseTruth(CaseRun run)
{
    /// <summary>Instances that somebody at the console touched.</summary>
    private readonly HashSet<string> _touched =
    [
        .. run.Cloud.Journal.Calls.Where(call => call.Actor == Actors.Console).SelectMany(call => call.InstanceIds),
    ];

    /// <summary>Whether somebody acted on it between our reads and writes, where nothing can be promised: the API has no compare-and-set.</summary>
    public bool IsTouched(string instance) => _touched.Contains(instance);

    /// <summary>A person stopped it just when we did, which no look can tell from our stop: what a person stopped stays stopped (docs/limits.md).</summary>
    public bool IsStoppedByHand(string instance) =>
        Stops(instance, isByHand: true)
            .Any(hand => Stops(instance, isByHand: false).Any(ours => (hand.At - ours.At).Duration() <= TimeSpan.FromSeconds(30)));

    private IEnumerable<CallRecord> Stops(string instance, bool isByHand) =>
        run.Cloud.Journal.Calls.Where(call =>
            call.Actor == Actors.Console == isByHand
            && call.Action.Contains("Stop", StringComparison.Ordinal)
            && call.InstanceIds.Contains(instance)
        );

    /// <summary>
    /// Started by a person between our read and our call, and shut down by the service for it: with that reading of the international text there is no
    /// answer to it (rule <c>read-before-repeat</c>).
    /// </summary>
    public bool IsInternationalRace => run.Case.Options.RunningWithoutForce == RunningWithoutForce.ShutsDown && run.Case.HasForeignActs;

    public (KeySet Declared, KeySet Revoked, bool Exclusive) WishFor(string instance)
    {
        var id = InstanceId.FromService(instance);
        var declared = KeySet.Empty;
        var revoked = KeySet.Empty;
        foreach (var intent in run.Case.Intents)
        {
            foreach (var pair in CaseWishes.Declared(intent).Where(pair => pair.Id == id))
            {
                declared = declared.Union(pair.Keys);
            }

            if (intent is KeyRevocationIntent revocation && !revocation.ExceptInstanceIds.Contains(id))
            {
                revoked = revoked.Union(revocation.KeyIds);
            }
        }

        return (declared, revoked, run.Case.Intents.OfType<InstanceKeysExclusiveIntent>().Any(only => only.InstanceIds.Contains(id)));
    }

    /// <summary>Whether some resource takes the key away, or had it before and gives it up.</summary>
    public bool MayRemove(string instance, string key)
    {
        var (declared, revoked, exclusive) = WishFor(instance);
        var id = KeyId.FromService(key);
        return revoked.Contains(id) || (!declared.Contains(id) && (exclusive || IsGivenUp(instance, id)));
    }

    private bool IsGivenUp(string instance, KeyId key)
    {
        var id = InstanceId.FromService(instance);
        return run.Case.Intents.Any(intent =>
            intent switch
            {
                KeyPairAssociationIntent association => association.Owned.GetValueOrDefault(id, KeySet.Empty).Contains(key)
                    && !association.Claims.GetValueOrDefault(id, KeySet.Empty).Contains(key),
                InstanceKeysExclusiveIntent exclusive => exclusive.Released.GetValueOrDefault(id, KeySet.Empty).Contains(key)
                    && !exclusive.Claims.GetValueOrDefault(id, KeySet.Empty).Contains(key),
                _ => false,
            }
        );
    }

    public bool IsAsWished(InstanceView truth)
    {
        var (declared, _, _) = WishFor(truth.Id);
        return declared.All(key => truth.KeyIds.Contains(key.Value)) && !truth.KeyIds.Any(key => MayRemove(truth.Id, key));
    }

    /// <summary>Whether some resource that speaks of it allows it to be without a key.</summary>
    public bool MayBeKeyless(string instance)
    {
        var id = InstanceId.FromService(instance);
        return run.Case.Intents.Any(intent =>
            intent.Policy.AllowKeyless
            && intent switch
            {
                KeyPairAssociationIntent association => association.InstanceIds.Contains(id) || association.Owned.ContainsKey(id),
                InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Contains(id) || exclusive.Released.ContainsKey(id),
                _ => true,
            }
        );
    }

    /// <summary>What an operation of its own sees of the wishes: those of its resources.</summary>
    public static bool IsAsWished(CaseOperation operation, InstanceView truth)
    {
        var id = InstanceId.FromService(truth.Id);
        var declared = operation.Intents.SelectMany(CaseWishes.Declared).Where(pair => pair.Id == id).ToArray();
        return declared.All(pair => pair.Keys.All(key => truth.KeyIds.Contains(key.Value)));
    }
}
