using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Tests.Conducting;

internal sealed partial class Explorer
{
    private int Declared => reading.First.Declare | (reading.Second?.Declare ?? 0);

    private int Removed => reading.First.Remove | (reading.Second?.Remove ?? 0);

    /// <summary>Promise 1, at the sending: nothing but what is declared, planned to go, or was just read; and no start beyond its bound.</summary>
    private string? Unasked(InstanceRun run, Wish.Write wish, int keys)
    {
        var read = run.Sight is { } sight ? ServiceModel.Bits(sight.Keys) : 0;
        return wish.Action switch
        {
            CallAction.Stop when run.Attempts.Stops == 0 && run.Demands.All(demand => IsMet(demand, read)) =>
                "P1 a stop of a machine that is as wanted",
            CallAction.Start when run.Attempts.Starts >= _bounds.Starts => "BOUND more starts than one window may send",
            CallAction.Disassociate when (keys & ~read) != 0 || (keys & ~Removed) != 0 =>
                "P1 an unbind carries more than planned removals just read",
            // What the one probe of a region dropped comes back, and only that.
            CallAction.Associate
                when (keys & ~(read | Declared | (run.BindForm == BindForm.Restore ? ServiceModel.Bits(run.Kept) : 0))) != 0 =>
                "P1 a bind carries what is neither declared nor just read",
            _ => null,
        };
    }

    /// <summary>Promises 1, 2, 4 and 5, by what happened to the truth.</summary>
    private void AtEffect(CloudInstance before, CloudInstance after, ExplorerState state, ref List<string>? broken)
    {
        var isPending = before.Pending is not null || before.Flying is not null;
        var isSame = after.Stranger == before.Stranger;
        var raced = after.Stranger.Length > 0 && after.SinceStranger <= reading.Staleness + (isPending ? reading.Landing + 1 : 0);
        if (before.Keys != 0 && after.Keys == 0 && isSame && !raced)
        {
            (broken ??= []).Add("P4 keyless");
        }

        var returned = after.StrangersKey & after.Keys & ~before.Keys & ~Declared;
        if (returned != 0 && after.SinceStranger > reading.Staleness + (isPending ? reading.Landing + reading.Staleness + 2 : 0))
        {
            (broken ??= []).Add("P1 a key that a stranger took away is given back");
        }

        var allowed = state.Joined == 2 ? 2 : 1;
        if (after.Cuts > allowed && after.Cuts > before.Cuts && after.Stranger.Length == 0 && (state.Excuses & 1) == 0)
        {
            (broken ??= []).Add("P5 a second power cycle" + (state.Joined == 1 ? " though the demand joined before the start" : ""));
        }

        var isStarted = before.Power == Power.Stopped && after.Power is Power.Running or Power.Starting;
        if (before.DownBy == 2 && isStarted && isSame && after.Cuts == 0 && (state.Excuses & 2) == 0)
        {
            (broken ??= []).Add("P2 we start what a stranger stopped");
        }
    }

    /// <summary>Promises 2 and 6, when everything is over.</summary>
    private IEnumerable<string> AtTheEnd(Machine machine)
    {
        var (run, cloud) = machine;
        var isTheirs = cloud.Stranger is "stop" or "terminate";
        if (cloud.Power is Power.Stopped or Power.Stopping && cloud.DownBy == 1 && !isTheirs && !cloud.StartForbidden)
        {
            yield return "P2 ends while what we stopped is down";
        }

        if (
            cloud is { Power: Power.Stopped, DownBy: 1, StartForbidden: true }
            && run.Demands.All(demand => demand.Verdict is { Kind: not VerdictKind.Failed })
        )
        {
            yield return "P2 what we stopped stays down, and nobody is told";
        }

        if (cloud.Pending is { Kind: "lstop" or "hang" or "fbind" or "funbind" } && !isTheirs)
        {
            yield return "P2 ends while a stop of ours may still land";
        }

        if (cloud.Flying is { Kind: "stop" } or { Force: true })
        {
            yield return "P2 ends while a lost stop may still arrive";
        }

        if (reading.StartsStopped && cloud.Power is Power.Running or Power.Starting && cloud.Stranger != "start")
        {
            yield return "P2 a machine that was STOPPED runs at the end";
        }

        for (var i = 0; i < run.Demands.Count; i++)
        {
            foreach (var broken in AtTheEnd(run.Demands[i], i == 0 ? reading.First : reading.Second!.Value, cloud, run))
            {
                yield return broken;
            }
        }
    }

    private IEnumerable<string> AtTheEnd(Demand demand, (int Remove, int Declare) wish, CloudInstance cloud, InstanceRun run)
    {
        if (demand.Verdict is not { } verdict)
        {
            yield return $"P6 demand {demand.Ask} has no verdict";
            yield break;
        }

        if (verdict.Kind == VerdictKind.NotReached && demand.IsTouched)
        {
            yield return "P6 not reached although a write was sent";
        }

        // A pair that the other demand wants the other way may still change after this one's verdict, in its own window.
        var isLast = reading.Second is null || run.Demands.Count == 1;
        var pending = cloud.Pending ?? cloud.Flying;
        if (
            isLast
            && verdict.Kind is VerdictKind.Changed or VerdictKind.AlreadySo
            && pending is { Kind: "bind" or "unbind" or "lbind" or "lunbind" }
            && cloud.Power == Power.Stopped
            && IsMet(wish, cloud.Keys)
            && !IsMet(
                wish,
                pending.Kind.EndsWith("unbind", StringComparison.Ordinal) ? cloud.Keys & ~pending.Keys : AfterBind(cloud.Keys, pending.Keys)
            )
        )
        {
            yield return $"P6 verdict {verdict.Kind}, and a write of ours that undoes it may still land";
        }
    }

    private int AfterBind(int keys, int bound) => reading.BindReplaces ? bound : keys | bound;

    /// <summary>Promise 6, when a verdict is given.</summary>
    private void AtVerdicts(Machine before, Machine after, ref List<string>? broken)
    {
        if (ReferenceEquals(before, after) || after.Cloud.Power == Power.Gone)
        {
            return;
        }

        foreach (var demand in after.Run.Demands)
        {
            var was = before.Run.Demands.FirstOrDefault(other => other.Ask == demand.Ask);
            if (was?.Verdict is not null || demand.Verdict is not { Kind: VerdictKind.Changed or VerdictKind.AlreadySo } verdict)
            {
                continue;
            }

            var wish = demand.Ask == 1 ? reading.First : reading.Second!.Value;
            var cloud = after.Cloud;
            var beaten = demand.Ask == 1 ? reading.Second?.Declare ?? 0 : reading.First.Declare;
            var raced = cloud.Stranger.Length > 0 && cloud.SinceStranger <= reading.Staleness;
            if (!IsMet(wish, cloud.Keys) && !IsMet((wish.Remove & ~beaten, wish.Declare), cloud.Keys) && !raced)
            {
                (broken ??= []).Add($"P6 verdict {verdict.Kind} of demand {demand.Ask} lies: keys are {ServiceModel.Text(cloud.Keys)}");
            }
        }
    }

    private static bool IsMet(Demand demand, int keys) =>
        IsMet((ServiceModel.Bits(demand.Change.Remove), ServiceModel.Bits(demand.Change.Declared)), keys);

    private static bool IsMet((int Remove, int Declare) wish, int keys) => (wish.Remove & keys) == 0 && (wish.Declare & ~keys) == 0;
}
