using KeyBindingProvider.Core;
using KeyBindingProvider.Simulator;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>The promises of design 5, judged by the simulator's oracle: what truly happened, not what the engine believes.</summary>
internal static class Promises
{
    private const string Us = SimulatorOptions.DefaultSecretId;

    /// <summary>Every promise that this run broke, in words; none is a good run.</summary>
    public static IReadOnlyList<string> Broken(CaseRun run) =>
        [
            .. OnlyPlannedPairs(run),
            .. NothingLeftStopped(run),
            .. NotTooManyDown(run),
            .. NeverKeyless(run),
            .. ForceOnlyWhenAsked(run),
            .. StateIsTrue(run),
            .. Converges(run),
            .. OrderDoesNotMatter(run),
        ];

    /// <summary>What the resources want of an instance, written down anew and not taken from the planner.</summary>
    private static (KeySet Declared, KeySet Revoked, bool Exclusive) WishFor(CaseRun run, string instance)
    {
        var id = InstanceId.FromService(instance);
        var declared = KeySet.Empty;
        var revoked = KeySet.Empty;
        var exclusive = false;
        foreach (var intent in run.Case.Intents)
        {
            switch (intent)
            {
                case KeyPairAssociationIntent association when association.InstanceIds.Contains(id):
                    declared = declared.Union(association.KeyIds);
                    break;
                case InstanceKeysExclusiveIntent only when only.InstanceIds.Contains(id):
                    declared = declared.Union(only.KeyIds);
                    exclusive = true;
                    break;
                case KeyRevocationIntent revocation when !revocation.ExceptInstanceIds.Contains(id):
                    revoked = revoked.Union(revocation.KeyIds);
                    break;
            }
        }

        return (declared, revoked, exclusive);
    }

    /// <summary>
    /// Started by a person between our read and our call, and shut down by the service for it: with that reading of the international text there is no
    /// answer to it (execution-rules 6).
    /// </summary>
    private static bool IsInternationalRace(CaseRun run) =>
        run.Case.Options.RunningWithoutForce == RunningWithoutForce.ShutsDown && run.Case.HasForeignActs;

    private static bool MayRemove(CaseRun run, string instance, string key)
    {
        var (declared, revoked, exclusive) = WishFor(run, instance);
        var id = KeyId.FromService(key);
        return revoked.Contains(id) || (exclusive && !declared.Contains(id));
    }

    /// <summary>1: an unbind carries only planned removals just read as bound; a bind carries nothing but what is declared or was just read; nobody's key is lost.</summary>
    private static IEnumerable<string> OnlyPlannedPairs(CaseRun run)
    {
        foreach (var pair in run.Cloud.Oracle.Pairs.Where(pair => pair.Actor == Us))
        {
            var (declared, revoked, _) = WishFor(run, pair.InstanceId);
            var key = KeyId.FromService(pair.KeyId);
            if (!pair.IsBind && (!MayRemove(run, pair.InstanceId, pair.KeyId) || !pair.ShownByLastRead))
            {
                yield return $"1: unbind of {pair.KeyId} from {pair.InstanceId} in call {pair.Call}: planned {MayRemove(run, pair.InstanceId, pair.KeyId)}, shown by last read {pair.ShownByLastRead}";
            }

            if (pair.IsBind && ((!declared.Contains(key) && !pair.ShownByLastRead) || revoked.Contains(key)))
            {
                yield return $"1: bind of {pair.KeyId} to {pair.InstanceId} in call {pair.Call}: neither declared nor just read, or revoked";
            }
        }

        // A key that a person bound or took between our last read and our call is the documented race: there is no compare-and-set.
        foreach (var removal in run.Cloud.Oracle.Removals.Where(removal => removal.Actor == Us && !run.Case.HasForeignActs))
        {
            if (!MayRemove(run, removal.InstanceId, removal.KeyId))
            {
                yield return $"1: {removal.KeyId} was lost from {removal.InstanceId} by us ({removal.Cause})";
            }
        }

        foreach (
            var given in run.Cloud.Oracle.GivenBack.Where(given =>
                given.Bind.Actor == Us && given.ReadSinceRemoval && !given.Bind.ShownByLastRead
            )
        )
        {
            var (declared, _, _) = WishFor(run, given.Bind.InstanceId);
            if (!declared.Contains(KeyId.FromService(given.Bind.KeyId)))
            {
                yield return $"1: {given.Bind.KeyId} was given back to {given.Bind.InstanceId} after somebody took it";
            }
        }
    }

    /// <summary>2: nothing that we stopped stays stopped.</summary>
    private static IEnumerable<string> NothingLeftStopped(CaseRun run)
    {
        // What hangs or stops after the follow-up bound cannot be started by a process that has ended; then it must have been named.
        var mayOutlast = run.Case.Options.SoftStopHangs > 0 || run.Case.Options.SoftStopLate > 0;
        foreach (
            var (left, report, when) in new[]
            {
                (run.ActorAfterFirst.LeftDown, run.First, "first"),
                (run.Cloud.Oracle.For(Us).LeftDown, run.Second, "second"),
            }
        )
        {
            var named = new[] { report, run.First }
                .OfType<ApplyReport>()
                .SelectMany(each => each.Problems)
                .Where(problem => problem.Code == ProblemCodes.StartFailed)
                .SelectMany(problem => problem.Instances)
                .Select(id => id.Value)
                .ToHashSet();
            var unnamed = left.Where(instance => !mayOutlast || !named.Contains(instance)).ToArray();
            if (unnamed.Length > 0 && !IsInternationalRace(run))
            {
                yield return $"2: left down after the {when} run: {string.Join(", ", unnamed)}";
            }
        }

        if (run.Cloud.Oracle.For(Us).StartedButNotTakenDown is { Count: > 0 } started && !run.Case.HasForeignActs)
        {
            yield return $"2: started although we had not taken them down: {string.Join(", ", started)}";
        }
    }

    /// <summary>3: no more than maxUnavailable down because of us.</summary>
    private static IEnumerable<string> NotTooManyDown(CaseRun run)
    {
        var allowed = run.First?.Plan.Rollouts.Select(rollout => rollout.MaxUnavailable).DefaultIfEmpty(0).Max() ?? 0;
        var peak = run.ActorAfterFirst.PeakDown;
        if (peak > allowed && !IsInternationalRace(run))
        {
            yield return $"3: {peak} were down at once; {allowed} were allowed";
        }
    }

    /// <summary>4: no instance without a key unless allowed, in every intermediate state.</summary>
    private static IEnumerable<string> NeverKeyless(CaseRun run)
    {
        if (run.Case.HasForeignActs || run.Case.Intents.Any(intent => intent.Policy.AllowKeyless))
        {
            yield break;
        }

        foreach (var span in run.Cloud.Oracle.Keyless.Where(span => span.Actor == Us))
        {
            yield return $"4: {span.InstanceId} had no key from {span.From:T} to {span.To:T} (running: {span.Running})";
        }
    }

    /// <summary>5: ForceStop only under force, at most one power cycle an instance and run.</summary>
    private static IEnumerable<string> ForceOnlyWhenAsked(CaseRun run)
    {
        var policies = run.Case.Intents.Select(intent => intent.Policy.StopPolicy).ToArray();
        var actor = run.Cloud.Oracle.For(Us);
        if (actor.ForceStopCalls > 0 && policies.Min() < StopPolicy.Force)
        {
            yield return $"5: {actor.ForceStopCalls} calls with ForceStop=true under {policies.Min()}";
        }

        if (actor.HardStopCalls > 0 && policies.Min() < StopPolicy.GracefulThenForce)
        {
            yield return $"5: {actor.HardStopCalls} HARD stops under {policies.Min()}";
        }

        foreach (var (instance, cycles) in run.ActorAfterFirst.PowerCycles.Where(entry => entry.Value > 1 && !IsInternationalRace(run)))
        {
            yield return $"5: {instance} was power-cycled {cycles} times in one run";
        }
    }

    /// <summary>6: what is reported as changed is so.</summary>
    private static IEnumerable<string> StateIsTrue(CaseRun run)
    {
        if (run.Case.HasForeignActs)
        {
            yield break;
        }

        foreach (var outcome in (run.First?.Outcomes ?? []).Where(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo))
        {
            if (run.AfterFirst.Find(outcome.Instance.Value) is { } truth && !IsAsWished(run, truth))
            {
                yield return $"6: {outcome.Instance} is reported {outcome.Kind} and has {string.Join(",", truth.KeyIds)}";
            }
        }
    }

    /// <summary>7 and 8: after one run without faults the keys are as wished, a further plan has nothing to do, and what waits stays the same.</summary>
    private static IEnumerable<string> Converges(CaseRun run)
    {
        if (run.Case.MayNeverConverge)
        {
            yield break;
        }

        if (run.Second.IsPartial)
        {
            yield return "8: the run without faults did not finish: "
                + string.Join(
                    "; ",
                    run.Second.Outcomes.Where(outcome => outcome.Problem is not null).Select(outcome => outcome.Problem!.Message).Take(3)
                );
        }

        if (run.Third.IsActionable)
        {
            yield return $"7: a further plan still has {run.Third.Changes.Count()} changes";
        }

        var waiting = run
            .Second.Outcomes.Where(outcome => outcome.Kind == OutcomeKind.Pending)
            .Select(outcome => (outcome.Instance, outcome.Pending));
        var waitingThen = run
            .Third.Pending.Select(pending => (Instance: pending.Change.Id, Pending: (PendingCode?)pending.Code))
            .OrderBy(entry => entry.Instance);
        if (
            !waiting.SequenceEqual(waitingThen) && !run.Case.World.Instances.Any(instance => instance.State is "TERMINATING" or "REBOOTING")
        )
        {
            yield return $"7: waiting changed from [{string.Join("; ", waiting)}] to [{string.Join("; ", waitingThen)}]";
        }

        foreach (var outcome in run.Second.Outcomes.Where(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo))
        {
            if (run.AfterSecond.Find(outcome.Instance.Value) is { } truth && !IsAsWished(run, truth))
            {
                yield return $"8: {outcome.Instance} has {string.Join(",", truth.KeyIds)} at the end";
            }
        }
    }

    private static bool IsAsWished(CaseRun run, InstanceView truth)
    {
        var (declared, _, _) = WishFor(run, truth.Id);
        return declared.All(key => truth.KeyIds.Contains(key.Value)) && !truth.KeyIds.Any(key => MayRemove(run, truth.Id, key));
    }

    /// <summary>9: the same input in any order gives the same plan.</summary>
    private static IEnumerable<string> OrderDoesNotMatter(CaseRun run)
    {
        if (run.Third.Digest != run.ThirdReversed.Digest)
        {
            yield return "9: the order of the resources changes the digest";
        }
    }
}
