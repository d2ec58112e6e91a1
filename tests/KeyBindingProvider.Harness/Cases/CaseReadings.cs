using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Harness.Cases;

/// <summary>One reading of every open point of the API, drawn independently: the cross product, but for the pair that contradicts itself.</summary>
internal static class CaseReadings
{
    public static SimulatorOptions Of(Random random, long seed)
    {
        var bind = random.Pick(Simulator.Options.BindReading.Adds, Simulator.Options.BindReading.Replaces);
        var slow = random.Next(6);
        var options = new SimulatorOptions
        {
            Seed = seed,
            Bind = bind,
            BoundKey = bind == Simulator.Options.BindReading.Replaces ? RepeatedPair.Fine : random.Pick(Enum.GetValues<RepeatedPair>()),
            BoundKeyCode = random.Pick("InvalidParameterValue.KeyPairNotSupported", "InvalidParameterValue"),
            UnboundKey = random.Pick(Enum.GetValues<RepeatedPair>()),
            RefusedBatch = random.Pick(Enum.GetValues<RefusedBatch>()),
            ForceStop = random.Pick(Enum.GetValues<ForceStopReading>()),
            RestartRequestId = random.Pick(Enum.GetValues<RestartRequestId>()),
            RunningWithoutForce = random.Pick(Enum.GetValues<RunningWithoutForce>()),
            HardWhileStopping = random.Pick(Enum.GetValues<HardWhileStopping>()),
            KeyChanges = random.Pick(Enum.GetValues<KeyChangeMode>()),
            Busy = random.Pick(Enum.GetValues<BusyCode>()),
            MaxKeysPerInstance = random.Next(8) == 0 ? random.Next(1, 3) : null,
            SoftStopHangs = random.Next(10) == 0 ? 0.2 : 0,
            SoftStopReverts = random.Next(10) == 0 ? 0.2 : 0,
            SoftStopLate = random.Next(10) == 0 ? 0.2 : 0,
            OperationFailures = random.Next(8) == 0 ? 0.1 : 0,
            StopChargingAnyway = random.Next(25) == 0,
            PageShifts = random.Next(5) == 0 ? 1 : 0,
            Language = random.Pick(Enum.GetValues<MessageLanguage>()),
        };

        // Most cases have the lags that are on by default; some have answers nearly as old as is tolerated, some none.
        return slow switch
        {
            0 => options with
            {
                StateLag = DurationRange.Seconds(2, 15),
                KeysLag = DurationRange.Seconds(2, 15),
                OperationLag = DurationRange.Seconds(2, 15),
                ListLag = DurationRange.Seconds(10, 40),
            },
            1 => options with
            {
                StateLag = DurationRange.None,
                KeysLag = DurationRange.None,
                OperationLag = DurationRange.None,
                ListLag = DurationRange.None,
            },
            _ => options,
        };
    }
}
