using System.Collections.Immutable;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Access;

/// <summary>What a look-up asked for and did not find, as warnings for where its answer has no place for them.</summary>
public static class LookUpWarnings
{
    private const string Elsewhere = "Correct the id or the region.";

    /// <summary>One for each kind of thing; none where all was found.</summary>
    public static IEnumerable<Problem> Of(AccessReport report)
    {
        if (report.MissingInstances is { IsEmpty: false } instances)
        {
            yield return Problem.Warning(
                ProblemCodes.MissingInstance,
                $"{InstanceList.Of(instances)} {Grammar.Does(instances.Length)} not exist in {report.Region}."
            ) with
            {
                Instances = instances,
                Remedy = Elsewhere,
            };
        }

        if (report.MissingKeys is { IsEmpty: false } keys)
        {
            yield return Problem.Warning(
                ProblemCodes.MissingKey,
                $"{string.Join(", ", keys)} {Grammar.Does(keys.Length)} not exist in {report.Region}."
            ) with
            {
                Remedy = Elsewhere,
            };
        }

        if (report.MissingGroups is { IsEmpty: false } groups)
        {
            yield return Problem.Warning(
                ProblemCodes.NothingMatches,
                $"No instance of {report.Region} is a member of {string.Join(", ", groups)}."
            );
        }

        if (report.MissingNames is { IsEmpty: false } names)
        {
            yield return Problem.Warning(ProblemCodes.NothingMatches, $"No instance of {report.Region} is named {Quoted(names)}.");
        }
    }

    /// <summary>Both for a list of what was not found.</summary>
    internal static IEnumerable<string> Unmatched(ImmutableArray<string> groups, ImmutableArray<string> names) =>
        [.. groups.Select(group => $"{group} (has no member)"), .. names.Select(name => $"{Quoted([name])} (no instance has this name)")];

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{UntrustedText.Show(name)}'"));
}
