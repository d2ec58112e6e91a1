using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Access;

/// <summary>What a look-up asked for and did not find, as warnings.</summary>
public static class LookUpWarnings
{
    private const string Elsewhere = "Correct the id or the region.";

    /// <summary>
    /// One for the instances, one for the keys, one for each value of a condition; where each of these has somebody and nobody has all of them, one that says so. What one of
    /// several regions has was found.
    /// </summary>
    /// <param name="reports">The same look-up in one region or more.</param>
    public static IEnumerable<Problem> Of(params IReadOnlyList<AccessReport> reports)
    {
        if (reports.Count == 0)
        {
            yield break;
        }

        var regions = string.Join(", ", reports.Select(report => report.Region).Distinct());
        InstanceId[] instances = [.. reports[0].MissingInstances.Where(id => reports.All(report => report.MissingInstances.Contains(id)))];
        if (instances.Length > 0)
        {
            yield return Problem.Warning(
                ProblemCodes.MissingInstance,
                $"{InstanceList.Of(instances)} {Grammar.Does(instances.Length)} not exist in {regions}."
            ) with
            {
                Instances = instances,
                Remedy = Elsewhere,
            };
        }

        KeyId[] keys = [.. reports[0].MissingKeys.Where(key => reports.All(report => report.MissingKeys.Contains(key)))];
        if (keys.Length > 0)
        {
            yield return Problem.Warning(
                ProblemCodes.MissingKey,
                $"{string.Join(", ", keys)} {Grammar.Does(keys.Length)} not exist in {regions}."
            ) with
            {
                Remedy = Elsewhere,
            };
        }

        foreach (var warning in OfConditions(reports))
        {
            yield return warning;
        }
    }

    /// <summary>Those of conditions alone, for where the answer names the ids that do not exist.</summary>
    /// <inheritdoc cref="Of"/>
    public static IEnumerable<Problem> OfConditions(params IReadOnlyList<AccessReport> reports) =>
        reports.Count == 0
            ? []
            : Sentences(reports, string.Join(", ", reports.Select(report => report.Region).Distinct()))
                .Select(sentence => Problem.Warning(ProblemCodes.NothingMatches, $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}"));

    /// <summary>What was not found of conditions, for a list.</summary>
    internal static IEnumerable<string> Unmatched(AccessReport report) => report.Unmatched.Select(value => $"{value.Shown} ({value.Why})");

    private static IEnumerable<string> Sentences(IReadOnlyList<AccessReport> reports, string regions)
    {
        ImmutableArray<UnmatchedValue> unmatched =
        [
            .. reports[0]
                .Unmatched.Where(value => reports.All(report => report.Unmatched.Any(value.IsTheSameAs)))
                .Select(value => UnmatchedValue.InAll(reports.SelectMany(report => report.Unmatched).Where(value.IsTheSameAs))),
        ];
        var filter = reports[0].Filter;
        return unmatched.IsEmpty && reports.All(report => report.InstanceCount == 0) && !filter.Conditions.IsEmpty
            ? [NobodyHasAll(filter, regions)]
            : unmatched.Select(value => value.Sentence(regions));
    }

    private static string NobodyHasAll(AccessFilter filter, string regions) =>
        filter.Instances.IsEmpty
            ? $"no instance of {regions} has {filter.Conditions}, all at once."
            : $"not one of these has {filter.Conditions}: {InstanceList.Of(filter.Instances)}.";
}
