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

    /// <summary>How many get other keys, as a sentence that follows others; empty for none.</summary>
    public static string Rewritten(Plan plan) =>
        plan.Rewrites.Count() is > 0 and var count ? $" {Grammar.Count(count, "key source")} {Grammar.Is(count)} rewritten." : "";

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
    public static IEnumerable<string> Lines(Plan plan) =>
        plan.Sources.SelectMany(finding => LinesOf(finding.Source, finding, key => TextPage.Keys(key, plan.KeyNames)));

    /// <summary>A line for each source that names a key, whoever wants it gone.</summary>
    public static IEnumerable<string> Lines(KeySources sources) =>
        sources.Found.SelectMany(source =>
            LinesOf(source, new SourceFinding(source, source.Keys.Intersect(sources.Asked), [], To: null), keys => $"{keys}")
        );

    /// <summary>What was not looked at, one clause for each.</summary>
    public static IEnumerable<string> Gaps(KeySources sources) => sources.Gaps.Select(gap => $"{Noun(gap.Kind)}s: {gap.Why}");

    /// <summary>How much was looked at.</summary>
    public static string Looked(KeySources sources) =>
        string.Join(", ", sources.Looked.Select(looked => Grammar.Count(looked.Value, Noun(looked.Key))));

    /// <summary>Writes that the plan sends to them: two for a template, one for a launch configuration.</summary>
    public static int Writes(Plan plan) => plan.Rewrites.Sum(finding => finding.Source.Kind == KeySourceKind.LaunchTemplate ? 2 : 1);

    private static IEnumerable<string> LinesOf(KeySource source, SourceFinding finding, Func<KeySet, string> show)
    {
        var name = $"{Noun(source.Kind)} {TextPage.Named(source.Id, source.Name)}";
        var users = source.UsedBy.IsEmpty ? "" : $" (used by {string.Join(", ", source.UsedBy)})";
        var version = source.Version > 0 ? $", version {source.Version}" : "";
        if (finding.To is { } to)
        {
            var way = source.Version > 0 ? ", by a new version that becomes its default" : "";
            var gains = to.Except(source.Keys);
            yield return $"* {name}{version}{users}: lose {show(source.Keys.Except(to))}{(gains.IsEmpty ? "" : $", gain {show(gains)}")}{way}";
        }

        if (!finding.ComingBack.IsEmpty)
        {
            yield return $"! {name}{version}{users}: its next machine gets {show(finding.ComingBack)}";
        }

        if (!source.OlderVersions.IsEmpty)
        {
            var numbers = string.Join(", ", source.OlderVersions.Select(older => older.Number));
            yield return $"= {name}: {Grammar.Noun(source.OlderVersions.Length, "version")} {numbers}, harmless unless a machine is started from one by its number";
        }
    }

    private static string Noun(KeySourceKind kind) =>
        kind switch
        {
            KeySourceKind.LaunchTemplate => "launch template",
            KeySourceKind.LaunchConfiguration => "launch configuration",
            _ => "node pool",
        };
}
