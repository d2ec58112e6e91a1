using System.Collections.Concurrent;
using System.Globalization;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>
/// Counts what the random cases really were and met, so that a promise is not kept only because nothing ever put it to the test. What did not happen
/// in a run is not counted, however often it was drawn.
/// </summary>
internal sealed class Coverage
{
    /// <summary>The rarest things there are, of which one will do; everything else must turn up in at least one case of a hundred.</summary>
    private static readonly HashSet<string> Rare =
    [
        "fault RefuseWith for good, struck",
        "fault RefuseStarts, struck",
        "act Terminate",
        "cancelled twice",
        "plan refused",
        "policy Refuse alone",
        "reading StopChargingAnyway",
        "second run refused",
        "budget exceeded",
        "maxStops refuses",
        "escalated to HARD",
        "dependency waits",
        "peak at the limit of the process",
        "batch refused in part",
    ];

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _cases;

    public void Add(CaseRun run)
    {
        Interlocked.Increment(ref _cases);
        foreach (var feature in CaseFeatures.Of(run).Distinct())
        {
            _counts.AddOrUpdate(feature, 1, (_, count) => count + 1);
        }
    }

    /// <summary>What too few cases had.</summary>
    public IReadOnlyList<string> Missing() =>
        [.. Expected().Where(feature => _counts.GetValueOrDefault(feature) < (Rare.Contains(feature) ? 1 : _cases / 100.0)).Order()];

    /// <summary>A line for each feature, with its share of the cases.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            _counts
                .OrderBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count.Value / _cases, 6:0.0} %  {count.Key}"))
                .Prepend(string.Create(CultureInfo.InvariantCulture, $"{_cases} cases"))
        );

    private static IEnumerable<string> Expected() =>
        [
            .. Rare,
            .. Names<Simulator.Options.BindReading>(),
            .. Names<RefusedBatch>(),
            .. Names<ForceStopReading>(),
            .. Names<RestartRequestId>(),
            .. Names<RunningWithoutForce>(),
            .. Names<HardWhileStopping>(),
            .. Names<KeyChangeMode>(),
            .. Names<BusyCode>(),
            .. Names<StopPolicy>(),
            .. Names<OnBlocked>(),
            // A list that cannot be read is no shape of "no keys": the machine is named and waits (ResourceLife).
            .. Names<EmptyKeysShape>().Where(name => !name.EndsWith(nameof(EmptyKeysShape.TextKeyIds), StringComparison.Ordinal)),
            .. Names<OutcomeKind>(),
            "reading bound key refused",
            "reading unbound key refused",
            "reading max keys 1",
            "reading max keys 2",
            "reading soft stops hang",
            "reading soft stops revert",
            "reading soft stops come late",
            "reading operations fail",
            "reading pages shift",
            "lags long",
            "lags none",
            "swap",
            "swap on an instance that stays stopped",
            "KeyPairAssociation",
            "InstanceKeysExclusive",
            "KeyRevocation",
            "several resources change one instance",
            "pairs given up",
            "at once",
            "at once on one instance",
            "limit of the process",
            "canary",
            "no canary",
            "allowKeyless",
            "several waves",
            "sole key",
            "Windows",
            "stop-charging",
            "foreign keys on 30 %",
            "cancelled",
            "act Bind",
            "act Unbind",
            "act Start",
            "act Stop",
            "fault RefuseWith, struck",
            "fault AnswerHttp, struck",
            "fault ResetBeforeEffect, struck",
            "fault ResetAfterEffect, struck",
            "fault LandAfterReset, struck",
            "fault FailOperation, struck",
            "fault DelayAnswer, struck",
            "throttled",
            "batch refused",
        ];

    private static IEnumerable<string> Names<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(CaseFeatures.Name);
}
