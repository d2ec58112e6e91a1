using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Resources;

/// <summary>What was shown for one instance.</summary>
/// <param name="Lose">Keys that it loses.</param>
/// <param name="Gain">Keys that it gains.</param>
/// <param name="Stop">How it is taken down; <see cref="StopMode.None"/> when it is not.</param>
/// <param name="LosesOthers">It was not seen yet and loses whatever key it has that is not declared: an exclusive set.</param>
public sealed record PlannedChange(KeySet Lose, KeySet Gain, StopMode Stop, bool LosesOthers = false);

/// <summary>
/// Instance by instance what a reviewer was shown. It binds the apply: that may do less, because somebody has done a part of it or a machine
/// was found stopped, but nothing beyond.
/// </summary>
public sealed record PlannedChanges(ImmutableSortedDictionary<InstanceId, PlannedChange> Changes)
{
    /// <summary>Stands for every instance that is not listed by its id.</summary>
    public const string AnyInstance = "ins-*";

    /// <summary>Nothing is to be changed.</summary>
    public static readonly PlannedChanges None = new(ImmutableSortedDictionary<InstanceId, PlannedChange>.Empty);

    /// <summary>What starts machines and gets other keys, by its id.</summary>
    public ImmutableSortedDictionary<string, PlannedChange> Sources { get; init; } =
        ImmutableSortedDictionary.Create<string, PlannedChange>(StringComparer.Ordinal);

    /// <summary>The most that can happen to an instance that is not listed; null where nothing may.</summary>
    public PlannedChange? Any { get; init; }

    /// <summary>All of it by id, instances first: what <see cref="OfEntries"/> reads.</summary>
    public IEnumerable<(string Id, PlannedChange Change)> Entries =>
        [
            .. Any is { } any ? [(AnyInstance, any)] : Array.Empty<(string, PlannedChange)>(),
            .. Changes.Select(entry => (entry.Key.Value, entry.Value)),
            .. Sources.Select(entry => (entry.Key, entry.Value)),
        ];

    /// <summary>From what was shown by id: launch templates and launch configurations are known by theirs.</summary>
    public static PlannedChanges OfEntries(IEnumerable<(string Id, PlannedChange Change)> entries)
    {
        var all = entries.ToLookup(entry => entry.Id == AnyInstance);
        var bySource = all[false].ToLookup(entry => KeySource.IsRewritable(entry.Id));
        return new(bySource[false].ToImmutableSortedDictionary(entry => InstanceId.FromService(entry.Id), entry => entry.Change))
        {
            Sources = bySource[true].ToImmutableSortedDictionary(entry => entry.Id, entry => entry.Change, StringComparer.Ordinal),
            Any = all[true].Select(entry => entry.Change).FirstOrDefault(),
        };
    }

    /// <summary>What a plan shows.</summary>
    public static PlannedChanges Of(Plan plan) =>
        new(
            plan.Changes.ToImmutableSortedDictionary(
                change => change.Id,
                change => new PlannedChange(change.Remove, change.Add, change.StopMode)
            )
        )
        {
            Sources = plan.Rewrites.ToImmutableSortedDictionary(finding => finding.Source.Id, OfSource, StringComparer.Ordinal),
        };

    /// <summary>
    /// What an update shows: the stored plan, and for instances that nobody has seen yet the most that can happen to them. Null where even
    /// that cannot be said: a revocation of keys that were never looked up may meet any instance.
    /// </summary>
    public static PlannedChanges? Of(StoredPlan stored, ResourceInput desired, ChangePolicy policy)
    {
        if (desired.Kind.IsOfRegion && !stored.UnobservedKeys.Intersect(desired.KeyIds).IsEmpty)
        {
            return null;
        }

        var seen = Of(stored.Plan);
        return seen with { Changes = seen.Changes.SetItems(AtMost(stored.Unobserved, desired, policy)) };
    }

    /// <summary>
    /// What a create shows: a function of configuration and policy alone, the most that can happen. Null for a revocation, which names no instance.
    /// </summary>
    public static PlannedChanges? OfCreate(ResourceInput desired, ChangePolicy policy) =>
        desired.Kind.IsOfRegion ? null : new(AtMost(desired.InstanceIds, desired, policy).ToImmutableSortedDictionary());

    /// <summary>
    /// What a plan shows that can name no instance and rewrites what starts machines: that as it was seen, and for any instance the most that can happen to it. Null where it
    /// rewrites nothing. A second look that finds other sources gives another value, which is what holds an engine to the first one.
    /// </summary>
    public static PlannedChanges? OfRewriting(ResourceInput desired, ChangePolicy policy, Plan? seen) =>
        desired.RewriteSources is true && seen is not null ? None with { Any = AtMost(desired, policy), Sources = Of(seen).Sources } : null;

    /// <summary>What <paramref name="now"/> does beyond what was shown: one error that names the instances, or none.</summary>
    public IReadOnlyList<Problem> Exceeded(Plan now) => [.. ExceededOnInstances(now), .. ExceededInSources(now)];

    private IEnumerable<Problem> ExceededInSources(Plan now)
    {
        string[] beyond =
        [
            .. now
                .Rewrites.Where(finding => !IsCovered(OfSource(finding), Sources.GetValueOrDefault(finding.Source.Id)))
                .Select(finding => finding.Source.Id),
        ];
        if (beyond.Length > 0)
        {
            yield return Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"What starts machines has changed since the plan was shown; {string.Join(", ", beyond)} {Grammar.Was(beyond.Length)} not in it."
            );
        }
    }

    private IReadOnlyList<Problem> ExceededOnInstances(Plan now)
    {
        InstanceId[] beyond =
        [
            .. now.Changes.Where(change => !IsCovered(change, Changes.GetValueOrDefault(change.Id) ?? Any)).Select(change => change.Id),
        ];
        return beyond.Length == 0
            ? []
            :
            [
                Problem.Error(
                    ProblemCodes.ChangedMeanwhile,
                    $"The fleet has changed since the plan was shown; {Grammar.Count(beyond.Length, "change")} {Grammar.Was(beyond.Length)} not in it: {InstanceList.Of(beyond)}."
                ) with
                {
                    Instances = beyond,
                },
            ];
    }

    /// <summary>
    /// Instances that <paramref name="seen"/> changes without a stop and that this would let be stopped, were one of them running by then: what it is the most
    /// of is more than what was seen.
    /// </summary>
    public IReadOnlyList<InstanceId> MoreStopsThan(Plan seen) =>
        [
            .. seen
                .Changes.Where(change =>
                    change.StopMode == StopMode.None && Changes.GetValueOrDefault(change.Id) is { Stop: not StopMode.None }
                )
                .Select(change => change.Id)
                .Order(),
        ];

    /// <inheritdoc/>
    public bool Equals(PlannedChanges? other) =>
        other is not null && Changes.SequenceEqual(other.Changes) && Sources.SequenceEqual(other.Sources) && Equals(Any, other.Any);

    /// <inheritdoc/>
    public override int GetHashCode() => Changes.Count;

    private static IEnumerable<KeyValuePair<InstanceId, PlannedChange>> AtMost(
        IEnumerable<InstanceId> unseen,
        ResourceInput desired,
        ChangePolicy policy
    )
    {
        var change = AtMost(desired, policy);
        return unseen.Select(id => KeyValuePair.Create(id, change));
    }

    private static PlannedChange AtMost(ResourceInput desired, ChangePolicy policy)
    {
        var stop = policy.StopPolicy switch
        {
            StopPolicy.Graceful => StopMode.Soft,
            StopPolicy.GracefulThenForce => StopMode.SoftThenHard,
            StopPolicy.Force => StopMode.ForceStop,
            _ => StopMode.None,
        };
        return desired.Kind.IsOfRegion
            ? new PlannedChange(desired.KeyIds, KeySet.Empty, stop)
            : new PlannedChange(KeySet.Empty, desired.KeyIds, stop, LosesOthers: desired.Kind.IsAuthoritative);
    }

    private static PlannedChange OfSource(SourceFinding finding) =>
        new(finding.Source.Keys.Except(finding.To!), finding.To!.Except(finding.Source.Keys), StopMode.None);

    private static bool IsCovered(PlannedChange change, PlannedChange? shown) =>
        shown is not null && change.Lose.IsSubsetOf(shown.Lose) && change.Gain.IsSubsetOf(shown.Gain);

    private static bool IsCovered(InstanceChange change, PlannedChange? shown) =>
        shown is not null
        && (shown.LosesOthers || change.Remove.IsSubsetOf(shown.Lose))
        && change.Add.IsSubsetOf(shown.Gain)
        && DisruptionRank(change.StopMode) <= DisruptionRank(shown.Stop);

    private static int DisruptionRank(StopMode mode) =>
        mode switch
        {
            StopMode.None => 0,
            StopMode.Soft => 1,
            StopMode.SoftThenHard => 2,
            _ => 3,
        };
}
