using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>
/// The promises over a wider space than <see cref="PromiseProperties"/> draw from: calls that take their time, answers that are lost while the call lands
/// late (stops and forced calls too), several faults in one run, and looks that fail.
/// </summary>
public class WideTests
{
    private static readonly string[] Writes =
    [
        "StopInstances",
        "StartInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
    ];

    /// <summary>All broken promises of all cases at once: KEYBINDING_SOAK says how many cases, KEYBINDING_SEED from where.</summary>
    [Fact]
    public void EveryPromiseHolds_InTheWideSpace()
    {
        var cases = int.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SOAK"), out var many) ? many : 400;
        var start = ulong.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SEED"), out var given) ? given : 1;
        var broken = Enumerable
            .Range(0, cases)
            .AsParallel()
            .AsOrdered()
            .SelectMany(offset => Broken(Wide(start + (ulong)offset)))
            .ToArray();
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    /// <summary>Cases that once broke a promise or never ended.</summary>
    [Theory]
    [InlineData(292)]
    [InlineData(1866)]
    [InlineData(1959)]
    [InlineData(2207)]
    [InlineData(2633)]
    [InlineData(3154)]
    [InlineData(3408)]
    [InlineData(4635)]
    [InlineData(9669)]
    [InlineData(16481)]
    [InlineData(16983)]
    [InlineData(118860)]
    [InlineData(121777)]
    [InlineData(137368)]
    [InlineData(146185)]
    [InlineData(217136)]
    [InlineData(312113)]
    [InlineData(20022453)]
    [InlineData(60011614)]
    public void FoundBefore_StaysFixed(ulong seed) => Assert.Empty(Broken(Wide(seed)));

    [Fact]
    public void Rerun_WideSeedFromTheEnvironment()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_WIDE_SEED"), out var given) ? given : 1;
        var recorder = new LoopRecorder();
        CaseRun run;
        try
        {
            run = CaseRun.Execute(Wide(seed), RunRules.All, recorder);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{Wide(seed)}\n{recorder.Ends}", exception);
        }

        var broken = Promises.Broken(run);
        Assert.True(broken.Count == 0, $"{run.Case}\n{string.Join('\n', broken)}\n{recorder}\n{Journal.Text(run.Cloud)}");
    }

    private static string[] Broken(FleetCase fleetCase)
    {
        try
        {
            return [.. Promises.Broken(CaseRun.Execute(fleetCase, RunRules.All)).Select(line => $"{line} [{fleetCase}]")];
        }
        catch (Exception exception)
        {
            return [$"{exception.GetType().Name}: {exception.Message} [{fleetCase}]"];
        }
    }

    /// <summary>The wide case of a seed.</summary>
    internal static FleetCase Wide(ulong seed)
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
