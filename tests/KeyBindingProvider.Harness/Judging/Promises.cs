using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>The promises of rule <c>promises</c>, judged by the simulator's oracle: what truly happened, not what the engine believes.</summary>
internal static class Promises
{
    private static readonly TimeSpan s_visibility = new RunBounds().Visibility;

    private const string Us = SimulatorOptions.DefaultSecretId;

    /// <summary>Every promise that this run broke, in words; none is a good run.</summary>
    public static IReadOnlyList<string> Broken(CaseRun run)
    {
        var truth = new CaseTruth(run);
        return
        [
            .. OnlyPlannedPairs(run, truth),
            .. NothingLeftStopped(run, truth),
            .. NotTooManyDown(run, truth),
            .. NeverKeyless(run, truth),
            .. ForceOnlyWhenAsked(run, truth),
            .. StateIsTrue(run, truth),
            .. Convergence.Broken(run, truth),
            .. Markers.Broken(run, truth),
            .. LostAnswers.Broken(run),
        ];
    }

    /// <summary>1: an unbind carries only planned removals just read as bound; a bind carries nothing but what is declared or was just read; nobody's key is lost.</summary>
    private static IEnumerable<string> OnlyPlannedPairs(CaseRun run, CaseTruth truth)
    {
        foreach (var pair in run.Cloud.Oracle.Pairs.Where(pair => pair.Actor == Us))
        {
            var (declared, revoked, _) = truth.WishFor(pair.InstanceId);
            var key = KeyId.FromService(pair.KeyId);
            if (!pair.IsBind && (!truth.MayRemove(pair.InstanceId, pair.KeyId) || !pair.ShownByLastRead))
            {
                yield return $"1: unbind of {pair.KeyId} from {pair.InstanceId} in call {pair.Call}: planned {truth.MayRemove(pair.InstanceId, pair.KeyId)}, shown by last read {pair.ShownByLastRead}";
            }

            // Who takes the one kept key away while a delta is tried cannot be told from a bind that replaces (docs/limits.md, known races).
            var mayBeRepair = run.Case.Options.BoundKey == RepeatedPair.Error && truth.IsTouched(pair.InstanceId);
            // An operation of its own does not know of another one's revocation; it only keeps what is there.
            if (
                pair.IsBind
                && ((!declared.Contains(key) && !pair.ShownByLastRead && !mayBeRepair) || (revoked.Contains(key) && !run.Case.Concurrent))
            )
            {
                yield return $"1: bind of {pair.KeyId} to {pair.InstanceId} in call {pair.Call}: neither declared nor just read, or revoked";
            }
        }

        foreach (var removal in run.Cloud.Oracle.Removals.Where(removal => removal.Actor == Us && !truth.IsTouched(removal.InstanceId)))
        {
            if (!truth.MayRemove(removal.InstanceId, removal.KeyId) && !IsOfTheDead(run, removal))
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
            if (!truth.WishFor(given.Bind.InstanceId).Declared.Contains(KeyId.FromService(given.Bind.KeyId)))
            {
                yield return $"1: {given.Bind.KeyId} was given back to {given.Bind.InstanceId} after somebody took it";
            }
        }
    }

    /// <summary>2: nothing that we stopped stays stopped, while the process lives; what one that died has left down is judged by its mark.</summary>
    private static IEnumerable<string> NothingLeftStopped(CaseRun run, CaseTruth truth)
    {
        // What hangs, stops after the follow-up bound, or may not be started at all cannot be up when the process ends; then it must have been named.
        var mayStayDown =
            run.Case.HasAwkwardStops
            || run.Case.Options.OperationFailures > 0
            || run.Case.StartsMayBeRefused
            || run.Case.Faults.Any(fault => fault is { Effect: FaultEffect.FailOperation, Action: "StartInstances" });
        var named = run.Reports.SelectMany(NamedAsDown).ToHashSet();
        HashSet<string> leftByTheDead = run.HasDied ? [.. run.ActorAfterFirst.LeftDown] : [];
        foreach (var (left, when) in new[] { (run.ActorAfterFirst.LeftDown, "first"), (run.Cloud.Oracle.For(Us).LeftDown, "second") })
        {
            var unnamed = left.Where(instance =>
                    !leftByTheDead.Contains(instance) && (!mayStayDown || !named.Contains(instance)) && !truth.IsStoppedByHand(instance)
                )
                .ToArray();
            if (unnamed.Length > 0 && !truth.IsInternationalRace)
            {
                yield return $"2: left down after the {when} run: {string.Join(", ", unnamed)}";
            }

            named.UnionWith(run.LastReports.SelectMany(NamedAsDown));
        }

        if (run.Cloud.Oracle.For(Us).StartedButNotTakenDown is { Count: > 0 } started && !started.All(truth.IsTouched))
        {
            yield return $"2: started although we had not taken them down: {string.Join(", ", started)}";
        }
    }

    private static IEnumerable<string> NamedAsDown(ApplyReport report) =>
        report
            .Problems.Where(problem => problem.Code == ProblemCodes.StartFailed)
            .SelectMany(problem => problem.Instances)
            .Select(id => id.Value);

    /// <summary>3: no more than each resource's maxUnavailable, and the provider's, are down because of us.</summary>
    private static IEnumerable<string> NotTooManyDown(CaseRun run, CaseTruth truth)
    {
        if (truth.IsInternationalRace)
        {
            yield break;
        }

        // What somebody destroys while it is down is not down because of us; what one process could not bring up the next one does not know.
        var downs = run.Cloud.Oracle.Downs.Where(down => down is { Actor: Us, Destroyed: false } && down.From < run.FirstEnded).ToArray();
        var canary = run.Case.Intents.Max(intent => intent.Policy.Canary);
        var hasCanaries =
            run.Case.Intents.All(intent => intent.Policy.Canary > 0)
            && !run.Case.MayNeverConverge
            && run.Case.Faults.Count == 0
            && run.Case.CancelAtCall is null;
        foreach (var (life, from, to) in Spans(run))
        {
            // Until one cycle has succeeded no more than a canary goes down. Where cycles fail, the next one is a canary again, and so it is after a death.
            var downsOfLife = downs.Where(down => down.From >= from && down.From < to).ToArray();
            if (hasCanaries && downsOfLife.Skip(canary).Any(down => down.From < downsOfLife.Take(canary).Min(first => first.To)))
            {
                yield return $"3: more than {canary} were down before one cycle had succeeded";
            }

            HashSet<(string Instance, DateTimeOffset At)> unknowable = [.. LandedFromTheDead(run, from)];
            var peak = Peak([
                .. downs.Where(down => down.From >= from && down.From < to && !unknowable.Contains((down.InstanceId, down.From))),
            ]);
            if (peak > run.Case.ProcessLimit)
            {
                yield return $"3: {peak} were down at once; the process may have {run.Case.ProcessLimit}";
            }

            foreach (var operation in life.Operations.Where(operation => operation.Plan is not null))
            {
                foreach (var rollout in operation.Plan!.Rollouts)
                {
                    var ids = rollout
                        .Waves.SelectMany(wave => wave.Changes)
                        .Select(change => change.Id.Value)
                        .ToHashSet(StringComparer.Ordinal);
                    var peakOfRollout = Peak(
                        operation,
                        [
                            .. run.Cloud.Oracle.Downs.Where(down =>
                                down.Actor == Us
                                && ids.Contains(down.InstanceId)
                                && down.From >= from
                                && down.From < to
                                && !unknowable.Contains((down.InstanceId, down.From))
                            ),
                        ]
                    );
                    if (peakOfRollout > rollout.MaxUnavailable)
                    {
                        yield return $"3: {peakOfRollout} of {string.Join('+', rollout.Resources)} were down at once; {rollout.MaxUnavailable} may be";
                    }
                }
            }
        }
    }

    /// <summary>Each process with the time from its start to that of the next one.</summary>
    private static IEnumerable<(ProcessLife Life, DateTimeOffset From, DateTimeOffset To)> Spans(CaseRun run)
    {
        ProcessLife[] lives = [.. run.Lives, run.Last];
        for (var i = 0; i < lives.Length; i++)
        {
            yield return (lives[i], lives[i].Began, i + 1 < lives.Length ? lives[i + 1].Began : DateTimeOffset.MaxValue);
        }
    }

    /// <summary>
    /// What a process had sent before it died, and lands after the next one has looked: nothing shows it, and a mark says no more than that it may, so that one takes its own down beside it.
    /// </summary>
    private static IEnumerable<(string Instance, DateTimeOffset At)> LandedFromTheDead(CaseRun run, DateTimeOffset began)
    {
        HashSet<long> ofTheDead =
        [
            // Of a call that was lost the journal may know no more than the credentials of a role.
            .. run.Cloud.Journal.Calls.Where(call => call.Actor != Actors.Console && call.At < began).Select(call => call.Number),
        ];
        return run
            .Cloud.Journal.Calls.Where(call => call.Delivery == "late" && call.At >= began && ofTheDead.Contains(call.Number))
            .SelectMany(call => call.InstanceIds.Select(id => (id, call.At)));
    }

    private static int Peak(DownSpan[] downs) =>
        downs
            .Select(begun => downs.Count(down => down.From <= begun.From && (down.To is null || down.To > begun.From)))
            .DefaultIfEmpty()
            .Max();

    /// <summary>
    /// Most of the instances that were down when the operation took one more of them down. What others take down counts; but others may have had a slot
    /// before this one's limit began to hold, so what they do is not judged by it.
    /// </summary>
    private static int Peak(CaseOperation operation, DownSpan[] downs) =>
        downs
            .Where(down =>
                operation.TakenDown.Any(taken =>
                    taken.Id.Value == down.InstanceId && taken.At >= down.From && taken.At - down.From < TimeSpan.FromSeconds(6)
                )
            )
            // What somebody destroys while it is down is not down because of us.
            .Select(begun => downs.Count(down => !down.Destroyed && down.From <= begun.From && (down.To is null || down.To > begun.From)))
            .DefaultIfEmpty()
            .Max();

    /// <summary>4: no instance without a key unless allowed, in every intermediate state.</summary>
    private static IEnumerable<string> NeverKeyless(CaseRun run, CaseTruth truth)
    {
        foreach (var span in run.Cloud.Oracle.Keyless.Where(span => span.Actor == Us))
        {
            if (!truth.IsTouched(span.InstanceId) && !truth.MayBeKeyless(span.InstanceId))
            {
                yield return $"4: {span.InstanceId} had no key from {span.From:T} to {span.To:T} (running: {span.Running})";
            }
        }

        // Also where somebody else has taken keys: what the read directly before an unbind shows as the last key stays.
        foreach (
            var call in run
                .Cloud.Oracle.Pairs.Where(pair => pair is { Actor: Us, IsBind: false } && !truth.MayBeKeyless(pair.InstanceId))
                .GroupBy(pair => (pair.Call, pair.InstanceId))
        )
        {
            if (!call.First().KeysShown.Except(call.Select(pair => pair.KeyId)).Any())
            {
                yield return $"4: call {call.Key.Call} unbinds the last key of {call.Key.InstanceId}";
            }
        }
    }

    /// <summary>5: ForceStop only under force, at most one power cycle an instance and run.</summary>
    private static IEnumerable<string> ForceOnlyWhenAsked(CaseRun run, CaseTruth truth)
    {
        var roughest = run.Case.Intents.Max(intent => intent.Policy.StopPolicy);
        var actor = run.Cloud.Oracle.For(Us);
        if (actor.ForceStopCalls > 0 && roughest < StopPolicy.Force)
        {
            yield return $"5: {actor.ForceStopCalls} calls with ForceStop=true under {roughest}";
        }

        if (actor.HardStopCalls > 0 && roughest < StopPolicy.GracefulThenForce)
        {
            yield return $"5: {actor.HardStopCalls} HARD stops under {roughest}";
        }

        foreach (var (instance, cycles) in run.ActorAfterFirst.PowerCycles)
        {
            // An operation of its own makes a window of its own.
            var windows = run.First.Count(operation =>
                operation.Plan is { } plan && plan.Changes.Any(change => change.Id.Value == instance && change.StopMode != StopMode.None)
            );
            if (
                cycles > windows
                && !truth.IsInternationalRace
                && !MayLandOnARunningMachine(run.Case)
                && !(FailsUnseen(run.Case) && (MayFailUnseen(run.Case) || cycles - UnseenCycles(run, instance) <= windows))
            )
            {
                yield return $"5: {instance} was power-cycled {cycles} times in {windows} windows";
            }
        }
    }

    /// <summary>
    /// Cancelled twice, a machine is started at once although a key write of ours may still land; where the service shuts a running machine down for it, that is
    /// a second cycle (docs/limits.md).
    /// </summary>
    private static bool MayLandOnARunningMachine(FleetCase fleetCase) =>
        fleetCase is { CancelAtCall: not null, CancelAgainAfter: not null, Options.RunningWithoutForce: RunningWithoutForce.ShutsDown }
        && fleetCase.Faults.Any(fault =>
            fault is { Effect: FaultEffect.LandAfterReset, Action: "AssociateInstancesKeyPairs" or "DisassociateInstancesKeyPairs" }
        );

    /// <summary>
    /// A forced change that powers the machine off, fails in the service and has it up again without a trace in the record of operations: where no look falls between,
    /// nothing tells it from one that never arrived, and it is sent again (docs/limits.md).
    /// </summary>
    private static bool FailsUnseen(FleetCase fleetCase) =>
        fleetCase.Options.ForceStop == ForceStopReading.PowerOffAndRestart
        && (fleetCase.Options.OperationFailures > 0 || fleetCase.Faults.Any(fault => fault.Effect is FaultEffect.FailOperation))
        && fleetCase.Intents.Any(intent => intent.Policy.StopPolicy == StopPolicy.Force);

    /// <summary>It lands late, when looks are rare; or it is one of a refused batch that goes on while looks fail.</summary>
    private static bool MayFailUnseen(FleetCase fleetCase) =>
        fleetCase.Faults.Any(fault =>
            fault is { Effect: FaultEffect.LandAfterReset, Action: "AssociateInstancesKeyPairs" or "DisassociateInstancesKeyPairs" }
        )
        || (
            fleetCase.Options.RefusedBatch == RefusedBatch.HealthyPartProceeds
            && fleetCase.Faults.Any(fault =>
                fault is { Effect: FaultEffect.AnswerHttp or FaultEffect.DelayAnswer, Action: "DescribeInstances" }
            )
        );

    /// <summary>
    /// How often the machine lost its power and was up again before a look of ours can have shown it: the answer to the change was late, or calls are slow, and what
    /// looks show lags behind.
    /// </summary>
    private static int UnseenCycles(CaseRun run, string instance)
    {
        var looks = run
            .Cloud.Journal.Calls.Where(call => call is { Actor: Us, Action: "DescribeInstances", Outcome: "OK", Delivery: "answered" })
            .Where(call => Calls.Reads(call, instance))
            .Select(call => call.At - run.Case.Options.StateLag.Max)
            .ToArray();
        return run.Cloud.Oracle.Downs.Count(down =>
            down is { Actor: Us, PoweredOff: true, To: { } up }
            && down.InstanceId == instance
            && !looks.Any(look => look > down.From && look < up)
        );
    }

    /// <summary>6: what is reported as changed is so, and what is reported at all was read after our last write.</summary>
    private static IEnumerable<string> StateIsTrue(CaseRun run, CaseTruth truth)
    {
        foreach (var operation in run.First.Where(operation => operation.Plan is not null && operation.Outcome is not null))
        {
            foreach (var outcome in operation.Outcome!.Outcomes.Where(outcome => !truth.IsTouched(outcome.Instance.Value)))
            {
                if (run.AfterFirst.Find(outcome.Instance.Value) is not { } now)
                {
                    continue;
                }

                if (
                    outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo
                    && !(run.Case.Concurrent ? CaseTruth.IsAsWished(operation, now) : truth.IsAsWished(now))
                )
                {
                    yield return $"6: {outcome.Instance} is reported {outcome.Kind} and has {string.Join(",", now.KeyIds)}";
                }

                if (
                    outcome is { Keys: { } keys, Pending: not PendingCode.Unverified }
                    && !run.Case.Concurrent
                    // What was cancelled in one process another one may have done since.
                    && run.Lives[^1].Operations.Contains(operation)
                    && !IsInTheWakeOfADeath(run, operation, outcome.Instance.Value)
                    && !keys.Select(key => key.Value).SequenceEqual(now.KeyIds)
                )
                {
                    yield return $"6: {outcome.Instance} is reported with {keys} and has {string.Join(",", now.KeyIds)}";
                }
            }
        }
    }

    /// <summary>Bound by a process that died so shortly before that the next one could not see it: its bind, where that replaces, takes it away until it is seen.</summary>
    private static bool IsOfTheDead(CaseRun run, KeyRemoval removal) =>
        Spans(run)
            .Where(span => span.From <= removal.At && removal.At < span.To)
            .Any(span =>
                run.Cloud.Oracle.Pairs.Any(pair =>
                    pair is { Actor: Us, IsBind: true }
                    && (pair.InstanceId, pair.KeyId) == (removal.InstanceId, removal.KeyId)
                    && pair.At < span.From
                    && removal.At - pair.At < s_visibility
                )
            );

    /// <summary>What a process wrote that died within the time that keys take to show: the next one reads what was before, and its own bind is refused without a reason.</summary>
    private static bool IsInTheWakeOfADeath(CaseRun run, CaseOperation operation, string instance) =>
        run.Lives.TakeWhile(life => !life.Operations.Contains(operation)).Any(life => life.IsDead)
        && run.Case.Deaths.Any(death => death.RestartAfter < s_visibility)
        && run.Cloud.Journal.Calls.Any(call => Calls.IsWrite(call) && call.InstanceIds.Contains(instance));
}
