using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Demo;

/// <summary>The fleets of the demonstration (issue 2, item 7), the same in every run.</summary>
internal static class DemoFleet
{
    public const string Region = World.DefaultRegion;

    /// <summary>The key of somebody who has left, bound nearly everywhere.</summary>
    public const string Leaver = "skey-ada0left";

    /// <summary>The key of the team, bound everywhere.</summary>
    public const string Team = "skey-team2026";

    /// <summary>The key that takes the leaver's place in the swap.</summary>
    public const string Successor = "skey-bob0next";

    private const int Zones = 3;

    /// <summary>
    /// 250 machines: 230 Linux that run (one without the leaver's key), 15 stopped, 2 stopped in no-charge mode, 3 Windows. A third of the Linux ones
    /// carry somebody's personal key as well.
    /// </summary>
    public static World OffBoarding()
    {
        var world = Keys();
        for (var i = 0; i < 247; i++)
        {
            var state = i < 230 ? InstanceStates.Running : InstanceStates.Stopped;
            string[] keys = i == 229 ? [Team] : [Team, Leaver];
            world.AddInstance(Linux(world, i, state, i % 3 == 0 ? [.. keys, Personal(world, i)] : keys) with { StopCharging = i >= 245 });
        }

        for (var i = 247; i < 250; i++)
        {
            world.AddInstance(
                Linux(world, i, InstanceStates.Running, []) with
                {
                    Name = $"win-{i}",
                    OsName = "Windows Server 2022 DataCenter 64bit",
                }
            );
        }

        return world;
    }

    /// <summary>60 running machines with the leaver's key, the team's, and one of a stranger each.</summary>
    public static World Swap()
    {
        var world = Keys();
        for (var i = 0; i < 60; i++)
        {
            world.AddInstance(Linux(world, i, InstanceStates.Running, [Leaver, Team, Personal(world, i)]));
        }

        return world;
    }

    private static World Keys()
    {
        var world = new World();
        foreach (var (id, name) in new[] { (Leaver, "ada_laptop"), (Team, "team_2026"), (Successor, "bob_laptop") })
        {
            world.AddKey(new WorldKeyPair { Id = id, Name = name });
        }

        return world;
    }

    /// <summary>Twenty people have personal keys.</summary>
    private static string Personal(World world, int i)
    {
        var id = $"skey-pers{i % 20:0000}";
        if (!world.Keys.Any(key => key.Id == id))
        {
            world.AddKey(new WorldKeyPair { Id = id, Name = $"personal_{i % 20}" });
        }

        return id;
    }

    private static WorldInstance Linux(World world, int i, string state, string[] keys) =>
        new()
        {
            Id = $"ins-web{i:00000}",
            Name = $"web-{i}",
            Zone = $"{Region}-{(i % Zones) + 1}",
            State = state,
            KeyIds = keys,
        };
}
