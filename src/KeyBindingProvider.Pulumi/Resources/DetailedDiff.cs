using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Translation;
using Kind = KeyBindingProvider.Pulumi.Protocol.PropertyDiff.Types.Kind;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>
/// A diff under construction: entries by path. Each has its top-level name among the <c>diffs</c>, and a replacement among the <c>replaces</c>, or the engine
/// would show nothing of it.
/// </summary>
/// <param name="ignored">Paths that the user wants to have ignored.</param>
internal sealed class DetailedDiff(IEnumerable<string> ignored)
{
    private readonly PropertyPath[] _ignored = [.. ignored.Select(PropertyPath.Parse)];
    private readonly SortedDictionary<string, PropertyDiff> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether nothing differs that is not ignored.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Adds an entry.</summary>
    /// <param name="path">Where.</param>
    /// <param name="kind">What.</param>
    /// <param name="ofInputs">Whether the old value is that of the inputs; else it is that of the outputs. The new one is always that of the inputs.</param>
    public void Add(string path, Kind kind, bool ofInputs)
    {
        var parsed = PropertyPath.Parse(path);
        if (!_ignored.Any(ignored => ignored.Covers(parsed)))
        {
            _entries[path] = new PropertyDiff { Kind = kind, InputDiff = ofInputs };
        }
    }

    /// <summary>Adds an entry for a value that may be there before, after or both; equal ones are none.</summary>
    public void Compare<T>(string path, T? before, T? after, bool ofInputs)
    {
        if (!EqualityComparer<T>.Default.Equals(before, after))
        {
            Add(
                path,
                before is null ? Kind.Add
                    : after is null ? Kind.Delete
                    : Kind.Update,
                ofInputs
            );
        }
    }

    /// <summary>The answer to the engine.</summary>
    public DiffResponse ToResponse()
    {
        var roots = _entries.Keys.Select(path => PropertyPath.Parse(path).Root).Distinct(StringComparer.Ordinal);
        var replaces = _entries
            .Where(entry => entry.Value.Kind is Kind.AddReplace or Kind.DeleteReplace or Kind.UpdateReplace)
            .Select(entry => PropertyPath.Parse(entry.Key).Root)
            .Distinct(StringComparer.Ordinal);
        return new DiffResponse
        {
            Changes = IsEmpty ? DiffResponse.Types.DiffChanges.DiffNone : DiffResponse.Types.DiffChanges.DiffSome,
            HasDetailedDiff = true,
            Diffs = { roots },
            Replaces = { replaces },
            DetailedDiff = { _entries },
        };
    }
}
