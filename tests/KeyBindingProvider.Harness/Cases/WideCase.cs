using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Harness.Cases;

/// <summary>
/// Cases of a wider space than <see cref="FleetCase"/> draws from: calls that take their time, answers that are lost while the call lands late (stops and
/// forced calls too), several faults in one run, and looks that fail.
/// </summary>
internal static class WideCase
{
    private static readonly string[] Writes =
    [
        "StopInstances",
        "StartInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
    ];

    /// <summary>The wide case of a seed.</summary>
    public static FleetCase Of(ulong seed)
    {
        var random = new Random(unchecked((int)((seed * 31) + 17)));
        var narrow = FleetCase.Of(seed);
        var options = narrow.Options with
        {
            Latency = random.Next(3) == 0 ? DurationRange.Seconds(0.05, 3) : DurationRange.None,
            StopLate = DurationRange.Seconds(40, 330),
            SoftStopLate = random.Next(5) == 0 ? 0.3 : narrow.Options.SoftStopLate,
            OperationFailures = random.Next(10) == 0 ? 0.3 : narrow.Options.OperationFailures,
            UnboundKeyCode = random.Pick("InvalidParameterValue", "InvalidParameterValue.KeyPairNotSupported", "InvalidKeyPairId.NotFound"),
            MaxKeysCode = random.Pick("InvalidParameterValue.LimitExceeded", "LimitExceeded"),
        };
        List<FaultRule> faults = [.. narrow.Faults, .. Enumerable.Range(0, random.Next(0, 5)).Select(_ => OnAWrite(random))];
        if (random.Next(6) == 0)
        {
            faults.Add(
                FaultRule.On("DescribeInstances", random.Next(3, 20), new FaultEffect.AnswerHttp(503)) with
                {
                    Times = random.Next(1, 20),
                }
            );
        }

        return narrow with
        {
            Options = options,
            Faults = faults,
            CancelAtCall = random.Next(3) == 0 ? random.Next(3, 60) : narrow.CancelAtCall,
        };
    }

    private static FaultRule OnAWrite(Random random)
    {
        var action = random.Pick(Writes);
        FaultEffect effect = random.Next(9) switch
        {
            0 => new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(random.Next(10, 29))),
            1 => new FaultEffect.ActByHand(HandAct.Terminate),
            2 => new FaultEffect.ActByHand(HandAct.Start),
            3 => new FaultEffect.ActByHand(HandAct.Stop),
            4 => new FaultEffect.FailOperation(),
            5 => new FaultEffect.RefuseWith(
                random.Pick(
                    "MutexOperation.TaskRunning",
                    "UnsupportedOperation.InstanceStateStarting",
                    "RequestLimitExceeded",
                    "InternalServerError",
                    "UnsupportedOperation.InstanceStateFreezing"
                )
            ),
            6 => new FaultEffect.ResetAfterEffect(),
            7 => new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(random.Next(5, 50))),
            _ => new FaultEffect.AnswerHttp(502, WithEffect: random.Next(2) == 0),
        };
        return FaultRule.On(action, random.Next(1, 4), effect) with { Times = random.Next(3) == 0 ? random.Next(2, 6) : 1 };
    }
}
