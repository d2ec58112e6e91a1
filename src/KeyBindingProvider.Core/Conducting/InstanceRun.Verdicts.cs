using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Conducting;

/// <content>How each demand ended, by what was read.</content>
public sealed partial record InstanceRun
{
    private bool IsMet(Demand demand, KeySet keys, RunFacts facts) =>
        demand.Change.Declared.IsSubsetOf(keys) && RemoveOf(demand, facts).Intersect(keys).IsEmpty;

    private Verdict Judge(Demand demand, End end, RunFacts facts)
    {
        switch (end)
        {
            case End.StartFailed:
                return LeftDown(demand, facts);
            case End.Gone:
                return OfGone(demand);
            case End.Busy:
                return Blocked(demand, PendingCode.Busy, "was busy for too long.");
            case End.InUse:
                return Blocked(demand, PendingCode.Busy, "is in the hands of another run, which has marked it.");
            case End.StopFailed when !IsSatisfiedNow(demand, facts):
                return Failed(ProblemCodes.StopFailed, StopFailure(), StopFailureRemedy());
            case End.StopTimedOut:
                return Failed(
                    ProblemCodes.StopTimedOut,
                    $"is still {StateText} {StopTimeout.TotalSeconds:0} s after the stop{RequestText}.",
                    StopTimeoutRemedy()
                );
            case End.Cancelled when !demand.IsTouched:
                return new Verdict(VerdictKind.NotReached, Problem: BeforeItsTurn(demand));
        }

        if (Custody == Custody.Missed)
        {
            return LeftDown(demand, facts);
        }

        if (!IsRead(demand, facts))
        {
            return new Verdict(
                VerdictKind.Unverified,
                PendingCode.Unverified,
                Error(ProblemCodes.Unverified, $"was written to and could not be read again{KeysText(", last it had ")}.")
            );
        }

        return OfSight(demand, end, facts);
    }

    /// <summary>Whether what was read last says what the keys are: begun after the ask, and our last key write settled or too old to matter.</summary>
    private bool IsRead(Demand demand, RunFacts facts)
    {
        if (Sight is not { } sight || sight.BegunAt < SightsFrom || sight.BegunAt < demand.AskedAt)
        {
            return false;
        }

        return !facts.Rules.VerdictOnSettledKeys
            || !Ledger.IsOpen
            || sight.BegunAt - Ledger.At > facts.Bounds.Visibility + facts.Bounds.Landing;
    }

    private bool IsSatisfiedNow(Demand demand, RunFacts facts) =>
        Sight is { } sight && IsRead(demand, facts) && IsMet(demand, sight.Keys, facts);

    private Verdict OfSight(Demand demand, End end, RunFacts facts)
    {
        var keys = Sight!.Keys;
        var met = RemoveOf(demand, facts).Intersect(keys).Intersect(Needs(facts).Declared);
        var claimed = demand.IsAuthoritative
            ? demand.Change.Remove.Intersect(keys).Intersect(facts.Claims.ClaimedOn(Id, demand.Owner))
            : KeySet.Empty;
        if (!claimed.IsEmpty || (demand.IsAuthoritative && !met.IsEmpty))
        {
            return Failed(ProblemCodes.Contradiction, $"keeps {claimed.Union(met)}: another resource of this run declares it there.");
        }

        if (IsMet(demand, keys, facts) || (!met.IsEmpty && IsMet(demand, keys.Except(met), facts)))
        {
            return new Verdict(demand.IsTouched ? VerdictKind.Changed : VerdictKind.AlreadySo);
        }

        return end switch
        {
            End.StartedByAnother when demand.IsTouched || WasTakenDown => Failed(
                ProblemCodes.StartedByAnother,
                $"was started by somebody else in the middle of its change; it has {Text(keys)}."
            ),
            End.StartedByAnother => OfRunning(demand),
            End.Blocked => OfBlocked(demand, facts),
            _ when demand.Cancelled > CancelLevel.None => InItsMiddle(demand, keys),
            _ => OfKeys(demand, keys, facts),
        };
    }

    private bool WasTakenDown => (DownSince is not null || SeenDown) && Attempts.Stops + Attempts.Forces > 0;

    private Verdict OfKeys(Demand demand, KeySet keys, RunFacts facts)
    {
        var missing = demand.Change.Declared.Except(keys);
        if (!missing.IsEmpty)
        {
            return Refusal is { } refusal
                ? Failed(
                    ProblemCodes.BindFailed,
                    $"{Grammar.Noun(missing.Count, "key")} {missing} could not be bound: {refusal.Text.TrimEnd('.')}."
                )
                : Failed(
                    ProblemCodes.NotConverged,
                    $"{Grammar.Noun(missing.Count, "key")} {missing} {Grammar.Was(missing.Count)} to be bound; read back {Text(keys)}{RequestText}."
                );
        }

        var left = RemoveOf(demand, facts).Intersect(keys);
        if (keys.Except(left).IsEmpty && !demand.Change.AllowKeyless)
        {
            var awaited = demand.Change.CountsOnOthers
                ? $" Another resource of this run was to bind {demand.Change.Expected.Except(left)} here, and has not."
                : "";
            return Failed(
                ProblemCodes.WouldBeKeyless,
                $"{left} {Grammar.Was(left.Count)} not unbound: what is bound now ({Text(keys)}) holds no other key, so nobody could log in.{awaited}"
            );
        }

        return Refusal is { } last
            ? Failed(ProblemCodes.UnbindFailed, $"{left} could not be unbound: {last.Text.TrimEnd('.')}.")
            : Failed(ProblemCodes.NotConverged, $"{left} {Grammar.Was(left.Count)} to be unbound; read back {Text(keys)}{RequestText}.");
    }

    private static Verdict Pending(PendingCode code) => new(VerdictKind.Pending, code);

    private Verdict OfGone(Demand demand) =>
        demand.Change.Declared.IsEmpty ? new Verdict(demand.IsTouched ? VerdictKind.Changed : VerdictKind.AlreadySo)
        : demand.SkipsBlocked ? Pending(PendingCode.Missing)
        : Failed(ProblemCodes.MissingInstance, "vanished while it was being changed.");

    /// <summary>RUNNING, and its plan did not say that it would be stopped.</summary>
    private Verdict OfRunning(Demand demand) =>
        demand.StopPolicy == StopPolicy.StoppedOnly || demand.SkipsBlocked
            ? Pending(PendingCode.Running)
            : Failed(
                ProblemCodes.ChangedMeanwhile,
                "was stopped when the plan was made and is running now; the plan did not say that it would be stopped."
            );

    private Verdict OfBlocked(Demand demand, RunFacts facts)
    {
        var code = CodeOf(demand, facts);
        return Sight!.State.IsGoing && demand.Change.Declared.IsSubsetOf(Sight.Keys)
            ? new Verdict(demand.IsTouched ? VerdictKind.Changed : VerdictKind.AlreadySo)
            : Blocked(demand, code, $"is not as it was when the plan was made: {Sight.State}.");
    }
}
