using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Planning;

/// <summary>What gives a revoked key to the next machine, what becomes of it, and what a user has to know of it (rule <c>key-sources</c>).</summary>
internal static class SourceFindings
{
    private const int Shown = 10;

    /// <summary>One for each source that names a revoked key, in the order in which they were read; none where nobody looked.</summary>
    public static ImmutableArray<SourceFinding> Of(ResourceIntent[] intents, FleetSnapshot fleet) =>
        [.. (fleet.Sources?.Found ?? []).Select(source => Of(source, intents)).Where(finding => !finding.Resources.IsEmpty)];

    private static SourceFinding Of(KeySource source, ResourceIntent[] intents)
    {
        ResourceIntent[] naming = [.. intents.Where(intent => !source.Named.Intersect(intent.SourceKeys).IsEmpty)];
        var given = Union(naming, intent => source.Keys.Intersect(intent.SourceKeys));
        ResourceIntent[] rewriting =
        [
            .. naming.Where(intent => intent.Replacement is not null && !source.Keys.Intersect(intent.SourceKeys).IsEmpty),
        ];
        var to =
            rewriting.Length > 0
                ? source
                    .Keys.Except(Union(rewriting, intent => intent.SourceKeys))
                    .Union(KeySet.Of(rewriting.Select(intent => intent.Replacement!).Distinct()))
                : null;
        var why = to is null ? null : source.WhyFixed(to);
        return new SourceFinding(source, given, [.. naming.Select(intent => intent.Name)], why is null ? to : null) { WhyFixed = why };
    }

    /// <summary>Warnings for what comes back and what nobody could look at; errors for what rewriting would do wrong.</summary>
    public static IEnumerable<Problem> Find(ResourceIntent[] intents, ImmutableArray<SourceFinding> findings, FleetSnapshot fleet) =>
        OfReplacements(intents, fleet)
            .Concat(Contradicting(intents, findings))
            .Concat(intents.SelectMany(intent => ComingBack(intent, findings)))
            .Concat(Unread(intents, fleet.Sources));

    private static IEnumerable<Problem> OfReplacements(ResourceIntent[] intents, FleetSnapshot fleet)
    {
        foreach (var intent in intents)
        {
            if (intent.Replacement is not { } key)
            {
                continue;
            }

            var path = $"resources.{intent.Name}.properties.replacementKeyId";
            if (intents.FirstOrDefault(other => other.RevokedKeys.Contains(key)) is { } revoking)
            {
                yield return Problem.Error(
                    ProblemCodes.Contradiction,
                    $"'{intent.Name}' puts {key} in the place of what it revokes, and '{revoking.Name}' revokes {key}."
                ) with
                {
                    Path = path,
                    Remedy = "Name a key that is to open the machines that are started later.",
                };
            }
            else if (!fleet.Exists(key))
            {
                yield return Problem.Error(
                    ProblemCodes.MissingKey,
                    $"'{intent.Name}' puts a key that does not exist in {fleet.Region} in the place of what it revokes: {key}."
                ) with
                {
                    Path = path,
                };
            }
        }
    }

    /// <summary>A launch configuration has one key, so two replacements cannot both be in it; in a template they would be a key more than anybody asked for.</summary>
    private static IEnumerable<Problem> Contradicting(ResourceIntent[] intents, ImmutableArray<SourceFinding> findings)
    {
        foreach (var finding in findings.Where(finding => finding.To is not null))
        {
            ResourceIntent[] rewriting =
            [
                .. intents.Where(intent => intent.Replacement is not null && !finding.Source.Keys.Intersect(intent.SourceKeys).IsEmpty),
            ];
            if (rewriting.Select(intent => intent.Replacement).Distinct().Count() > 1)
            {
                yield return Problem.Error(
                    ProblemCodes.Contradiction,
                    $"{string.Join(" and ", rewriting.Select(intent => $"'{intent.Name}'"))} put different keys in {finding.Source.Id}."
                ) with
                {
                    Path = $"resources.{rewriting[0].Name}.properties.replacementKeyId",
                    Remedy = "Name the same replacementKeyId in both.",
                };
            }
        }
    }

    private static IEnumerable<Problem> ComingBack(ResourceIntent intent, ImmutableArray<SourceFinding> findings) =>
        findings
            .Where(finding => !finding.ComingBack.Intersect(intent.SourceKeys).IsEmpty)
            .GroupBy(finding => (finding.Source.Kind, Why: intent.Replacement is null ? null : finding.WhyFixed))
            .Select(group =>
                Problem.Warning(
                    ProblemCodes.KeyComesBack,
                    $"'{intent.Name}' revokes what the next machine of {Grammar.Count(group.Count(), SourceWording.Noun(group.Key.Kind))} gets: {List([.. group], intent)}."
                        + (group.Key.Why is { } why ? $" Not rewritten: {why}." : "")
                ) with
                {
                    Path = $"resources.{intent.Name}.properties.keyIds",
                    Remedy = Remedy(group.Key.Kind, group.Key.Why),
                }
            );

    private static string List(SourceFinding[] findings, ResourceIntent intent)
    {
        var shown = findings
            .Take(Shown)
            .Select(finding =>
            {
                var source = finding.Source;
                var version = source.Version > 0 ? $"version {source.Version}: " : "";
                var users = source.UsedBy.IsEmpty ? "" : $", used by {string.Join(" and ", source.UsedBy)}";
                return $"{source.Id} ({version}{finding.ComingBack.Intersect(intent.SourceKeys)}{users})";
            });
        var more = findings.Length > Shown ? $" and {findings.Length - Shown} more" : "";
        return string.Join(", ", shown) + more;
    }

    private static string Remedy(KeySourceKind kind, string? why) =>
        kind switch
        {
            KeySourceKind.NodePool => "Set other keys on the node pool in the console of TKE: nothing here can.",
            _ when why is not null && kind == KeySourceKind.LaunchTemplate =>
                "Delete versions that nobody uses, or make a version with another key and set it as the default by hand.",
            KeySourceKind.LaunchTemplate =>
                "Make a version with another key and set it as the default, or set rewriteSources and replacementKeyId.",
            _ => "Give it another key in Auto Scaling, or set rewriteSources and replacementKeyId.",
        };

    /// <summary>One note for all that could not be looked at; where it was to be rewritten, an error: what is to be done is not known.</summary>
    private static IEnumerable<Problem> Unread(ResourceIntent[] intents, KeySources? sources)
    {
        if (intents.FirstOrDefault(intent => !intent.SourceKeys.IsEmpty) is not { } asking || sources is null)
        {
            yield break;
        }

        var rewriting = intents.FirstOrDefault(intent => intent.Replacement is not null);
        SourceGap[] needed = [.. sources.Gaps.Where(gap => rewriting is not null && gap.Kind != KeySourceKind.NodePool)];
        SourceGap[] others = [.. sources.Gaps.Except(needed)];
        if (needed.Length > 0)
        {
            yield return Problem.Error(
                ProblemCodes.SourcesUnread,
                $"'{rewriting!.Name}' rewrites what nobody could look at: {List(needed)}."
            ) with
            {
                Path = $"resources.{rewriting.Name}.properties.rewriteSources",
                Remedy = $"{ProblemCodes.SourcesUnread.Remedy} Without rewriteSources the rest is done all the same.",
            };
        }

        if (others.Length > 0)
        {
            yield return Problem.Warning(ProblemCodes.SourcesUnread, $"'{asking.Name}': {List(others)}.") with
            {
                Path = $"resources.{asking.Name}.properties.keyIds",
            };
        }
    }

    private static string List(SourceGap[] gaps) => string.Join("; ", gaps.Select(gap => $"{SourceWording.Noun(gap.Kind)}s: {gap.Why}"));

    private static KeySet Union(IEnumerable<ResourceIntent> intents, Func<ResourceIntent, KeySet> keysOf) =>
        intents.Aggregate(KeySet.Empty, (keys, intent) => keys.Union(keysOf(intent)));
}
