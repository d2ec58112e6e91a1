using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>A refusal of a call that named others too.</content>
public sealed partial record InstanceRun
{
    /// <summary>Half of it, an eighth, alone: a culprit costs three refusals, however large the batch was.</summary>
    private InstanceRun Smaller(int batchSize, Refusal refusal, RunFacts facts) =>
        batchSize <= 1
            ? this with
            {
                Refusal = refusal.Text.Length > 0 ? refusal : Refusal,
            }
            : this with
            {
                GroupLimit = Attempts.Regroups >= facts.Bounds.Regroups - 1 ? 1 : Math.Max(1, batchSize >> ((2 * Attempts.Regroups) + 1)),
                Attempts = Attempts with { Regroups = Attempts.Regroups + 1 },
                Refusal = refusal,
            };

    /// <summary>
    /// Throttled and authorization say nothing of a member. Anything else may be due to another member, and the healthy part may have gone on: a lost
    /// answer for each, and smaller groups from now on (rule <c>refusals-by-class</c>). A start may be repeated at once: RUNNING is proof.
    /// </summary>
    private InstanceRun OnBatchRefused(Wish.Write wish, Refusal refusal, int batchSize, RunFacts facts)
    {
        var smaller = Smaller(batchSize, refusal, facts);
        if (refusal.Kind == RefusalKind.Throttled)
        {
            return Answered(WriteFate.Refused, "", facts).Uncounted(wish).Waiting(wish, facts).Hold(facts);
        }

        if (refusal.Kind == RefusalKind.Authorization)
        {
            return wish.Action == CallAction.Start
                ? smaller.Answered(WriteFate.Refused, "", facts).Uncounted(wish).Hold(facts)
                : OnRefused(refusal, 1, facts);
        }

        if (!facts.Rules.BatchRefusalIsLost)
        {
            return smaller.Answered(WriteFate.Refused, "", facts).Uncounted(wish).Hold(facts) with
            {
                Custody = wish.TakesDown ? Custody.None : Custody,
            };
        }

        if (wish.Action == CallAction.Start)
        {
            return smaller.Answered(WriteFate.Refused, "", facts).Uncounted(wish).Waiting(wish, facts).Hold(facts);
        }

        if (refusal.Kind is RefusalKind.Key or RefusalKind.KeyGone && wish is { Action: CallAction.Disassociate, Keys.Count: > 1 })
        {
            smaller = this with { KeyLimit = (wish.Keys.Count + 1) / 2, Refusal = refusal };
        }
        else if (refusal.Kind is RefusalKind.Key or RefusalKind.Request && facts.DeltasServe && NamesBoundKeys(wish))
        {
            smaller = this with { Refusal = refusal };
        }
        else if (refusal.Kind is RefusalKind.Key or RefusalKind.Request && MayBeAboutBoundKeys(wish, facts))
        {
            smaller = this with { BindForm = BindForm.Alone, Refusal = refusal };
        }

        if (wish.IsForcedChange && refusal.Kind is RefusalKind.Key or RefusalKind.KeyGone or RefusalKind.Limit or RefusalKind.Request)
        {
            smaller = smaller with { Mode = StopMode.Hard };
        }

        return smaller.Uncounted(wish).OnLost(wish, refusal.RequestId, facts);
    }
}
