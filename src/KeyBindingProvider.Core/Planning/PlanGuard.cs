namespace KeyBindingProvider.Core;

/// <summary>Binds an apply to the plan that was approved: it may do less, because somebody has done a part of it, but nothing beyond.</summary>
public static class PlanGuard
{
    /// <summary>What <paramref name="now"/> does that <paramref name="approved"/> did not show: an error for each reason, none when it is covered.</summary>
    public static IReadOnlyList<Problem> NothingBeyond(Plan approved, Plan now)
    {
        if (now.Digest == approved.Digest)
        {
            return [];
        }

        var shown = approved.Changes.ToDictionary(change => change.Id);
        InstanceId[] beyond =
        [
            .. now.Changes.Where(change => !IsCovered(change, shown.GetValueOrDefault(change.Id))).Select(change => change.Id),
        ];
        return beyond.Length == 0
            ? []
            :
            [
                Problem.Error(
                    ProblemCodes.ChangedMeanwhile,
                    $"The fleet has changed since the plan was shown; {beyond.Length} changes were not in it: {InstanceList.Of(beyond)}."
                ) with
                {
                    Instances = beyond,
                },
            ];
    }

    private static bool IsCovered(InstanceChange change, InstanceChange? shown) =>
        shown is not null
        && change.Remove.IsSubsetOf(shown.Remove)
        && change.Add.IsSubsetOf(shown.Add)
        && (change.StopMode == StopMode.None || change.StopMode == shown.StopMode);
}
