using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>
/// Planned changes as objects of sets: what version 0 of the schemas kept in <c>last_planned_changes</c>, and what the private bytes still carry, which nobody reads.
/// </summary>
internal static class PlannedChangesObjects
{
    private const string Lose = "lose";
    private const string Gain = "gain";
    private const string Stop = "stop";

    /// <summary>Their type.</summary>
    public static CtyType Type { get; } =
        new CtyType.Map(
            CtyType.Object.Of((Lose, new CtyType.Set(CtyType.Text)), (Gain, new CtyType.Set(CtyType.Text)), (Stop, CtyType.Text))
        );

    /// <summary>Writes them; what an instance loses is unknown where it is whatever turns out not to be declared.</summary>
    public static CtyValue.Map Write(PlannedChanges changes) =>
        CtyValue.Map.Of(changes.Entries.Select(entry => (entry.Id, (CtyValue)Write(entry.Change))));

    /// <summary>Reads them; null when there are none.</summary>
    public static PlannedChanges? Read(CtyValue value) =>
        value is CtyValue.Map map
            ? PlannedChanges.OfEntries(
                map.Entries.Where(entry => entry.Value is CtyValue.Map).Select(entry => (entry.Key, ReadChange((CtyValue.Map)entry.Value)))
            )
            : null;

    private static CtyValue.Map Write(PlannedChange change) =>
        CtyValue.Map.Of(
            (Lose, change.LosesOthers ? CtyValue.NotKnown : Write(change.Lose)),
            (Gain, Write(change.Gain)),
            (Stop, new CtyValue.Text(EnumNames.Of(change.Stop, Spelling.Snake)))
        );

    private static CtyValue Write(KeySet keys) => CtyValue.OfTexts(keys.Select(key => key.Value));

    private static PlannedChange ReadChange(CtyValue.Map change) =>
        new(
            ReadKeys(change[Lose]),
            ReadKeys(change[Gain]),
            EnumNames.TryParse<StopMode>(change[Stop].AsText ?? "", Spelling.Snake, out var stop) ? stop : StopMode.None,
            LosesOthers: change[Lose] is CtyValue.Unknown
        );

    private static KeySet ReadKeys(CtyValue value) =>
        value is CtyValue.Set set
            ? KeySet.Of(set.Items.Select(item => item.AsText).OfType<string>().Select(KeyId.FromService))
            : KeySet.Empty;
}
