using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Binds an apply to the plan that was approved: it may do less, because somebody has done a part of it, but nothing beyond.</summary>
public static class PlanGuard
{
    /// <summary>What <paramref name="now"/> does that <paramref name="approved"/> did not show: an error, or nothing when it is covered.</summary>
    public static IReadOnlyList<Problem> NothingBeyond(Plan approved, Plan now) =>
        now.Digest == approved.Digest ? [] : PlannedChanges.Of(approved).Exceeded(now);
}
