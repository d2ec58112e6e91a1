using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>Objects of the state file and what the core keeps of a resource. Inputs are written back as they came: their spelling is the user's.</summary>
internal static class StateObject
{
    private const int KeysInName = 3;

    /// <summary>Attributes that a change of the account decides.</summary>
    private static readonly ImmutableArray<string> Observed =
    [
        AttributeNames.SelectedInstanceIds,
        AttributeNames.Expired,
        AttributeNames.Bindings,
        AttributeNames.ForeignBindings,
        AttributeNames.PendingInstances,
        AttributeNames.PowerCycledInstanceIds,
        AttributeNames.PowerCycledWith,
    ];

    /// <summary>Reads an object; without an observation nothing counts as looked for, so that everything is asked anew.</summary>
    public static ResourceState Read(CtyValue.Map state, ResourceSchema schema, Observation? observation)
    {
        var region = state[AttributeNames.Region].AsText ?? observation?.Fleet.Region ?? "";
        return new ResourceState
        {
            Declared = Check(state, schema, ChangePolicyInput.None).Value,
            Region = region,
            Outputs = new ResourceOutputs
            {
                Bindings = ReadKeysByInstance(state[AttributeNames.Bindings]),
                ForeignBindings = ReadKeysByInstance(state[AttributeNames.ForeignBindings]),
                PendingInstances = ReadPending(state[AttributeNames.PendingInstances]),
                PowerCycledInstanceIds = [.. Texts(state[AttributeNames.PowerCycledInstanceIds]).Select(InstanceId.FromService)],
                PowerCycledWith = ReadNamesByInstance(state[AttributeNames.PowerCycledWith]),
            },
            Observation = observation ?? Observation.NothingLookedFor(region),
        };
    }

    /// <summary>Checks the inputs in an object; all problems, with paths. No provider is told the address: what the object is about is its name.</summary>
    public static Checked<ResourceInput> Check(CtyValue.Map config, ResourceSchema schema, ChangePolicyInput providerPolicy)
    {
        var check = ResourceCheck.Check(
            schema.TypeName,
            schema.Kind,
            InputValues.Of(config, schema.Kind.Inputs),
            "",
            Spelling.Snake,
            providerPolicy
        );
        return check with { Value = WithSelected(check.Value, config) with { Name = NameOf(check.Value, schema) } };
    }

    /// <summary>What the selector came to and whether its time was over, of an object that has been planned or stored; a configuration says nothing of it.</summary>
    private static ResourceInput WithSelected(ResourceInput input, CtyValue.Map config)
    {
        input = input.Ends is null ? input : input with { HasEnded = config[AttributeNames.Expired] is CtyValue.Flag { Value: true } };
        return input.Instances is null
            ? input
            : input with
            {
                InstanceIds = [.. Texts(config[AttributeNames.SelectedInstanceIds]).Select(InstanceId.FromService)],
            };
    }

    /// <summary>The object with what its selector comes to, and whether its time is over; nothing where its instances are listed, and where it has no end.</summary>
    /// <param name="state">The object.</param>
    /// <param name="schema">Its type.</param>
    /// <param name="desired">What it asks for.</param>
    /// <param name="isEndKnown">Whether it is known when it ends, and what time it is.</param>
    public static CtyValue.Map Resolved(CtyValue.Map state, ResourceSchema schema, ResourceInput desired, bool isEndKnown = true)
    {
        var outputs = schema.Kind.Outputs;
        state = outputs.Contains(PropertyNames.SelectedInstanceIds)
            ? state.With(AttributeNames.SelectedInstanceIds, desired.Instances is null ? CtyValue.Nothing : WriteIds(desired.InstanceIds))
            : state;
        return isEndKnown && outputs.Contains(PropertyNames.Expired)
            ? state.With(AttributeNames.Expired, desired.Ends is null ? CtyValue.Nothing : new CtyValue.Flag(desired.HasEnded))
            : state;
    }

    private static CtyValue WriteIds(IEnumerable<InstanceId> ids) => CtyValue.OfTexts(ids.Select(id => id.Value));

    private static string NameOf(ResourceInput input, ResourceSchema schema)
    {
        var keys = string.Join(", ", input.KeyIds.Take(KeysInName));
        var rest = input.KeyIds.Count - KeysInName;
        return keys.Length == 0 ? schema.TypeName
            : rest > 0 ? $"{schema.TypeName} of {keys} and {rest} more"
            : $"{schema.TypeName} of {keys}";
    }

    /// <summary>The object with the outputs of a resource.</summary>
    public static CtyValue.Map Write(CtyValue.Map template, ResourceSchema schema, ResourceState state)
    {
        var outputs = state.Outputs;
        var written = Resolved(template, schema, state.Declared)
            .With(AttributeNames.Region, new CtyValue.Text(state.Region))
            .With(AttributeNames.Bindings, WriteKeysByInstance(outputs.Bindings))
            .With(AttributeNames.PendingInstances, WritePending(outputs.PendingInstances))
            .With(AttributeNames.PowerCycledInstanceIds, CtyValue.OfTexts(outputs.PowerCycledInstanceIds.Select(id => id.Value)))
            .With(
                AttributeNames.PowerCycledWith,
                CtyValue.Map.Of(outputs.PowerCycledWith.Select(entry => (entry.Key.Value, CtyValue.OfTexts(entry.Value))))
            );
        return schema.Kind.Outputs.Contains(PropertyNames.ForeignBindings)
            ? written.With(AttributeNames.ForeignBindings, WriteKeysByInstance(outputs.ForeignBindings))
            : written;
    }

    /// <summary>An object of which nothing but its declaration and outputs is known: what an import makes.</summary>
    public static CtyValue.Map Imported(ResourceSchema schema, string id, ResourceState state)
    {
        var declared = state.Declared;
        var empty = CtyValue.Map.Of(schema.Definition.Type.Attributes.Keys.Select(name => (name, CtyValue.Nothing)));
        var named = empty
            .With(AttributeNames.Id, new CtyValue.Text(id))
            .With(AttributeNames.KeyIds, CtyValue.OfTexts(declared.KeyIds.Select(key => key.Value)));
        return Write(
            schema.Kind.IsOfRegion
                ? named
                : named.With(AttributeNames.InstanceIds, CtyValue.OfTexts(declared.InstanceIds.Select(instance => instance.Value))),
            schema,
            state
        );
    }

    /// <summary>The object with every observed attribute unknown, for a plan that changes the account.</summary>
    public static CtyValue.Map ForgetObserved(CtyValue.Map state) => SetObserved(state, _ => CtyValue.NotKnown);

    /// <summary>The object with the observed attributes and the last plan of another.</summary>
    public static CtyValue.Map KeepObserved(CtyValue.Map state, CtyValue.Map prior) =>
        SetObserved(state, name => prior[name]).With(AttributeNames.LastPlannedChanges, prior[AttributeNames.LastPlannedChanges]);

    private static CtyValue.Map SetObserved(CtyValue.Map state, Func<string, CtyValue> value) =>
        Observed.Where(state.Entries.ContainsKey).Aggregate(state, (changed, name) => changed.With(name, value(name)));

    private static ImmutableSortedDictionary<InstanceId, KeySet> ReadKeysByInstance(CtyValue value) =>
        value is CtyValue.Map map
            ? map.Entries.ToImmutableSortedDictionary(
                entry => InstanceId.FromService(entry.Key),
                entry => KeySet.Of(Texts(entry.Value).Select(KeyId.FromService))
            )
            : ImmutableSortedDictionary<InstanceId, KeySet>.Empty;

    private static CtyValue.Map WriteKeysByInstance(ImmutableSortedDictionary<InstanceId, KeySet> keys) =>
        CtyValue.Map.Of(keys.Select(entry => (entry.Key.Value, CtyValue.OfTexts(entry.Value.Select(key => key.Value)))));

    private static ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>> ReadNamesByInstance(CtyValue value) =>
        value is CtyValue.Map map
            ? map.Entries.ToImmutableSortedDictionary(
                entry => InstanceId.FromService(entry.Key),
                entry => Texts(entry.Value).ToImmutableSortedSet(StringComparer.Ordinal)
            )
            : ImmutableSortedDictionary<InstanceId, ImmutableSortedSet<string>>.Empty;

    private static ImmutableSortedDictionary<InstanceId, PendingCode> ReadPending(CtyValue value) =>
        value is CtyValue.Map map
            ? map.Entries.ToImmutableSortedDictionary(
                entry => InstanceId.FromService(entry.Key),
                entry =>
                    EnumNames.TryParse<PendingCode>(entry.Value.AsText ?? "", Spelling.Snake, out var code) ? code : PendingCode.Unverified
            )
            : ImmutableSortedDictionary<InstanceId, PendingCode>.Empty;

    private static CtyValue.Map WritePending(ImmutableSortedDictionary<InstanceId, PendingCode> pending) =>
        CtyValue.Map.Of(pending.Select(entry => (entry.Key.Value, CtyValue.OfText(EnumNames.Of(entry.Value, Spelling.Snake)))));

    private static IEnumerable<string> Texts(CtyValue value) =>
        value is CtyValue.Set set ? set.Items.Select(item => item.AsText).OfType<string>() : [];
}
