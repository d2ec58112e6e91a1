using KeyBindingProvider.Pulumi.Translation;
using Kind = KeyBindingProvider.Pulumi.Protocol.PropertyDiff.Types.Kind;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>
/// Compares two lists of ids as sets and says it item by item, at the places where the user wrote them: added at the new index, deleted at the old. Order and
/// duplicates are no difference.
/// </summary>
internal static class ListDiff
{
    /// <summary>Adds what differs; answers whether anything does.</summary>
    public static bool Compare(DetailedDiff diff, string name, PropertyValue? before, PropertyValue? after)
    {
        if (after?.Plain is PropertyValue.Unknown)
        {
            diff.Add(name, before is null ? Kind.Add : Kind.Update, ofInputs: true);
            return true;
        }

        var (old, current) = (Items(before), Items(after));
        var known = current.Select(Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var had = old.Select(Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var kinds = new SortedDictionary<int, Kind>();
        // An item that is not known yet may turn out to be any of those that seem to have gone: those are not said to go.
        var unknowns = current.Count(item => item is PropertyValue.Unknown);
        for (var i = 0; i < old.Count; i++)
        {
            if (Text(old[i]) is { } text && had.Remove(text) && !known.Contains(text) && unknowns == 0)
            {
                kinds[i] = Kind.Delete;
            }
        }

        had = old.Select(Text).OfType<string>().ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < current.Count; i++)
        {
            var isNew = Text(current[i]) is { } text ? known.Remove(text) && !had.Contains(text) : current[i] is PropertyValue.Unknown;
            if (isNew)
            {
                kinds[i] = kinds.ContainsKey(i) || (current[i] is PropertyValue.Unknown && i < old.Count) ? Kind.Update : Kind.Add;
            }
        }

        foreach (var (index, kind) in kinds)
        {
            diff.Add(PropertyPath.Of(name, index), kind, ofInputs: true);
        }

        return kinds.Count > 0;
    }

    private static List<PropertyValue> Items(PropertyValue? list) =>
        list?.Plain is PropertyValue.List { Items: var items } ? [.. items.Select(Resolve)] : [];

    private static PropertyValue Resolve(PropertyValue item) => item.Plain is PropertyValue.Reference { Id: var id } ? id : item.Plain;

    private static string? Text(PropertyValue item) => (item as PropertyValue.Text)?.Value;
}
