using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>
/// A page of a list. A page continues behind the last id of the one before, so that nothing is remembered between two, and what comes or goes meanwhile
/// neither repeats nor hides another.
/// </summary>
/// <param name="Entries">What is on it.</param>
/// <param name="Continuation">Where the next begins; null when there is none, or when no more is wanted.</param>
internal sealed record ListPage(IReadOnlyList<ListedResource> Entries, string? Continuation)
{
    private const int Usual = 500;
    private const int Largest = 1000;

    /// <summary>Cuts a page.</summary>
    /// <param name="all">Everything, sorted by id.</param>
    /// <param name="after">Where the page before ended; empty for the first.</param>
    /// <param name="limit">How many are still wanted; less than 1 for all.</param>
    /// <param name="pageSize">How many fit on a page; less than 1 leaves that to us.</param>
    public static ListPage Cut(IReadOnlyList<ListedResource> all, string after, long limit, long pageSize)
    {
        var size = (int)Math.Min(pageSize < 1 ? Usual : pageSize, Largest);
        ListedResource[] left = [.. all.Where(listed => string.CompareOrdinal(listed.Id, after) > 0)];
        ListedResource[] entries = [.. left.Take(limit < 1 ? size : (int)Math.Min(limit, size))];
        var isWanted = limit < 1 || entries.Length < limit;
        return new ListPage(entries, isWanted && entries.Length < left.Length ? entries[^1].Id : null);
    }
}
