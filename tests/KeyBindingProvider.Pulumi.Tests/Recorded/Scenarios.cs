using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>The scenarios of all recordings.</summary>
internal static class Scenarios
{
    private const string Team = "skey-team0001";
    private const string OnCall = "skey-oncall01";
    private const string Ada = "skey-ada0left";
    private const string Vendor = "skey-vendor01";

    /// <summary>The four programs with the fleet of the YAML example, each from its first preview to its destroy; nothing was done by hand.</summary>
    private static readonly Scenario[] Cycles =
    [
        new("yaml-cycle", 133, Fleet()),
        new("nodejs-cycle", 123, Fleet()),
        new("python-cycle", 69, Fleet()),
        new("go-cycle", 69, Fleet()),
        new("ts-up", 12, Fleet()),
        // After a cycle: Ada's key is left where it is the only one.
        new("go-up", 12, Fleet(web1: [Vendor], web2: [Team], web3: [Team], db1: [Vendor])),
    ];

    /// <summary>One story in four recordings: web-1 is stopped by the first and its start is refused for as long as it lasts.</summary>
    private static readonly Scenario[] StartRefused =
    [
        new("life-start-refused-up1", 16, Fleet(startRefused: "ResourceInsufficient.CloudDiskUnavailable")) { LeftDown = ["ins-web00001"] },
        new("life-start-refused-preview2", 28, AfterFirstUp()),
        new("life-start-refused-up2", 28, AfterFirstUp()),
        new(
            "life-destroy-refused",
            16,
            Fleet(
                web1: [OnCall, Team, Vendor],
                web2: [OnCall, Team],
                web3: [OnCall, Team],
                batch1: [Team],
                build1: [Team],
                db1: [Vendor],
                web1State: InstanceStates.Stopped,
                startRefused: "ResourceInsufficient.CloudDiskUnavailable"
            )
        ),
    ];

    /// <summary>A stack that has converged; then build-1, the only machine of its resource, was destroyed at the console.</summary>
    private static readonly Scenario Gone = new(
        "life-gone",
        27,
        Fleet(web1: [OnCall, Team, Vendor], web2: [OnCall, Team], web3: [OnCall, Team], batch1: [Team], build1: [Team], db1: [Vendor])
    )
    {
        ByHand = (cloud, process) => Assert.True(process > 1 || cloud.TerminateByHand("ins-build001")),
    };

    public static IReadOnlyList<Scenario> All { get; } = [.. Cycles, .. StartRefused, Gone];

    private static World AfterFirstUp() =>
        Fleet(
            web1: [Ada, OnCall, Team, Vendor],
            web2: [Ada, OnCall, Team],
            web3: [OnCall, Team],
            batch1: [Ada, Team],
            build1: [Team],
            web1State: InstanceStates.Stopped,
            startRefused: "ResourceInsufficient.CloudDiskUnavailable"
        );

    /// <summary>The fleet of the YAML example as it was when the recordings were made. What is not given is as it is before anything was applied.</summary>
    private static World Fleet(
        IReadOnlyList<string>? web1 = null,
        IReadOnlyList<string>? web2 = null,
        IReadOnlyList<string>? web3 = null,
        IReadOnlyList<string>? batch1 = null,
        IReadOnlyList<string>? build1 = null,
        IReadOnlyList<string>? db1 = null,
        string web1State = InstanceStates.Running,
        string? startRefused = null
    )
    {
        var world = new World();
        foreach (var (id, name) in new[] { (Team, "team"), (OnCall, "on_call"), (Ada, "ada_who_left"), (Vendor, "vendor") })
        {
            world.AddKey(new WorldKeyPair { Id = id, Name = name });
        }

        Add("ins-web00001", "web-1", web1State, web1 ?? [Ada, Vendor], startRefused);
        Add("ins-web00002", "web-2", InstanceStates.Running, web2 ?? [Team, Ada]);
        Add("ins-web00003", "web-3", InstanceStates.Stopped, web3 ?? [Team]);
        Add("ins-batch001", "batch-1", InstanceStates.Stopped, batch1 ?? [Ada]);
        Add("ins-batch002", "batch-2", InstanceStates.Running, [Vendor]);
        Add("ins-build001", "build-1", InstanceStates.Running, build1 ?? [Team, Vendor]);
        Add("ins-db000001", "db-1", InstanceStates.Stopped, db1 ?? [Ada, Vendor]);
        return world;

        void Add(string id, string name, string state, IReadOnlyList<string> keys, string? refused = null) =>
            world.AddInstance(
                new WorldInstance
                {
                    Id = id,
                    Name = name,
                    State = state,
                    KeyIds = keys,
                    StartRefused = refused,
                }
            );
    }
}
