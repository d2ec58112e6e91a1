using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>Who cannot be changed as the machine is.</content>
public sealed partial record InstanceRun
{
    private PendingCode CodeOf(Demand demand, RunFacts facts)
    {
        var keys = Sight!.Keys;
        var (declared, _, _) = Needs(facts);
        return PendingCodes.Of(
            demand.Change with
            {
                Bound = keys,
                Declared = declared.Union(demand.Change.Declared),
                Remove = RemoveOf(demand, facts).Except(declared),
            },
            Sight.Snapshot,
            demand.Change.AllowKeyless
        );
    }

    private Verdict Blocked(Demand demand, PendingCode code, string why) =>
        demand.SkipsBlocked || code == PendingCode.Running ? Pending(code) : Failed(PendingCodes.ToProblemCode(code), why);

    /// <summary>Riders that cannot be changed as the machine is end now; the others go on.</summary>
    private InstanceRun JudgeBlocked(RunFacts facts)
    {
        var keys = Sight!.Keys;
        return this with
        {
            Demands = Demands.Select(demand =>
            {
                if (!demand.Rides || IsMet(demand, keys, facts))
                {
                    return demand;
                }

                var code = CodeOf(demand, facts);
                return code is PendingCode.Ready or PendingCode.Running or PendingCode.Busy
                    ? demand
                    : demand with
                    {
                        Verdict = Blocked(
                            demand,
                            code,
                            code == PendingCode.StopCharging && HoldsSlot
                                ? "stopped in no-charge mode although KEEP_CHARGING was asked for; it is started again unchanged."
                                : $"is not as it was when the plan was made: {Sight.State}{KeysText(", it has ")}."
                        ),
                    };
            }),
        };
    }
}
