using System.Collections.Immutable;
using System.Globalization;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Phrases that text and Markdown share, so that both say the same.</summary>
internal static class Wording
{
    /// <summary>The first few are enough for the service's support; the JSON output has them all.</summary>
    public static string Requests(IReadOnlyCollection<string> ids)
    {
        const int Most = 3;
        var more = ids.Count > Most ? $" and {ids.Count - Most} more" : "";
        return $"{Grammar.Noun(ids.Count, "request")} {string.Join(", ", ids.Take(Most))}{more}";
    }

    /// <summary>What happens to the power of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="policy">The policy that says so.</param>
    /// <param name="refused">Whether the plan is refused, so that none of it happens.</param>
    public static string Of(ChangeGroup group, ChangePolicy policy, bool refused) =>
        group.MustStart
            ? "left stopped by an earlier run: changed where needed, then started" + NotDone(refused)
            : Of(group.StopMode, policy, refused);

    private static string NotDone(bool refused) => refused ? " [not done: the plan is refused]" : "";

    /// <param name="mode">What happens to the power.</param>
    /// <param name="policy">The policy that says so.</param>
    /// <param name="refused">Whether the plan is refused, so that none of it happens.</param>
    public static string Of(StopMode mode, ChangePolicy policy, bool refused) =>
        mode switch
        {
            StopMode.None => "stopped already: changed without stopping anything",
            StopMode.Soft => "stopped gracefully (SOFT), changed, started again",
            StopMode.SoftThenHard => $"stopped gracefully (SOFT, after {policy.StopTimeoutSeconds} s HARD), changed, started again",
            StopMode.Hard => "FORCED: power pulled (StopInstances HARD), changed, started again",
            _ => "FORCED: power pulled by the change itself (ForceStop=true), started again by the service",
        } + NotDone(refused);

    /// <summary>The same of one change in a few words that follow a count.</summary>
    public static string Short(InstanceChange change, ChangePolicy policy) =>
        change.MustStart
            ? "left stopped by an earlier run: started"
            : change.StopMode switch
            {
                StopMode.None => "stopped already",
                StopMode.Soft => "stopped gracefully (SOFT) and started",
                StopMode.SoftThenHard => $"stopped gracefully (SOFT, after {policy.StopTimeoutSeconds} s HARD) and started",
                StopMode.Hard => "FORCED: power pulled (HARD), then started",
                _ => "FORCED: power pulled by the change itself (ForceStop=true)",
            };

    public static string Of(Disposition disposition) =>
        disposition switch
        {
            Disposition.Refused => "refused",
            Disposition.Deferred => "deferred",
            _ => "skipped",
        };

    public static string CodeOf(PendingCode code) => EnumNames.Of(code, Spelling.Snake);

    public static string Of(PendingCode code) =>
        code switch
        {
            PendingCode.Ready => "can change",
            PendingCode.Running => "running, would have to be stopped",
            PendingCode.StopCharging => "stopped in no-charge mode",
            PendingCode.Rescue => "in rescue mode",
            PendingCode.Isolated => "isolated, expired or awaiting destruction",
            PendingCode.Windows => "runs Windows",
            PendingCode.Busy => "another operation is going on",
            PendingCode.Missing => "not found in this region",
            PendingCode.WouldBeKeyless => "would be left without any key",
            PendingCode.Unverified => "state or keys could not be read",
            PendingCode.StartFailed => "stopped by an earlier run, which could not start it",
            _ => "failed, or was never created",
        };

    public static string Of(OutcomeKind kind) =>
        kind switch
        {
            OutcomeKind.Changed => "changed",
            OutcomeKind.AlreadySo => "already so",
            OutcomeKind.Failed => "failed",
            OutcomeKind.Pending => "waiting",
            _ => "not reached",
        };

    public static string Of(CallCounts calls) =>
        $"{calls.Total} (stop {calls.Stops}, bind {calls.Binds}, unbind {calls.Unbinds}, start {calls.Starts}"
        + (calls.Tags == 0 ? ")" : $", tag {calls.Tags}; a stop waits until its tag is set)");

    /// <summary>
    /// The policies that a rollout is under, with all fields, so that nobody has to know the defaults. What bounds the rollout as a whole is the strictest of
    /// its resources'; what decides over single instances is told apart where the resources differ in it.
    /// </summary>
    public static ImmutableArray<(string Label, ImmutableArray<string> Fields)> Policies(Rollout rollout)
    {
        PolicyField[] own =
        [
            .. rollout
                .Policy.Values.Select(each => each.Field)
                .Where(field =>
                    field.DecidesOverInstances && rollout.Policies.Select(policy => ValueOf(policy, field)).Distinct().Count() > 1
                ),
        ];
        return
        [
            (
                "policy",
                [
                    .. rollout
                        .Policy.Values.Where(each => !own.Contains(each.Field))
                        .Select(each => $"{each.Field.Name.Camel} {each.Field.Show(each.Value)}"),
                ]
            ),
            .. rollout
                .Resources.Zip(rollout.Policies, (name, policy) => (name, policy))
                .Where(_ => own.Length > 0)
                .Select(each =>
                    (PlainText.Name(each.name), own.Select(field => $"{field.Name.Camel} {ValueOf(each.policy, field)}").ToImmutableArray())
                ),
        ];
    }

    private static string ValueOf(ChangePolicy policy, PolicyField field) =>
        field.Show(policy.Values.Where(each => each.Field == field).Select(each => each.Value).DefaultIfEmpty(field.BuiltIn).First());

    /// <summary><c>15 stopped already, then 1 (canary), then 5 x 40; at most 40 down at once because of this</c>.</summary>
    public static string Waves(Rollout rollout) =>
        rollout.Waves.All(wave => wave.Kind == WaveKind.Stopped)
            ? WaveSizes(rollout)
            : $"{WaveSizes(rollout)}; at most {rollout.MaxUnavailable} down at once because of this";

    private static string WaveSizes(Rollout rollout)
    {
        var parts = new List<string>();
        var waves = rollout.Waves;
        for (var i = 0; i < waves.Length; )
        {
            var (kind, size) = (waves[i].Kind, waves[i].Changes.Length);
            var run = 1;
            while (i + run < waves.Length && waves[i + run].Kind == kind && waves[i + run].Changes.Length == size)
            {
                run++;
            }

            parts.Add(
                kind switch
                {
                    WaveKind.Stopped => $"{size} stopped already",
                    WaveKind.Canary => $"{size} (canary)",
                    _ => run > 1 ? $"{run} x {size}" : Number(size),
                }
            );
            i += run;
        }

        return parts.Count == 0 ? "none" : string.Join(", then ", parts);
    }

    /// <summary>One sentence on a whole plan.</summary>
    public static string Summary(Plan plan) => Summary([plan]);

    /// <summary>One sentence on the plans of a program: one that is refused refuses all.</summary>
    public static string Summary(IReadOnlyCollection<Plan> plans)
    {
        var waiting = plans.SelectMany(plan => plan.Pending).Count(pending => pending.Disposition != Disposition.Refused);
        var waits = waiting == 0 ? "" : $" {Grammar.Instances(waiting)} {Grammar.Verb(waiting, "wait")} for a later run.";
        if (plans.Any(plan => plan.IsRefused))
        {
            return "REFUSED: nothing is changed, for the reasons below.";
        }

        var rewritten = SourceWording.Rewritten(plans);
        var changes = plans.Sum(plan => plan.Changes.Count());
        if (changes == 0)
        {
            return (plans.Any(plan => plan.IsActionable) ? "No instance changes." : "Nothing to change.") + rewritten + waits;
        }

        var windows = plans.SelectMany(plan => plan.Rollouts).Sum(rollout => rollout.Waves.Count(wave => wave.Kind != WaveKind.Stopped));
        var stops = plans.Sum(plan => plan.StopCount) switch
        {
            0 => "none is stopped",
            var stopped => $"{stopped} of them {Grammar.Is(stopped)} stopped and started again, in {Grammar.Count(windows, "stop window")}",
        };
        return $"{Grammar.Instances(changes)} {Grammar.Verb(changes, "change")}; {stops}.{rewritten}{waits}";
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
