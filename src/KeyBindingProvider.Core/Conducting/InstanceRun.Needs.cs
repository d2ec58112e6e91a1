using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Conducting;

/// <content>What the riders want of it together.</content>
public sealed partial record InstanceRun
{
    /// <summary>What the riders declare, remove and forbid together: a declaration beats a removal, and a claim takes a pair out of it.</summary>
    private (KeySet Declared, KeySet Remove, KeySet Revoked) Needs(RunFacts facts, bool evenCancelled = false)
    {
        var (declared, remove, revoked) = (KeySet.Empty, KeySet.Empty, KeySet.Empty);
        foreach (var demand in Demands)
        {
            if (demand.Rides && (evenCancelled || demand.Cancelled < CancelLevel.Hard))
            {
                declared = declared.Union(demand.Change.Declared);
                remove = remove.Union(RemoveOf(demand, facts));
                revoked = revoked.Union(demand.Change.Revoked);
            }
        }

        return (declared, remove.Except(declared), revoked.Except(declared));
    }

    private KeySet RemoveOf(Demand demand, RunFacts facts) =>
        facts.Rules.ClaimsLeaveRemovals && !demand.Change.Remove.IsEmpty
            ? demand.Change.Remove.Except(facts.Claims.ClaimedOn(Id, demand.Owner))
            : demand.Change.Remove;

    /// <summary>Declared keys that are not bound, and removals that are.</summary>
    private (KeySet Bind, KeySet Unbind) Unmet(KeySet keys, RunFacts facts)
    {
        var (declared, remove, _) = Needs(facts);
        return (declared.Except(keys), remove.Intersect(keys));
    }

    /// <summary>Whether nothing is left to write by these keys: so it is for any keys once everybody has cancelled twice.</summary>
    private bool WantsNothing(KeySet keys, RunFacts facts)
    {
        var (bind, unbind) = Unmet(keys, facts);
        return bind.IsEmpty && unbind.IsEmpty;
    }

    /// <summary>Whether these are the keys that were asked for, whoever has cancelled since.</summary>
    private bool ShowsChange(KeySet keys, RunFacts facts)
    {
        var (declared, remove, _) = Needs(facts, evenCancelled: true);
        return declared.IsSubsetOf(keys) && remove.Intersect(keys).IsEmpty;
    }

    private KeySet Wanted(KeySet keys, RunFacts facts)
    {
        var (declared, remove, revoked) = Needs(facts);
        return keys.Except(remove).Except(revoked).Union(declared);
    }

    private bool AllowsKeyless
    {
        get
        {
            foreach (var demand in Demands)
            {
                if (demand.Rides && !demand.Change.AllowKeyless)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>
    /// Whether its removals would take the last key while another object of the run, on which their plan counted, has yet to bind one: nothing is done
    /// to it before that one comes, has failed, or has been waited for long enough (rule <c>coming-keys</c>).
    /// </summary>
    private bool WaitsForKeys(KeySet keys, RunFacts facts)
    {
        var (declared, remove, _) = Needs(facts);
        if (HoldsSlot || !declared.IsEmpty || !keys.Except(remove).IsEmpty || AllowsKeyless || facts.Now - Asked.First >= facts.Bounds.Busy)
        {
            return false;
        }

        foreach (var demand in Demands)
        {
            if (
                demand.Rides
                && demand.Cancelled == CancelLevel.None
                && demand.Change.CountsOnOthers
                && !facts.Claims.ComingOn(Id, demand.Owner).Except(remove).IsEmpty
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether everyone who takes one of these keys away may leave it without any: who has had its way already has no say in it.</summary>
    private bool MayTakeTheLast(KeySet removals, RunFacts facts)
    {
        foreach (var demand in Demands)
        {
            if (demand.Rides && !demand.Change.AllowKeyless && !RemoveOf(demand, facts).Intersect(removals).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether somebody may take a last key once another one, who may not, has had his removal: that is a second call.</summary>
    private bool HasLaterRemovals(KeySet keys, RunFacts facts)
    {
        var later = Unmet(keys, facts).Unbind.Except(RefusedKeys).Except(Unbindable(keys, facts));
        return !later.IsEmpty && MayTakeTheLast(later, facts);
    }

    /// <summary>What may be unbound by this sight: never the last key; the oldest ask's removals first.</summary>
    private KeySet Unbindable(KeySet keys, RunFacts facts)
    {
        var (declared, remove, _) = Needs(facts);
        var all = facts.Rules.UnbindOnlyBound ? remove.Intersect(keys) : remove;
        all = all.Except(RefusedKeys);
        if (all.IsEmpty || MayTakeTheLast(all, facts) || !facts.Rules.LastKeyStays || !keys.Except(all).IsEmpty)
        {
            return all;
        }

        if (!facts.Rules.OldestRemovalsFirst)
        {
            return KeySet.Empty;
        }

        var some = KeySet.Empty;
        foreach (var demand in Demands)
        {
            if (demand.Rides)
            {
                var with = some.Union(RemoveOf(demand, facts).Intersect(all).Except(declared));
                some = keys.Except(with).IsEmpty ? some : with;
            }
        }

        return some;
    }
}
