using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Simulator.Worlds;
using LatestOperation = KeyBindingProvider.Simulator.Worlds.LatestOperation;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>
/// What was observed of a fleet, as a world that a simulation starts from: every instance, every key pair, with nothing of a key but its id, and what starts machines, where the plan looked at it. Who is on the way to
/// another state stays there: nobody knows how it ends.
/// </summary>
internal static class FleetCopy
{
    /// <summary>A world of the regions of one account.</summary>
    /// <param name="fleets">What was observed of each.</param>
    /// <param name="twist">What a fault makes of an instance.</param>
    /// <param name="rewritten">Ids of what starts machines and is given other keys.</param>
    public static World Of(IEnumerable<FleetSnapshot> fleets, Func<WorldInstance, WorldInstance> twist, IReadOnlySet<string> rewritten)
    {
        var world = new World();
        foreach (var fleet in fleets)
        {
            var keys = fleet
                .KeyPairs.Keys.Concat(fleet.Instances.Values.SelectMany(instance => instance.Keys))
                .Concat(SourceCopy.KeysOf(fleet, rewritten));
            foreach (var key in keys.Distinct().Order())
            {
                // Names may be what the simulator refuses, and nothing shows them.
                world.AddKey(
                    new WorldKeyPair
                    {
                        Id = key.Value,
                        Name = key.Value.Replace('-', '_'),
                        Region = fleet.Region,
                    }
                );
            }

            foreach (var instance in fleet.Instances.Values.OrderBy(instance => instance.Id))
            {
                world.AddInstance(twist(Copy(instance, fleet.Region)));
            }

            SourceCopy.Add(world, fleet, rewritten);
        }

        return world;
    }

    private static WorldInstance Copy(InstanceSnapshot instance, string region) =>
        new()
        {
            Id = instance.Id.Value,
            Region = region,
            Zone = instance.Zone,
            Name = instance.Name.Raw,
            State = instance.State.Name,
            OsName = instance.IsWindows ? "Windows" : "Linux",
            KeyIds = [.. instance.Keys.Select(key => key.Value)],
            EmptyKeys =
                instance.IsUnreadable ? EmptyKeysShape.TextKeyIds
                : instance.AreKeysTold ? EmptyKeysShape.EmptyList
                : EmptyKeysShape.AbsentKeyIds,
            StopCharging = instance.IsStopCharging,
            RestrictState = instance.IsIsolated ? "PROTECTIVELY_ISOLATED" : "NORMAL",
            Tags = instance.Tags,
            LatestOperation =
                instance.LatestOperation == Core.Fleet.LatestOperation.None
                    ? null
                    : new LatestOperation(
                        instance.LatestOperation.Name,
                        instance.LatestOperation.State,
                        instance.LatestOperation.RequestId,
                        instance.LatestOperation.Error.Raw
                    ),
        };
}
