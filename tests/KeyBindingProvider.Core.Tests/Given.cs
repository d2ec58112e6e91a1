using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Short words for fleets and wishes, so that a test shows nothing but what it is about.</summary>
internal static class Given
{
    public const string Region = "ap-guangzhou";

    /// <summary>Skips what runs never, blocks nothing else.</summary>
    public static readonly ChangePolicy Graceful = new() { StopPolicy = StopPolicy.Graceful };

    public static InstanceId Ins(int number) => InstanceId.FromService($"ins-{number:D8}");

    public static KeyId Key(int number) => KeyId.FromService($"skey-{number:D8}");

    public static KeySet Keys(params int[] numbers) => KeySet.Of(numbers.Select(Key));

    public static ImmutableSortedSet<InstanceId> Instances(params int[] numbers) => [.. numbers.Select(Ins)];

    public static ImmutableSortedSet<InstanceId> Range(int first, int count) => [.. Enumerable.Range(first, count).Select(Ins)];

    public static InstanceSnapshot Stopped(int number, params int[] keys) => In(PowerState.Stopped, number, keys);

    public static InstanceSnapshot Running(int number, params int[] keys) => In(PowerState.Running, number, keys);

    public static InstanceSnapshot In(PowerState state, int number, params int[] keys) =>
        new()
        {
            Id = Ins(number),
            State = state,
            Keys = Keys(keys),
        };

    /// <summary>A region with these instances and key pairs 1 to 40.</summary>
    public static FleetSnapshot FleetOf(params IEnumerable<InstanceSnapshot> instances) =>
        new(
            Region,
            instances.ToImmutableDictionary(instance => instance.Id),
            Enumerable.Range(1, 40).Select(Key).ToImmutableDictionary(key => key, key => new KeyPairSnapshot(key, $"name-{key}", []))
        );

    public static ImmutableSortedDictionary<InstanceId, KeySet> Pairs(params (int Instance, KeySet Keys)[] pairs) =>
        pairs.ToImmutableSortedDictionary(pair => Ins(pair.Instance), pair => pair.Keys);

    public static KeyPairAssociationIntent Association(
        ImmutableSortedSet<InstanceId> instances,
        KeySet keys,
        ChangePolicy? policy = null,
        string name = "web"
    ) =>
        new()
        {
            Name = name,
            Region = Region,
            Policy = policy ?? ChangePolicy.Default,
            InstanceIds = instances,
            KeyIds = keys,
        };

    public static InstanceKeysExclusiveIntent Exclusive(
        ImmutableSortedSet<InstanceId> instances,
        KeySet keys,
        ChangePolicy? policy = null,
        string name = "exact"
    ) =>
        new()
        {
            Name = name,
            Region = Region,
            Policy = policy ?? ChangePolicy.Default,
            InstanceIds = instances,
            KeyIds = keys,
        };

    public static KeyRevocationIntent Revocation(KeySet keys, ChangePolicy? policy = null, string name = "gone") =>
        new()
        {
            Name = name,
            Region = Region,
            Policy = policy ?? ChangePolicy.Default,
            KeyIds = keys,
        };

    public static Plan PlanOf(FleetSnapshot fleet, params ResourceIntent[] intents) =>
        Planner.Plan(new PlanRequest(Region, intents, fleet));

    public static InstanceChange Change(KeySet bound, KeySet declared, KeySet remove) =>
        new()
        {
            Id = Ins(1),
            Bound = bound,
            Declared = declared,
            Remove = remove,
        };
}
