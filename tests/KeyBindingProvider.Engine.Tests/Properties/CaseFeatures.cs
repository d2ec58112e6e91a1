using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>What a case was, and what happened in it, in words that <see cref="Coverage"/> counts.</summary>
internal static class CaseFeatures
{
    public static IEnumerable<string> Of(CaseRun run) =>
        [.. OfReadings(run.Case.Options), .. OfWishes(run.Case), .. OfFleet(run.Case.World), .. OfTrouble(run), .. OfOutcome(run)];

    private static IEnumerable<string> OfReadings(SimulatorOptions options)
    {
        yield return Name(options.Bind);
        yield return Name(options.RefusedBatch);
        yield return Name(options.ForceStop);
        yield return Name(options.RestartRequestId);
        yield return Name(options.RunningWithoutForce);
        yield return Name(options.HardWhileStopping);
        yield return Name(options.KeyChanges);
        yield return Name(options.Busy);
        foreach (
            var (holds, feature) in new[]
            {
                (options.BoundKey == RepeatedPair.Error, "reading bound key refused"),
                (options.UnboundKey == RepeatedPair.Error, "reading unbound key refused"),
                (options.MaxKeysPerInstance == 1, "reading max keys 1"),
                (options.MaxKeysPerInstance == 2, "reading max keys 2"),
                (options.SoftStopHangs > 0, "reading soft stops hang"),
                (options.SoftStopReverts > 0, "reading soft stops revert"),
                (options.SoftStopLate > 0, "reading soft stops come late"),
                (options.OperationFailures > 0, "reading operations fail"),
                (options.PageShifts > 0, "reading pages shift"),
                (options.StopChargingAnyway, "reading StopChargingAnyway"),
                (options.KeysLag.Max > TimeSpan.FromSeconds(10), "lags long"),
                (options.KeysLag.Max == TimeSpan.Zero, "lags none"),
            }
        )
        {
            if (holds)
            {
                yield return feature;
            }
        }
    }

    private static IEnumerable<string> OfWishes(FleetCase fleetCase)
    {
        foreach (var intent in fleetCase.Intents)
        {
            yield return intent switch
            {
                KeyPairAssociationIntent => "KeyPairAssociation",
                InstanceKeysExclusiveIntent => "InstanceKeysExclusive",
                _ => "KeyRevocation",
            };
            yield return Name(intent.Policy.StopPolicy);
            yield return Name(intent.Policy.OnBlocked);
            yield return intent.Policy.Canary > 0 ? "canary" : "no canary";
            yield return intent.Policy.AllowKeyless ? "allowKeyless" : "no keyless";
        }

        yield return fleetCase.Concurrent ? "at once" : "one operation";
        yield return fleetCase.ProcessLimit is null ? "no limit of the process" : "limit of the process";
        if (fleetCase.Intents.All(intent => intent.Policy.StopPolicy == StopPolicy.Refuse))
        {
            yield return "policy Refuse alone";
        }
    }

    private static IEnumerable<string> OfFleet(World world)
    {
        var linux = world.Instances.Where(instance => !instance.IsWindows).ToArray();
        var most = world
            .Instances.SelectMany(instance => instance.KeyIds)
            .GroupBy(key => key)
            .Where(key => key.Count() == 1)
            .Select(key => key.Key);
        if (linux.Count(instance => instance.KeyIds.Intersect(most).Any()) >= 0.3 * linux.Length)
        {
            yield return "foreign keys on 30 %";
        }

        foreach (var instance in world.Instances)
        {
            if (instance.KeyIds.Count == 0 && !instance.IsWindows)
            {
                yield return Name(instance.EmptyKeys);
            }

            yield return instance.KeyIds.Count == 1 ? "sole key" : "several keys";
            yield return instance.IsWindows ? "Windows" : "Linux";
            yield return instance.StopCharging ? "stop-charging" : instance.State;
        }
    }

    private static IEnumerable<string> OfTrouble(CaseRun run)
    {
        foreach (var fault in run.Faults.Where(fault => fault.Struck > 0))
        {
            yield return fault.Rule.Effect is FaultEffect.ActByHand act
                ? $"act {act.Act}"
                : $"fault {fault.Rule.Effect.GetType().Name}{(fault.Rule.Times is null ? " for good" : "")}, struck";
        }

        var first = run.Reports.ToArray();
        if (first.Any(report => report.Cancelled))
        {
            yield return "cancelled";
            yield return run.Calls >= run.Case.CancelAtCall + run.Case.CancelAgainAfter ? "cancelled twice" : "cancelled once";
        }

        foreach (var call in run.Cloud.Journal.Calls)
        {
            if (call.Outcome.StartsWith("RequestLimitExceeded", StringComparison.Ordinal))
            {
                yield return "throttled";
            }
            else if (call.Outcome is not (CallJournal.Ok or CallJournal.None) && call.InstanceIds.Count > 0)
            {
                yield return "batch refused in part";
            }
            else if (call.Outcome is not (CallJournal.Ok or CallJournal.None))
            {
                yield return "batch refused";
            }
        }
    }

    private static IEnumerable<string> OfOutcome(CaseRun run)
    {
        foreach (var report in run.Reports)
        {
            if (report.IsRefused)
            {
                yield return "plan refused";
            }

            foreach (var outcome in report.Outcomes)
            {
                yield return Name(outcome.Kind);
                yield return outcome.Pending is { } pending ? $"pending {pending}" : "nothing pending";
                yield return outcome.Problem is { } problem ? $"problem {problem.Code.Id} {problem.Code.Title}" : "no problem";
            }

            foreach (var change in report.Plan.Changes)
            {
                var isSwap = change.Adds && !change.Remove.IsEmpty;
                yield return !isSwap ? "no swap"
                : change.StopMode == StopMode.None ? "swap on an instance that stays stopped"
                : "swap";
                yield return change.Resources.Length > 1 ? "several resources change one instance" : "one resource changes an instance";
                yield return $"stop mode {change.StopMode}";
            }

            foreach (var problem in report.Plan.Problems.Where(problem => problem.Code == ProblemCodes.TooManyStops))
            {
                yield return "maxStops refuses";
            }

            yield return report.Plan.Rollouts.Any(rollout => rollout.Waves.Length > 2) ? "several waves" : "few waves";
        }

        var problems = run.Reports.SelectMany(report => report.Outcomes).Select(outcome => outcome.Problem).OfType<Problem>().ToArray();
        if (problems.Any(problem => problem.Message.Contains("failureBudget", StringComparison.Ordinal)))
        {
            yield return "budget exceeded";
        }

        if (problems.Any(problem => problem.Code == ProblemCodes.DependencyFailed))
        {
            yield return "dependency waits";
        }

        if (run.LastReports.Any(report => report.IsRefused))
        {
            yield return "second run refused";
        }

        if (run.ActorAfterFirst.HardStopCalls > 0 && run.Case.Intents.All(intent => intent.Policy.StopPolicy != StopPolicy.Force))
        {
            yield return "escalated to HARD";
        }

        if (run.ActorAfterFirst.PeakDown == run.Case.ProcessLimit)
        {
            yield return "peak at the limit of the process";
        }

        var changed = run.Reports.SelectMany(report => report.Plan.Changes.Select(change => change.Id)).CountBy(id => id);
        if (changed.Any(count => count.Value > 1))
        {
            yield return "at once on one instance";
        }

        if (run.Case.Intents.Any(GivesUp))
        {
            yield return "pairs given up";
        }
    }

    private static bool GivesUp(ResourceIntent intent) =>
        intent switch
        {
            KeyPairAssociationIntent association => !association.Owned.IsEmpty,
            InstanceKeysExclusiveIntent exclusive => !exclusive.Released.IsEmpty,
            _ => false,
        };

    /// <summary>A value with the name of what it is a value of.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => $"{typeof(T).Name} {value}";
}
