using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <content>Which keys it wants to bind and unbind next.</content>
public sealed partial record InstanceRun
{
    private const int KeyWritesPerRider = 6;

    /// <summary>The next key write by what was read: bind, then unbind; null when there is none (rule <c>window-order</c>).</summary>
    private Wish? KeyWish(KeySet keys, RunFacts facts)
    {
        if (Attempts.KeyWrites >= KeyWritesPerRider || !HasRiders)
        {
            return null;
        }

        return facts.Rules.BindFirst ? BindWish(keys, facts) ?? UnbindWish(keys, facts) : UnbindWish(keys, facts) ?? BindWish(keys, facts);
    }

    private Wish? BindWish(KeySet keys, RunFacts facts)
    {
        var (bind, _) = Unmet(keys, facts);
        if (BindForm == BindForm.Restore)
        {
            return Kept.IsSubsetOf(keys) || Attempts.Binds >= facts.Bounds.Tries
                ? null
                : new Wish.Write(CallAction.Associate, Wanted(keys, facts).Union(Kept), Force: false);
        }

        if (bind.IsEmpty || Attempts.Binds >= facts.Bounds.Tries || facts.NothingServes)
        {
            return null;
        }

        switch (BindForm)
        {
            case BindForm.Room:
                var room = RoomFor(keys, facts);
                return room.IsEmpty ? null : new Wish.Write(CallAction.Disassociate, room, Force: false);
            case BindForm.Alone
            or BindForm.Probe when facts is { DeltasServe: false, FullSetsServe: false, Probe: { } other } && other != Id:
                // One instance asks for the region; the others wait for what it finds.
                return new Wish.Wait(facts.Now + facts.Bounds.Poll);
            case BindForm.Probe when !facts.DeltasServe:
                return new Wish.Write(CallAction.Associate, bind, Force: false);
            default:
                return new Wish.Write(CallAction.Associate, BindSet(keys, bind, facts), Force: !facts.Rules.NoForceInWindow);
        }
    }

    private KeySet BindSet(KeySet keys, KeySet missing, RunFacts facts)
    {
        var read = facts.Rules.WantedFromSight || !HasRiders ? keys : Demands[0].Change.Bound;
        return facts.DeltasServe || !facts.Rules.FullSets ? missing : Wanted(read, facts);
    }

    /// <summary>Removals that may go before the bind so that it fits: all but one key at least stays.</summary>
    private KeySet RoomFor(KeySet keys, RunFacts facts)
    {
        var (_, removals) = Unmet(keys, facts);
        return keys.Except(removals).IsEmpty && !AllowsKeyless ? KeySet.Of(removals.Skip(1)) : removals;
    }

    private Wish.Write? UnbindWish(KeySet keys, RunFacts facts)
    {
        if (Attempts.Unbinds >= facts.Bounds.Tries || BindForm == BindForm.Restore || WaitsForKeys(keys, facts))
        {
            return null;
        }

        var removals = Unbindable(keys, facts);
        var (declared, remove, _) = Needs(facts);
        // Where a bind is still wanted and failed, access is taken away only where another key was read.
        var isSafe = declared.IsSubsetOf(keys) || !keys.Except(remove).IsEmpty || AllowsKeyless || !facts.Rules.BindFirst;
        if (removals.IsEmpty || !isSafe)
        {
            return null;
        }

        return new Wish.Write(
            CallAction.Disassociate,
            removals.Count <= KeyLimit ? removals : KeySet.Of(removals.Take(KeyLimit)),
            Force: false
        );
    }
}
