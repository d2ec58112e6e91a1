using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>Rule <c>restart-marker</c>, by the true tags: marked before the stop, up after one further run, no mark left, and nobody's own stop undone.</summary>
internal static class Markers
{
    private const string Us = SimulatorOptions.DefaultSecretId;

    public static IEnumerable<string> Broken(CaseRun run, CaseTruth truth) =>
        [.. StoppedUnmarked(run), .. StillDown(run, truth), .. StillMarked(run), .. StartedAgainstAPerson(run)];

    /// <summary>No stop is sent before its mark was accepted; under <c>auto</c> only where marking was never refused.</summary>
    private static IEnumerable<string> StoppedUnmarked(CaseRun run)
    {
        var uses = run.Case.Intents.Select(intent => intent.Policy.RestartMarker).Distinct().ToArray();
        if (uses.Contains(RestartMarkerUse.Off))
        {
            yield break;
        }

        var marked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in run.Cloud.Journal.Calls.Where(call => call.Actor != Actors.Console))
        {
            switch (call.Action)
            {
                case "AttachResourcesTag":
                    marked.UnionWith(call.InstanceIds);
                    break;
                case "DetachResourcesTag":
                    marked.ExceptWith(call.InstanceIds);
                    break;
            }

            if (IsTagTrouble(run, call) && uses.Contains(RestartMarkerUse.Auto))
            {
                yield break;
            }

            if (Calls.TakesDown(call) && call.InstanceIds.FirstOrDefault(id => !marked.Contains(id)) is { } unmarked)
            {
                yield return $"restart-marker: {unmarked} was taken down in call {call.Number} without a mark";
            }
        }
    }

    private static bool IsTagTrouble(CaseRun run, CallRecord call) =>
        // What is set anew is taken off first.
        call.Action
            is "AttachResourcesTag"
                or "DetachResourcesTag"
                or "CreateTag"
                or "DescribeResourceTagsByResourceIds"
        && (
            call.Delivery != "answered"
            // Longer than a client waits for an answer, or than it repeats a call.
            || run.Case.Faults.Any(fault => fault.Effect is FaultEffect.DelayAnswer && fault.Action == call.Action)
            || call.Outcome
                is not (
                    CallJournal.Ok
                    or "ResourceNotFound.TagNonExist"
                    or "ResourceNotFound.AttachedTagKeyNotFound"
                    or "ResourceInUse.TagKeyAttached"
                    or "ResourceInUse.TagDuplicate"
                )
        );

    /// <summary>What was stopped by us, carries the mark and is STOPPED when everything is quiet is up after one run without faults.</summary>
    private static IEnumerable<string> StillDown(CaseRun run, CaseTruth truth)
    {
        if (
            run.LastReports.Any(report => report.IsRefused) || run.Case.Intents.All(intent => intent.Policy.StopPolicy == StopPolicy.Refuse)
        )
        {
            yield break;
        }

        var outcomes = run.LastReports.SelectMany(report => report.Outcomes).ToArray();
        if (Convergence.IsOnlyForDependencies(outcomes))
        {
            yield break;
        }

        var excused = outcomes
            .Where(outcome => IsExcused(run, outcome))
            .Select(outcome => outcome.Instance.Value)
            .ToHashSet(StringComparer.Ordinal);
        // An engine does not begin a resource whose dependency has failed.
        ResourceIntent[] begun = [.. run.Last.Operations.SelectMany(operation => operation.Intents)];
        foreach (
            var id in run.ActorAfterFirst.LeftDown.Where(id => !truth.IsTouched(id) && !excused.Contains(id) && !WasBroughtUp(run, id))
        )
        {
            if (IsLeftDown(run.AfterFirst.Find(id)) && IsSpokenOf(begun, id) && run.AfterSecond.Find(id) is { State: not "RUNNING" } now)
            {
                yield return $"restart-marker: {id} was left down with a mark and is {now.State} after the run without faults";
            }
        }
    }

    /// <summary>It was brought up, and then given up and named by another operation, in whose stop it hangs or comes down too late.</summary>
    private static bool WasBroughtUp(CaseRun run, string id) =>
        run.Last.Operations.Any(operation => operation.Outcome is not null && IsNamed(operation, id))
        && run.Cloud.Oracle.Starts.Any(start => start.Actor == Us && start.InstanceId == id && start.At > run.FirstEnded);

    /// <summary>
    /// It could not be started, and is named; its keys may not be changed now, for which it waits with its power as it is; or what comes before it has failed
    /// (docs/harness.md, what is excused).
    /// </summary>
    private static bool IsExcused(CaseRun run, InstanceOutcome outcome) =>
        outcome.Problem?.Code == ProblemCodes.StartFailed
            ? run.Case.Options.OperationFailures > 0
                || run.Faults.Any(fault => fault is { Struck: > 0, Rule.Effect: FaultEffect.RefuseStarts })
            : outcome.Kind == OutcomeKind.Pending || (outcome.Kind == OutcomeKind.NotReached && run.Case.MayNeverConverge);

    /// <summary>Whose last operation on record is a start that succeeded was shut down by a person since, as far as anybody can tell (docs/limits.md).</summary>
    private static bool IsLeftDown(InstanceView? instance) =>
        instance is { State: "STOPPED", StopCharging: false, Busy: false }
        && instance.LatestOperation is not { Action: "StartInstances", State: "SUCCESS" }
        && instance.Tags.ContainsKey(RestartMarker.Key);

    /// <summary>No machine that runs keeps the mark, of those that an apply of the run without faults has read.</summary>
    private static IEnumerable<string> StillMarked(CaseRun run) =>
        run
            .Last.Operations.Where(operation => operation.Outcome is { IsRefused: false })
            .SelectMany(operation =>
                run.AfterSecond.Instances.Where(instance =>
                    instance.State == "RUNNING"
                    && instance.Tags.TryGetValue(RestartMarker.Key, out var mark)
                    && IsSpokenOf(operation.Intents, instance.Id)
                    && !IsMarkedByARefusal(run, instance.Id)
                    && !(run.Case.Face == CaseFace.Resources && HasLeft(operation, instance.Id))
                    && !(
                        mark == RestartMarker.Left
                        && run.Last.Operations.Any(other => other.Outcome is not null && IsNamed(other, instance.Id))
                    )
                )
            )
            .Select(instance => $"restart-marker: {instance.Id} runs and has kept its mark");

    /// <summary>The resource had pairs there and declares none: once they are gone its state speaks of the machine no longer.</summary>
    public static bool HasLeft(CaseOperation operation, string id) =>
        !operation.Intents.Any(intent => intent is KeyRevocationIntent || intent.InstanceIds.Contains(InstanceId.FromService(id)));

    /// <summary>A batch of marks that was refused may have marked its healthy part, which then looks like another run's (docs/harness.md, what is excused).</summary>
    public static bool IsMarkedByARefusal(CaseRun run, string id) =>
        run.Cloud.Journal.Calls.Any(call =>
            call is { Action: "AttachResourcesTag", Outcome: "ResourceInUse.TagKeyAttached" } && call.InstanceIds.Contains(id)
        );

    /// <summary>It could not be brought up, was named and handed over, and has come up since.</summary>
    private static bool IsNamed(CaseOperation operation, string id) =>
        operation.Outcome!.Outcomes.Any(outcome => outcome.Instance.Value == id && outcome.Problem?.Code == ProblemCodes.StartFailed);

    /// <summary>It was told as down and no longer followed, and the state of its resource says so: whoever stops it after that, it is started.</summary>
    private static bool IsGivenUp(CaseRun run, string id) =>
        run.First.Any(operation => operation.Outcome is not null && IsNamed(operation, id));

    private static bool IsSpokenOf(IEnumerable<ResourceIntent> intents, string instance)
    {
        var id = InstanceId.FromService(instance);
        return intents.Any(intent =>
            intent.Policy.StopPolicy != StopPolicy.Refuse
            && intent switch
            {
                KeyPairAssociationIntent association => association.InstanceIds.Contains(id) || association.Owned.ContainsKey(id),
                InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Contains(id) || exclusive.Released.ContainsKey(id),
                KeyRevocationIntent revocation => !revocation.ExceptInstanceIds.Contains(id),
                _ => false,
            }
        );
    }

    /// <summary>Who was stopped by a person when everything was quiet, and had no mark, stays stopped.</summary>
    private static IEnumerable<string> StartedAgainstAPerson(CaseRun run)
    {
        foreach (
            var stop in run.Cloud.Journal.Calls.Where(call =>
                call is { Actor: Actors.Console, Action: "Console.Stop", Outcome: CallJournal.Ok } && call.At >= run.FirstEnded
            )
        )
        {
            var id = stop.InstanceIds[0];
            var wasMarked = run.AfterFirst.Find(id)?.Tags.ContainsKey(RestartMarker.Key) ?? false;
            // Our stop had hung, and the person's ended it: that machine is ours to start.
            var isOurs = run.ActorAfterFirst.LeftDown.Contains(id) || IsGivenUp(run, id);
            if (
                !wasMarked
                && !isOurs
                && run.Cloud.Oracle.Starts.Any(start => start.Actor == Us && start.InstanceId == id && start.At > stop.At)
            )
            {
                yield return $"restart-marker: {id} was stopped by a person at {stop.At:T} and started by us";
            }
        }
    }
}
