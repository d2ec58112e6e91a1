using System.Globalization;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>Makes worlds in which a careless client gets hurt: strangers' keys, sole keys, keyless boxes.</summary>
internal static class WorldGenerator
{
    /// <summary>Keys an account may have in a region, by the documents.</summary>
    private const int AccountKeyLimit = 100;

    private static readonly string[] s_roles = ["web", "api", "db", "queue", "batch"];
    private static readonly string[] s_systems =
    [
        "CentOS 7.9 64bit",
        "Ubuntu Server 22.04 LTS 64bit",
        "TencentOS Server 3.1 (TK4)",
        "Debian 12.0 64bit",
    ];

    public static World Generate(WorldSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.SharedKeys is < 1 or >= AccountKeyLimit)
        {
            throw new ArgumentException($"shared keys must be 1 to {AccountKeyLimit - 1}");
        }

        var world = new World();
        var dice = new Dice(spec.Seed);
        for (var r = 0; r < spec.Regions.Count; r++)
        {
            var keys = AddKeys(world, spec, dice, r);
            var number = 0;
            foreach (var shape in Shapes(spec))
            {
                world.AddInstance(Instance(spec, dice, r, shape, number++, keys));
            }
        }

        return world;
    }

    private static IEnumerable<WorldInstance> Shapes(WorldSpec spec)
    {
        var blank = new WorldInstance { Id = "ins-00000000" };
        var shapes = Enumerable
            .Repeat(blank, spec.Running)
            .Concat(Enumerable.Repeat(blank with { State = InstanceStates.Stopped }, spec.Stopped))
            .Concat(Enumerable.Repeat(blank with { State = InstanceStates.Stopped, StopCharging = true }, spec.StopCharging))
            .Concat(Enumerable.Repeat(blank with { OsName = "Windows Server 2022 64bit" }, spec.Windows))
            .Concat(Enumerable.Repeat(blank with { RestrictState = "PROTECTIVELY_ISOLATED" }, spec.Isolated));
        foreach (var (state, count) in spec.OtherStates.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            shapes = shapes.Concat(Enumerable.Repeat(blank with { State = state }, count));
        }

        return shapes;
    }

    private static (List<string> Shared, List<string> Personal) AddKeys(World world, WorldSpec spec, Dice dice, int regionIndex)
    {
        var region = spec.Regions[regionIndex];
        var keys = (Shared: new List<string>(), Personal: new List<string>());
        for (var i = 0; i < AccountKeyLimit; i++)
        {
            var shared = i < spec.SharedKeys;
            var number = shared ? i + 1 : i + 1 - spec.SharedKeys;
            var name = string.Create(CultureInfo.InvariantCulture, $"{(shared ? "team" : "person")}_{number:00}");
            var id = "skey-" + Unique(dice, "key", (i * spec.Regions.Count) + regionIndex);
            world.AddKey(
                new WorldKeyPair
                {
                    Id = id,
                    Name = name,
                    Region = region,
                    Tags = new Dictionary<string, string> { ["kind"] = shared ? "team" : "person" },
                }
            );
            (shared ? keys.Shared : keys.Personal).Add(id);
        }

        return keys;
    }

    private static WorldInstance Instance(
        WorldSpec spec,
        Dice dice,
        int regionIndex,
        WorldInstance shape,
        int number,
        (List<string> Shared, List<string> Personal) keys
    )
    {
        var region = spec.Regions[regionIndex];
        var id = "ins-" + Unique(dice, "instance", (number * spec.Regions.Count) + regionIndex);
        var role = s_roles[dice.Pick(id, 0, "role", s_roles.Length)];
        return shape with
        {
            Id = id,
            Region = region,
            Zone = string.Create(CultureInfo.InvariantCulture, $"{region}-{1 + (number % Math.Max(1, spec.Zones))}"),
            Name = string.Create(CultureInfo.InvariantCulture, $"{role}-{number + 1:000}"),
            OsName = shape.IsWindows ? shape.OsName : s_systems[dice.Pick(id, 0, "os", s_systems.Length)],
            KeyIds = shape.IsWindows ? [] : Keys(spec, dice, id, number, keys),
            EmptyKeys = (EmptyKeysShape)(number % 4),
            Tags = new Dictionary<string, string> { ["role"] = role, ["env"] = dice.Roll(id, 0, "env") < 0.7 ? "prod" : "test" },
            LatestOperation =
                dice.Roll(id, 0, "operation") < 0.2
                    ? null
                    : new LatestOperation(
                        shape.State == InstanceStates.Stopped ? "StopInstances" : "StartInstances",
                        "SUCCESS",
                        dice.Guid(id, 0)
                    ),
        };
    }

    private static List<string> Keys(WorldSpec spec, Dice dice, string id, int number, (List<string> Shared, List<string> Personal) keys)
    {
        // Personal keys go to every n-th instance rather than by luck, so that the promised share also holds for five.
        var personal = Math.Ceiling((number + 1) * spec.PersonalKeyShare) > Math.Ceiling(number * spec.PersonalKeyShare);
        var luck = dice.Roll(id, 0, "keys");
        if (!personal && luck < spec.KeylessShare)
        {
            return [];
        }

        var start = dice.Pick(id, 0, "first-key", keys.Shared.Count);
        var most = !personal && luck < spec.KeylessShare + spec.SoleKeyShare ? 1 : 3;
        var count = Math.Min(keys.Shared.Count, 1 + dice.Pick(id, 0, "key-count", most));
        var bound = Enumerable.Range(0, count).Select(i => keys.Shared[(start + i) % keys.Shared.Count]).ToList();
        if (personal)
        {
            bound.Add(keys.Personal[number % keys.Personal.Count]);
        }

        return bound;
    }

    /// <summary>Four letters of luck and four of the number: no two are ever equal.</summary>
    private static string Unique(Dice dice, string subject, int number)
    {
        const string alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
        Span<char> tail = stackalloc char[4];
        for (int i = 3, rest = number; i >= 0; i--)
        {
            tail[i] = alphabet[rest % 36];
            rest /= 36;
        }

        return string.Concat(dice.Letters(subject, number, 4), tail);
    }
}
