using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>
/// The attribute <c>last_planned_changes</c>. A set of keys to lose that nobody can know yet (an exclusive set on an instance that nobody has looked
/// at) is unknown in the plan, and the engine then accepts whatever it turns out to be.
/// </summary>
internal static class PlannedChangesValue
{
    /// <summary>Its type.</summary>
    public static CtyType Type { get; } =
        new CtyType.Map(
            CtyType.Object.Of(
                (AttributeNames.Lose, new CtyType.Set(CtyType.Text)),
                (AttributeNames.Gain, new CtyType.Set(CtyType.Text)),
                (AttributeNames.Stop, CtyType.Text)
            )
        );

    /// <summary>As a planned value.</summary>
    public static CtyValue Write(PlannedChanges changes) =>
        CtyValue.Map.Of(changes.Changes.Select(entry => (entry.Key.Value, (CtyValue)Write(entry.Value))));

    /// <summary>What was shown; null when the attribute is null or unknown as a whole.</summary>
    public static PlannedChanges? Read(CtyValue value) =>
        value is CtyValue.Map map
            ? new PlannedChanges(
                map.Entries.ToImmutableSortedDictionary(
                    entry => InstanceId.FromService(entry.Key),
                    entry => ReadChange((CtyValue.Map)entry.Value)
                )
            )
            : null;

    /// <summary>The planned value with what was unknown in it filled in from the plan that was followed.</summary>
    public static CtyValue Settle(CtyValue planned, Plan followed)
    {
        if (planned is not CtyValue.Map map)
        {
            return planned is CtyValue.Unknown ? Write(PlannedChanges.Of(followed)) : planned;
        }

        var lost = followed.Changes.ToDictionary(change => change.Id.Value, change => change.Remove);
        return new CtyValue.Map(
            map.Entries.ToImmutableSortedDictionary(
                entry => entry.Key,
                entry => (CtyValue)Settle((CtyValue.Map)entry.Value, lost.GetValueOrDefault(entry.Key, KeySet.Empty)),
                StringComparer.Ordinal
            )
        );
    }

    private static CtyValue.Map Settle(CtyValue.Map change, KeySet lost) =>
        change[AttributeNames.Lose] is CtyValue.Unknown ? change.With(AttributeNames.Lose, Write(lost)) : change;

    private static CtyValue.Map Write(PlannedChange change) =>
        CtyValue.Map.Of(
            (AttributeNames.Lose, change.LosesOthers ? CtyValue.NotKnown : Write(change.Lose)),
            (AttributeNames.Gain, Write(change.Gain)),
            (AttributeNames.Stop, new CtyValue.Text(EnumNames.Of(change.Stop, Spelling.Snake)))
        );

    private static CtyValue Write(KeySet keys) => CtyValue.OfTexts(keys.Select(key => key.Value));

    private static PlannedChange ReadChange(CtyValue.Map change) =>
        new(
            ReadKeys(change[AttributeNames.Lose]),
            ReadKeys(change[AttributeNames.Gain]),
            EnumNames.TryParse<StopMode>(change[AttributeNames.Stop].AsText ?? "", Spelling.Snake, out var stop) ? stop : StopMode.None,
            LosesOthers: change[AttributeNames.Lose] is CtyValue.Unknown
        );

    private static KeySet ReadKeys(CtyValue value) =>
        value is CtyValue.Set set
            ? KeySet.Of(set.Items.Select(item => item.AsText).OfType<string>().Select(KeyId.FromService))
            : KeySet.Empty;
}
