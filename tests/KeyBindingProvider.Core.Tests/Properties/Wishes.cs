using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests;

/// <summary>
/// What a program asks of one instance, written down a second time and straight from rule <c>three-kinds</c>, pair by pair, so that the planner is
/// not judged by itself.
/// </summary>
internal sealed class Wishes(PlanRequest request)
{
    public bool IsDeclared(InstanceId id, KeyId key) => request.Intents.Any(intent => Declares(intent, id, key));

    public bool IsUnwanted(InstanceId id, KeyId key) => !IsDeclared(id, key) && request.Intents.Any(intent => Removes(intent, id, key));

    public bool IsRevoked(InstanceId id, KeyId key) =>
        request.Intents.OfType<KeyRevocationIntent>().Any(revocation => Removes(revocation, id, key));

    /// <summary>The keys that the instance is to have in the end.</summary>
    public KeySet WantedOf(InstanceSnapshot instance) =>
        KeySet.Of(
            Universe(instance).Where(key => IsDeclared(instance.Id, key) || (instance.Keys.Contains(key) && !IsUnwanted(instance.Id, key)))
        );

    /// <summary>The policies of the resources that want something changed on the instance.</summary>
    public ChangePolicy[] PoliciesOf(InstanceSnapshot instance) =>
        [
            .. request
                .Intents.Where(intent =>
                    Universe(instance)
                        .Any(key =>
                            instance.Keys.Contains(key)
                                ? !IsDeclared(instance.Id, key) && Removes(intent, instance.Id, key)
                                : Declares(intent, instance.Id, key)
                        )
                )
                .Select(intent => intent.Policy),
        ];

    private IEnumerable<KeyId> Universe(InstanceSnapshot instance) => instance.Keys.Concat(request.Fleet.KeyPairs.Keys).Distinct();

    private static bool Declares(ResourceIntent intent, InstanceId id, KeyId key) =>
        intent switch
        {
            KeyPairAssociationIntent association => association.InstanceIds.Contains(id) && association.KeyIds.Contains(key),
            InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Contains(id) && exclusive.KeyIds.Contains(key),
            _ => false,
        };

    private static bool Removes(ResourceIntent intent, InstanceId id, KeyId key) =>
        intent switch
        {
            KeyPairAssociationIntent association => In(association.Owned, id, key) && !In(association.Claims, id, key),
            InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Contains(id)
                || (In(exclusive.Released, id, key) && !In(exclusive.Claims, id, key)),
            KeyRevocationIntent revocation => revocation.KeyIds.Contains(key) && !revocation.ExceptInstanceIds.Contains(id),
            _ => false,
        };

    private static bool In(ImmutableSortedDictionary<InstanceId, KeySet> pairs, InstanceId id, KeyId key) =>
        pairs.TryGetValue(id, out var keys) && keys.Contains(key);
}
