using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Planning;

/// <summary>What a plan says of one source that it reads: the part that an approval binds.</summary>
/// <param name="Title">The region, with the account where there are several.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version that a template uses; 0 for what has no versions.</param>
/// <param name="Keys">The keys of its next machine.</param>
/// <param name="To">What they become; null where it is left as it is.</param>
public sealed record SourceStand(string Title, KeySourceKind Kind, string Id, long Version, KeySet Keys, KeySet? To)
{
    /// <summary>Every source that a plan names.</summary>
    public static IEnumerable<SourceStand> Of(Plan plan) =>
        plan.Sources.Select(finding =>
        {
            var source = finding.Source;
            return new SourceStand(plan.Region, source.Kind, source.Id, source.Version, source.Keys, finding.To);
        });

    /// <summary>Its version and its keys.</summary>
    internal string Words => (Version > 0 ? $"version {Version} with " : "") + SourceMove.Text(Keys);
}

/// <summary>A source that is rewritten, and that is not now as it was when the plan was approved.</summary>
/// <param name="Planned">As the approved plan has it; null where it does not name it.</param>
/// <param name="Now">As it was read now; null where it is not found with a revoked key: it is gone, names none any more, or could not be looked at.</param>
public sealed record SourceMove(SourceStand? Planned, SourceStand? Now)
{
    private const int Named = 10;

    /// <summary>What it is.</summary>
    public KeySourceKind Kind => Either.Kind;

    /// <summary>Its id.</summary>
    public string Id => Either.Id;

    private SourceStand Either => Planned ?? Now!;

    /// <summary>Which one, what it had, and what it has now.</summary>
    public string Words =>
        $"{SourceWording.Noun(Kind)} {Id} "
        + (Planned, Now) switch
        {
            ({ To: null } was, { } now) => $"had {was.Words} and was not to be rewritten; it has {now.Words} and would be",
            (null, { } now) => $"was not to be rewritten; it has {now.Words} and would be",
            ({ } was, null) => $"had {was.Words} and was to be rewritten; it is not found with a revoked key now",
            ({ } was, { To: null } now) => $"had {was.Words} and was to be rewritten; it has {now.Words} and would not be",
            ({ } was, { } now) when (was.Version, was.Keys) == (now.Version, now.Keys) =>
                $"was to get {Text(was.To!)}, would get {Text(now.To!)}",
            ({ } was, { } now) => $"had {was.Words}, has {now.Words}",
            _ => "",
        };

    /// <summary>What has moved of what either of two plans rewrites, by title, kind and id; what neither rewrites binds nobody.</summary>
    public static ImmutableArray<SourceMove> Between(IEnumerable<SourceStand> approved, IEnumerable<SourceStand> now)
    {
        var (before, after) = (ById(approved), ById(now));
        return
        [
            .. before
                .Keys.Union(after.Keys)
                .Order()
                .Select(id => new SourceMove(before.GetValueOrDefault(id), after.GetValueOrDefault(id)))
                .Where(move => move.Planned != move.Now && (move.Planned?.To ?? move.Now?.To) is not null),
        ];
    }

    /// <summary>All of them in one clause, ten by name.</summary>
    public static string List(ImmutableArray<SourceMove> moves) =>
        string.Join("; ", moves.Take(Named).Select(move => move.Words))
        + (moves.Length > Named ? $"; and {moves.Length - Named} more" : "");

    internal static string Text(KeySet keys) => keys.IsEmpty ? "no key" : $"{keys}";

    private static Dictionary<(string Title, KeySourceKind Kind, string Id), SourceStand> ById(IEnumerable<SourceStand> stands) =>
        stands.GroupBy(stand => (stand.Title, stand.Kind, stand.Id)).ToDictionary(group => group.Key, group => group.First());
}
