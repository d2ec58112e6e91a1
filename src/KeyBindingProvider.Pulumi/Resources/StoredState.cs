using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>What the engine keeps of a resource: its inputs as the user wrote them, its region, and what was last observed.</summary>
internal static class StoredState
{
    /// <summary>What a plan is made from later. The engine keeps properties that begin so and shows them nowhere.</summary>
    public const string Observation = "__observation";

    /// <summary>Outputs of a resource.</summary>
    /// <param name="inputs">Its checked inputs.</param>
    /// <param name="state">What was observed.</param>
    /// <param name="withObservation">Whether to keep the observation; without it the next diff asks for a fresh look.</param>
    public static PropertyValue.Map Write(PropertyValue.Map inputs, ResourceState state, bool withObservation = true)
    {
        var isSecret = DeclaredInputs.IdsAreSecret(inputs);
        var outputs = state.Outputs;
        var map = Put(inputs, PropertyNames.Region, new PropertyValue.Text(state.Region));
        map = state.Declared.Instances is null
            ? map.Without(PropertyNames.SelectedInstanceIds.Camel)
            : Put(map, PropertyNames.SelectedInstanceIds, Mark(Ids(state.Declared.InstanceIds), isSecret));
        map = state.Declared.Ends is null
            ? map.Without(PropertyNames.Expired.Camel)
            : Put(map, PropertyNames.Expired, new PropertyValue.Flag(state.Declared.HasEnded));
        map = Put(map, PropertyNames.Bindings, Mark(KeyMaps.Write(outputs.Bindings), isSecret));
        if (state.Declared.Kind.Outputs.Contains(PropertyNames.ForeignBindings))
        {
            map = Put(map, PropertyNames.ForeignBindings, Mark(KeyMaps.Write(outputs.ForeignBindings), isSecret));
        }

        map = Put(map, PropertyNames.PendingInstances, Mark(Pending(outputs.PendingInstances), isSecret));
        map = Put(map, PropertyNames.PowerCycledInstanceIds, Mark(Ids(outputs.PowerCycledInstanceIds), isSecret));
        map = Put(map, PropertyNames.PowerCycledWith, Mark(Names(outputs.PowerCycledWith), isSecret));
        return withObservation
            ? map.With(Observation, Mark(new PropertyValue.Text(state.Observation.Encode()), isSecret))
            : map.Without(Observation);
    }

    /// <summary>The inputs of a resource that nobody has written yet: of an import.</summary>
    public static PropertyValue.Map Inputs(ResourceState state)
    {
        var declared = state.Declared;
        var map = Put(PropertyValue.Map.Empty, PropertyNames.KeyIds, Ids(declared.KeyIds));
        map = declared.Kind.IsOfRegion ? map : Put(map, PropertyNames.InstanceIds, Ids(declared.InstanceIds));
        return Put(map, PropertyNames.Region, new PropertyValue.Text(state.Region));
    }

    /// <summary>The inputs with the observed map in the place of the wanted one, which is how the engine shows drift.</summary>
    public static PropertyValue.Map InputsAsRead(PropertyValue.Map inputs, ResourceState state) =>
        Put(inputs, PropertyNames.Bindings, Mark(KeyMaps.Write(state.Outputs.Bindings), DeclaredInputs.IdsAreSecret(inputs)));

    /// <summary>Reads outputs that <see cref="Write"/> made; null when these are not.</summary>
    /// <param name="declared">The inputs that go with them.</param>
    /// <param name="outputs">The outputs.</param>
    public static ResourceState? TryRead(ResourceInput declared, PropertyValue.Map outputs)
    {
        if (
            outputs.Find(PropertyNames.Region.Camel)?.Plain is not PropertyValue.Text { Value: var region }
            || !RegionForm.IsWellFormed(region)
        )
        {
            return null;
        }

        return new ResourceState
        {
            Declared = declared,
            Region = region,
            Outputs = new ResourceOutputs
            {
                Bindings = KeyMaps.Read(outputs.Find(PropertyNames.Bindings.Camel)),
                ForeignBindings = KeyMaps.Read(outputs.Find(PropertyNames.ForeignBindings.Camel)),
                PendingInstances = ReadPending(outputs.Find(PropertyNames.PendingInstances.Camel)),
                PowerCycledInstanceIds =
                [
                    .. KeyMaps.Texts(outputs.Find(PropertyNames.PowerCycledInstanceIds.Camel)).Select(InstanceId.FromService),
                ],
                PowerCycledWith = ReadNames(outputs.Find(PropertyNames.PowerCycledWith.Camel)),
            },
            Observation =
                Core.Resources.Observation.TryDecode((outputs.Find(Observation)?.Plain as PropertyValue.Text)?.Value)
                ?? Core.Resources.Observation.NothingLookedFor(region),
        };
    }

    private static PropertyValue.Map Put(PropertyValue.Map map, PropertyName name, PropertyValue value) => map.With(name.Camel, value);

    private static PropertyValue Mark(PropertyValue value, bool isSecret) => isSecret ? new PropertyValue.Secret(value) : value;

    private static PropertyValue.List Ids<T>(IEnumerable<T> ids)
        where T : notnull => new([.. ids.Select(id => new PropertyValue.Text(id.ToString()!))]);

    private static PropertyValue.Map Pending(ImmutableSortedDictionary<InstanceId, PendingCode> pending) =>
        new(
            pending.ToImmutableSortedDictionary(
                entry => entry.Key.Value,
                entry => (PropertyValue)new PropertyValue.Text(EnumNames.Of(entry.Value)),
                StringComparer.Ordinal
            )
        );

    private static PropertyValue.Map Names(ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>> names) =>
        new(
            names.ToImmutableSortedDictionary(
                entry => entry.Key.Value,
                entry => (PropertyValue)new PropertyValue.List([.. entry.Value.Select(name => new PropertyValue.Text(name))]),
                StringComparer.Ordinal
            )
        );

    private static ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>> ReadNames(PropertyValue? value) =>
        (value?.Plain as PropertyValue.Map ?? PropertyValue.Map.Empty).Entries.ToImmutableSortedDictionary(
            entry => InstanceId.FromService(entry.Key),
            entry => KeyMaps.Texts(entry.Value).ToImmutableSortedSet(StringComparer.Ordinal)
        );

    /// <summary>A code that this version does not know is one more reason to look again.</summary>
    private static ImmutableSortedDictionary<InstanceId, PendingCode> ReadPending(PropertyValue? value) =>
        (value?.Plain as PropertyValue.Map ?? PropertyValue.Map.Empty).Entries.ToImmutableSortedDictionary(
            entry => InstanceId.FromService(entry.Key),
            entry =>
                entry.Value.Plain is PropertyValue.Text { Value: var text }
                && EnumNames.TryParse<PendingCode>(text, Spelling.Camel, out var code)
                    ? code
                    : PendingCode.Unverified
        );
}
