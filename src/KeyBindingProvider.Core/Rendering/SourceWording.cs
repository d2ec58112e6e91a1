using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What starts machines, in words: one line for each of what names a key that was asked for.</summary>
public static class SourceWording
{
    /// <summary>Stands above the lines of a plan.</summary>
    public const string Heading = "What starts machines later, and names a revoked key:";

    /// <summary>Stands in the place of the lines of an audit where there are none.</summary>
    public const string NothingLater = "nothing with a key of this region";

    /// <summary>How many get other keys, as a sentence that follows others; empty for none.</summary>
    public static string Rewritten(IEnumerable<Plan> plans) =>
        plans.Sum(plan => plan.Rewrites.Count()) is > 0 and var count
            ? $" {Grammar.Count(count, "key source")} {Grammar.Is(count)} rewritten."
            : "";

    /// <summary>The same as a clause.</summary>
    public static string Clause(Plan plan) =>
        plan.Rewrites.Count() is > 0 and var count ? $"; {Grammar.Count(count, "key source")} rewritten" : "";

    /// <summary>How the rewriting ended, as a clause; empty where there was none.</summary>
    public static string Clause(ApplyReport report)
    {
        var done = report.Sources.Count(source => source.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo);
        return report.Sources.IsEmpty ? "" : $"; {done} of {Grammar.Count(report.Sources.Length, "key source")} rewritten";
    }

    /// <summary>How one ended, for a person who watches.</summary>
    public static string Of(SourceOutcome outcome)
    {
        var (what, now) = ($"{Noun(outcome.Finding.Source.Kind)} {outcome.Finding.Source.Id}", outcome.Now);
        return outcome switch
        {
            { Problem: { } problem } => ProblemText.Line(problem),
            { Kind: OutcomeKind.AlreadySo } => $"{what} gives no revoked key any more",
            _ when now is { Version: > 0 } => $"{what}: version {now.Version} with {now.Keys} is its default now",
            _ => $"{what} has {now?.Keys} now",
        };
    }

    /// <summary>A line for each finding of a plan, with its sign.</summary>
    public static IEnumerable<string> Lines(Plan plan) => plan.Sources.SelectMany(finding => Lines(plan, finding));

    /// <summary>The lines of one finding.</summary>
    internal static IEnumerable<string> Lines(Plan plan, SourceFinding finding) =>
        LinesOf(finding.Source, finding, key => TextPage.Keys(key, plan.KeyNames));

    /// <summary>A line for each source that names a key, whoever wants it gone.</summary>
    public static IEnumerable<string> Lines(KeySources sources) =>
        sources.Found.SelectMany(source =>
            LinesOf(source, new SourceFinding(source, source.Keys.Intersect(sources.Asked), [], To: null), keys => $"{keys}")
        );

    /// <summary>Stands above the keys that later machines get.</summary>
    public static string Later(KeySources sources) => $"Starts machines later (looked at {Looked(sources)})";

    /// <summary>A line for each source of one key.</summary>
    public static IEnumerable<string> Lines(KeyComing key) =>
        key
            .Next.Select(source => $"! {Name(source)}{Version(source)}{Users(source)}: its next machine gets it")
            .Concat(
                key.Sources.Select(source => (source, numbers: key.VersionsOf(source).ToArray()))
                    .Where(older => older.numbers.Length > 0)
                    .Select(older => $"= {Name(older.source)}: {ByNumber(older.numbers)}")
            );

    /// <summary>One note of all that was not looked at; null where there is nothing of the kind.</summary>
    public static string? NotLookedAt(KeySources sources) =>
        sources.Gaps.IsEmpty ? null : $"Not looked at, so nothing is known of it: {string.Join("; ", Gaps(sources))}";

    /// <summary>What was not looked at, one clause for each.</summary>
    public static IEnumerable<string> Gaps(KeySources sources) => sources.Gaps.Select(gap => $"{Noun(gap.Kind)}s: {gap.Why}");

    /// <summary>How much was looked at.</summary>
    public static string Looked(KeySources sources) =>
        string.Join(", ", sources.Looked.Select(looked => Grammar.Count(looked.Value, Noun(looked.Key))));

    /// <summary>Writes that the plan sends to them: two for a template, one where its version is there already, and one for a launch configuration.</summary>
    public static int Writes(Plan plan) =>
        plan.Rewrites.Sum(finding => finding is { Source.Kind: KeySourceKind.LaunchTemplate, Prepared: null } ? 2 : 1);

    private static IEnumerable<string> LinesOf(KeySource source, SourceFinding finding, Func<KeySet, string> show)
    {
        var (name, users, version) = (Name(source), Users(source), Version(source));
        if (finding.To is { } to)
        {
            var way = finding switch
            {
                { Prepared: { } made } => $", by version {made.Number}, which an earlier run made and which becomes its default",
                _ when source.Version > 0 => ", by a new version that becomes its default",
                _ => "",
            };
            var gains = to.Except(source.Keys);
            yield return $"* {name}{version}{users}: lose {show(source.Keys.Except(to))}{(gains.IsEmpty ? "" : $", gain {show(gains)}")}{way}";
        }

        if (!finding.ComingBack.IsEmpty)
        {
            yield return $"! {name}{version}{users}: its next machine gets {show(finding.ComingBack)}";
        }

        if (!source.OlderVersions.IsEmpty)
        {
            yield return $"= {name}: {ByNumber([.. source.OlderVersions.Select(older => older.Number)])}";
        }
    }

    /// <summary>What a source is called.</summary>
    internal static string Name(KeySource source) => $"{Noun(source.Kind)} {TextPage.Named(source.Id, source.Name)}";

    private static string Users(KeySource source) => source.UsedBy.IsEmpty ? "" : $" (used by {string.Join(", ", source.UsedBy)})";

    private static string Version(KeySource source) => source.Version > 0 ? $", version {source.Version}" : "";

    private static string ByNumber(long[] numbers) =>
        $"{Grammar.Noun(numbers.Length, "version")} {string.Join(", ", numbers)}, harmless unless a machine is started from one by its number";

    /// <summary>What a kind is called.</summary>
    internal static string Noun(KeySourceKind kind) =>
        kind switch
        {
            KeySourceKind.LaunchTemplate => "launch template",
            KeySourceKind.LaunchConfiguration => "launch configuration",
            _ => "node pool",
        };
}
