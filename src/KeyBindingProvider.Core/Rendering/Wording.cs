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
        return $"request{(ids.Count == 1 ? "" : "s")} {string.Join(", ", ids.Take(Most))}{more}";
    }

    public static string Keys(int count) => count == 1 ? "1 key" : $"{count} keys";

    public static string Pairs(int count) => count == 1 ? "1 pair" : $"{count} pairs";

    public static string Instances(int count) => count == 1 ? "1 instance" : $"{count} instances";

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
        } + (refused ? " [not done: the plan is refused]" : "");

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
            PendingCode.Unverified => "written to and not read back",
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
        $"{calls.Total} (stop {calls.Stops}, bind {calls.Binds}, unbind {calls.Unbinds}, start {calls.Starts})";

    /// <summary>
    /// The policies that a rollout is under, with all fields, so that nobody has to know the defaults. What bounds the rollout as a whole is the strictest of
    /// its resources'; what decides over single instances is told apart where the resources differ in it.
    /// </summary>
    public static ImmutableArray<(string Label, ImmutableArray<string> Fields)> Policies(Rollout rollout)
    {
        PropertyName[] own =
        [
            .. OfInstances.Where(name => rollout.Policies.Select(policy => ValueOf(policy, name)).Distinct().Count() > 1),
        ];
        return
        [
            (
                "policy",
                [
                    .. PolicyFields(rollout.Policy)
                        .Where(field => !own.Contains(field.Name))
                        .Select(field => $"{field.Name.Camel} {field.Value}"),
                ]
            ),
            .. rollout
                .Resources.Zip(rollout.Policies, (name, policy) => (name, policy))
                .Where(_ => own.Length > 0)
                .Select(each =>
                    (PlainText.Name(each.name), own.Select(name => $"{name.Camel} {ValueOf(each.policy, name)}").ToImmutableArray())
                ),
        ];
    }

    /// <summary>Fields that decide over an instance, by the resources that change it.</summary>
    private static readonly PropertyName[] OfInstances = [PropertyNames.StopPolicy, PropertyNames.AllowKeyless, PropertyNames.OnBlocked];

    private static string ValueOf(ChangePolicy policy, PropertyName name) => PolicyFields(policy).First(field => field.Name == name).Value;

    private static IEnumerable<(PropertyName Name, string Value)> PolicyFields(ChangePolicy policy) =>
        [
            (PropertyNames.StopPolicy, EnumNames.Of(policy.StopPolicy)),
            (PropertyNames.MaxUnavailable, string.Join(" and ", policy.MaxUnavailable)),
            (PropertyNames.FailureBudget, Number(policy.FailureBudget)),
            (PropertyNames.Canary, Number(policy.Canary)),
            (PropertyNames.StopTimeoutSeconds, Number(policy.StopTimeoutSeconds)),
            (PropertyNames.AllowKeyless, policy.AllowKeyless ? "true" : "false"),
            (PropertyNames.MaxStops, policy.MaxStops is { } most ? Number(most) : "none"),
            (PropertyNames.OnBlocked, EnumNames.Of(policy.OnBlocked)),
        ];

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
    public static string Summary(Plan plan)
    {
        var waiting = plan.Pending.Count(pending => pending.Disposition != Disposition.Refused);
        var waits = waiting == 0 ? "" : $" {Instances(waiting)} wait{(waiting == 1 ? "s" : "")} for a later run.";
        if (plan.IsRefused)
        {
            return "REFUSED: nothing is changed, for the reasons below.";
        }

        if (!plan.IsActionable)
        {
            return "Nothing to change." + waits;
        }

        var changes = plan.Changes.Count();
        var windows = plan.Rollouts.Sum(rollout => rollout.Waves.Count(wave => wave.Kind != WaveKind.Stopped));
        var stops = plan.StopCount switch
        {
            0 => "none is stopped",
            var stopped =>
                $"{stopped} of them {(stopped == 1 ? "is" : "are")} stopped and started again, in {windows} stop window{(windows == 1 ? "" : "s")}",
        };
        return $"{Instances(changes)} change{(changes == 1 ? "s" : "")}; {stops}.{waits}";
    }

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
