using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Binds an apply to the plan that was approved: it may do less, because somebody has done a part of it, but nothing beyond.</summary>
public static class PlanGuard
{
    /// <summary>What <paramref name="now"/> is other than <paramref name="approved"/>, by digest: an error, or nothing when they are one plan.</summary>
    public static IReadOnlyList<Problem> Exactly(Plan approved, Plan now)
    {
        if (now.Digest == approved.Digest)
        {
            return [];
        }

        var moved = SourceMove.Between(SourceStand.Of(approved), SourceStand.Of(now));
        return
        [
            Problem.Error(
                ProblemCodes.ChangedMeanwhile,
                $"The fleet has changed since the plan was compared with the approved one; it is {now.Digest} now, and was {approved.Digest}{(moved.IsEmpty ? "" : $": {SourceMove.List(moved)}")}."
            ) with
            {
                Sources = moved,
            },
        ];
    }

    /// <summary>What <paramref name="now"/> does that <paramref name="approved"/> did not show: an error, or nothing when it is covered.</summary>
    public static IReadOnlyList<Problem> NothingBeyond(Plan approved, Plan now) =>
        now.Digest == approved.Digest ? [] : PlannedChanges.Of(approved).Exceeded(now);
}
