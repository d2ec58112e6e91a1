namespace KeyBindingProvider.Simulator.Options;

/// <summary>
/// Every open point of the API as a switch, with the durations, lags and limits of the simulated service. The defaults
/// are the current China documents with realistic times and all lags on.
/// </summary>
/// <remarks>Each property is also a command line flag and a YAML option: <see cref="OptionTable"/> has the names.</remarks>
public sealed record SimulatorOptions
{
    /// <summary>The secret id that is accepted when no other is configured.</summary>
    public const string DefaultSecretId = "AKIDSIMULATOR000000000000000000000001";

    /// <summary>The secret key that belongs to <see cref="DefaultSecretId"/>; it opens nothing but a simulator.</summary>
    public const string DefaultSecretKey = "simulatorSecretKey00000000000001";

    /// <summary>The role that is accepted when no other is configured.</summary>
    public const string DefaultRoleArn = "qcs::cam::uin/100000000001:roleName/KeyBinding";

    /// <summary>Seed of every draw.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Divides durations and lags; the clock of signatures and of rate limits stays as it is.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>Whether bind adds or replaces.</summary>
    public BindReading Bind { get; init; } = BindReading.Adds;

    /// <summary>Binding a key that is bound.</summary>
    public RepeatedPair BoundKey { get; init; } = RepeatedPair.Fine;

    /// <summary>The code when <see cref="BoundKey"/> is an error.</summary>
    public string BoundKeyCode { get; init; } = "InvalidParameterValue.KeyPairNotSupported";

    /// <summary>Unbinding a key that is not bound.</summary>
    public RepeatedPair UnboundKey { get; init; } = RepeatedPair.Fine;

    /// <summary>The code when <see cref="UnboundKey"/> is an error.</summary>
    public string UnboundKeyCode { get; init; } = "InvalidParameterValue";

    /// <summary>What a refused batch leaves behind.</summary>
    public RefusedBatch RefusedBatch { get; init; } = RefusedBatch.NothingChanged;

    /// <summary>Share of the healthy instances that proceed under <see cref="RefusedBatch.HealthyPartProceeds"/>.</summary>
    public double HealthyShare { get; init; } = 0.6;

    /// <summary>What ForceStop=true does.</summary>
    public ForceStopReading ForceStop { get; init; } = ForceStopReading.PowerOffAndRestart;

    /// <summary>RequestId of the service's own start.</summary>
    public RestartRequestId RestartRequestId { get; init; } = RestartRequestId.Own;

    /// <summary>Bind or unbind of a running instance without ForceStop.</summary>
    public RunningWithoutForce RunningWithoutForce { get; init; } = RunningWithoutForce.Refused;

    /// <summary>HARD on a stopping instance.</summary>
    public HardWhileStopping HardWhileStopping { get; init; } = HardWhileStopping.Accepted;

    /// <summary>How bind and unbind complete.</summary>
    public KeyChangeMode KeyChanges { get; init; } = KeyChangeMode.Asynchronous;

    /// <summary>Code for a busy instance.</summary>
    public BusyCode Busy { get; init; } = BusyCode.TaskRunning;

    /// <summary>Share of SOFT stops that hang, by instance.</summary>
    public double SoftStopHangs { get; init; }

    /// <summary>Share of SOFT stops that go back to RUNNING, by instance.</summary>
    public double SoftStopReverts { get; init; }

    /// <summary>Share of SOFT stops that come late, by instance.</summary>
    public double SoftStopLate { get; init; }

    /// <summary>Share of operations that end FAILED.</summary>
    public double OperationFailures { get; init; }

    /// <summary>Most keys an instance can have; null for no limit.</summary>
    public int? MaxKeysPerInstance { get; init; }

    /// <summary>The code for too many keys on an instance.</summary>
    public string MaxKeysCode { get; init; } = "InvalidParameterValue.LimitExceeded";

    /// <summary>How many later pages of lists miss an entry that an earlier page had, with TotalCount one lower.</summary>
    public int PageShifts { get; init; }

    /// <summary>Stops in the no-charge mode although KEEP_CHARGING was sent.</summary>
    public bool StopChargingAnyway { get; init; }

    /// <summary>Whether the documented limits of calls a second hold.</summary>
    public bool RateLimits { get; init; } = true;

    /// <summary>The code of a throttled call.</summary>
    public string RateLimitCode { get; init; } = "RequestLimitExceeded";

    /// <summary>Language of messages.</summary>
    public MessageLanguage Language { get; init; } = MessageLanguage.FollowRequest;

    /// <summary>Time of a SOFT stop.</summary>
    public DurationRange StopSoft { get; init; } = DurationRange.Seconds(8, 25);

    /// <summary>Time of a SOFT stop that comes late.</summary>
    public DurationRange StopLate { get; init; } = DurationRange.Seconds(360, 600);

    /// <summary>Time of a HARD stop.</summary>
    public DurationRange StopHard { get; init; } = DurationRange.Seconds(2, 5);

    /// <summary>Time of a start.</summary>
    public DurationRange Start { get; init; } = DurationRange.Seconds(8, 20);

    /// <summary>Time of a bind.</summary>
    public DurationRange BindTime { get; init; } = DurationRange.Seconds(1, 5);

    /// <summary>Time of an unbind.</summary>
    public DurationRange UnbindTime { get; init; } = DurationRange.Seconds(1, 5);

    /// <summary>Time from TERMINATING to gone.</summary>
    public DurationRange Terminate { get; init; } = DurationRange.Seconds(5, 15);

    /// <summary>How late InstanceState shows.</summary>
    public DurationRange StateLag { get; init; } = DurationRange.Seconds(0.2, 3);

    /// <summary>How late LoginSettings.KeyIds shows.</summary>
    public DurationRange KeysLag { get; init; } = DurationRange.Seconds(0.2, 4);

    /// <summary>How late LatestOperation and its state show.</summary>
    public DurationRange OperationLag { get; init; } = DurationRange.Seconds(0.5, 6);

    /// <summary>How late AssociatedInstanceIds shows.</summary>
    public DurationRange ListLag { get; init; } = DurationRange.Seconds(1, 15);

    /// <summary>How late a tag shows in DescribeInstances; the tag service knows it at once.</summary>
    public DurationRange TagLag { get; init; } = DurationRange.Seconds(0.5, 10);

    /// <summary>How late a call shows in the audit log.</summary>
    public DurationRange AuditLag { get; init; } = DurationRange.Seconds(60, 300);

    /// <summary>How the audit log writes times.</summary>
    public AuditTimeForm AuditTime { get; init; } = AuditTimeForm.Seconds;

    /// <summary>CAM name of whoever acts at the console.</summary>
    public string ConsoleUser { get; init; } = "console-user";

    /// <summary>Time between the effect of a call and its answer.</summary>
    public DurationRange Latency { get; init; } = DurationRange.None;

    /// <summary>Largest difference between X-TC-Timestamp and the server's clock.</summary>
    public TimeSpan ClockWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Largest request body, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Accepted credentials by secret id.</summary>
    public IReadOnlyDictionary<string, SimulatedCredential> Credentials { get; init; } =
        new Dictionary<string, SimulatedCredential> { [DefaultSecretId] = new(DefaultSecretKey) };

    /// <summary>Roles that AssumeRole accepts.</summary>
    public IReadOnlyList<SimulatedRole> Roles { get; init; } = [new(DefaultRoleArn)];

    /// <summary>The CVM role served on the metadata paths; null answers 404 there.</summary>
    public string? CvmRole { get; init; } = "KeyBindingCvmRole";

    /// <summary>Life of the credentials that the metadata paths hand out.</summary>
    public TimeSpan CvmRoleLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Options with no durations and no lags: every effect is there and visible at once.</summary>
    public static SimulatorOptions Instant { get; } =
        new()
        {
            StopSoft = DurationRange.None,
            StopHard = DurationRange.None,
            Start = DurationRange.None,
            BindTime = DurationRange.None,
            UnbindTime = DurationRange.None,
            Terminate = DurationRange.None,
            StateLag = DurationRange.None,
            KeysLag = DurationRange.None,
            OperationLag = DurationRange.None,
            ListLag = DurationRange.None,
            TagLag = DurationRange.None,
            AuditLag = DurationRange.None,
        };

    /// <summary>Refuses values that make no sense, and readings that contradict each other.</summary>
    /// <exception cref="ArgumentException">With the reason, in words for the person who set the option.</exception>
    public void Validate()
    {
        // A replacing service has to accept a full set that names keys which are there already; one that calls that an
        // error could never be told to keep a key (execution rules, 1.4).
        Require(
            Bind != BindReading.Replaces || BoundKey != RepeatedPair.Error,
            "bind 'replaces' and bound-key 'error' contradict each other: no full key set could ever be sent"
        );
        Require(TimeScale is > 0 and <= 1_000_000, "time-scale must be above 0 and at most 1000000");
        foreach (var (share, name) in Shares())
        {
            Require(share is >= 0 and <= 1, $"{name} must be between 0 and 1");
        }

        Require(
            SoftStopHangs + SoftStopReverts + SoftStopLate <= 1,
            "soft-stop-hangs, soft-stop-reverts and soft-stop-late add up to more than 1"
        );
        Require(MaxKeysPerInstance is null or (>= 1 and <= 100), "max-keys must be none or 1 to 100");
        Require(PageShifts >= 0, "page-shifts must not be negative");
        Require(ClockWindow > TimeSpan.Zero, "clock-window must be above 0");
        Require(MaxBodyBytes is >= 1024 and <= 100 * 1024 * 1024, "max-body must be 1024 to 104857600 bytes");
        Require(Credentials.Count > 0, "at least one credential is needed");
    }

    private (double Share, string Name)[] Shares() =>
        [
            (HealthyShare, "healthy-share"),
            (SoftStopHangs, "soft-stop-hangs"),
            (SoftStopReverts, "soft-stop-reverts"),
            (SoftStopLate, "soft-stop-late"),
            (OperationFailures, "operation-failures"),
        ];

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
