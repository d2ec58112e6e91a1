using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>Maps from instances to keys as values of the engine: sorted, an instance without keys left out.</summary>
internal static class KeyMaps
{
    public static PropertyValue.Map Write(IEnumerable<KeyValuePair<InstanceId, KeySet>> keys) =>
        new(
            keys.ToImmutableSortedDictionary(
                entry => entry.Key.Value,
                entry => (PropertyValue)new PropertyValue.List([.. entry.Value.Select(key => new PropertyValue.Text(key.Value))]),
                StringComparer.Ordinal
            )
        );

    /// <summary>Reads a map that this program or a user has written; whatever has another shape is not there.</summary>
    public static ImmutableSortedDictionary<InstanceId, KeySet> Read(PropertyValue? value) =>
        (value?.Plain as PropertyValue.Map ?? PropertyValue.Map.Empty)
            .Entries.Select(entry => KeyValuePair.Create(InstanceId.FromService(entry.Key), Keys(entry.Value)))
            .Where(entry => !entry.Value.IsEmpty)
            .ToImmutableSortedDictionary();

    private static KeySet Keys(PropertyValue value) => KeySet.Of(Texts(value).Select(KeyId.FromService));

    /// <summary>The texts of a list.</summary>
    public static IEnumerable<string> Texts(PropertyValue? value) =>
        value?.Plain is PropertyValue.List { Items: var items }
            ? items.Select(item => item.Plain).OfType<PropertyValue.Text>().Select(text => text.Value)
            : [];
}
