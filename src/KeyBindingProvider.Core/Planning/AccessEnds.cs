using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>What ends soon, and what is taken away because it has ended (rule <c>access-ends</c>).</summary>
public static class AccessEnds
{
    /// <summary>The warning that the end of a resource is near; null where it is not, or where nobody has asked what time it is.</summary>
    public static Problem? Near(string resource, AccessEnd? ends, TimeSpan? left) =>
        ends is not null && left is { } time && time > TimeSpan.Zero && ends.IsNear(time)
            ? Problem.Warning(
                ProblemCodes.AccessEnds,
                $"'{resource}': access ends in {AccessEnd.Show(time)}, at {ends.Written}; the next apply after that takes its pairs away."
            ) with
            {
                Remedy = "Move notAfter if it is needed for longer.",
            }
            : null;

    internal static IEnumerable<Problem> Find(IEnumerable<ResourceIntent> intents, FleetSnapshot fleet)
    {
        foreach (var intent in intents)
        {
            if (intent is not { Ends: { } ends, TimeLeft: { } left })
            {
                continue;
            }

            if (left > TimeSpan.Zero)
            {
                if (Near(intent.Name, ends, left) is { } near)
                {
                    yield return near;
                }

                continue;
            }

            var bound = intent
                .Removals(fleet)
                .Select(pair => (pair.Id, Keys: fleet.Find(pair.Id)?.Keys.Intersect(pair.Keys) ?? KeySet.Empty))
                .Where(pair => !pair.Keys.IsEmpty)
                .ToArray();
            var leaving = bound.Sum(pair => pair.Keys.Count);
            if (leaving > 0)
            {
                yield return Problem.Warning(
                    ProblemCodes.AccessEnds,
                    $"'{intent.Name}': access ended {AccessEnd.Show(left)} ago, at {ends.Written}; {Grammar.Pairs(leaving)} {Grammar.Is(leaving)} still bound and no longer wanted."
                ) with
                {
                    Instances = [.. bound.Select(pair => pair.Id).Distinct().Order()],
                    Remedy = "Move notAfter if it is still needed; else let it go and remove the resource.",
                };
            }
        }
    }
}
