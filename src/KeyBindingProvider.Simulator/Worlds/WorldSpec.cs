namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>What <see cref="World.Generate"/> makes. Counts are for each region.</summary>
public sealed record WorldSpec
{
    /// <summary>Seed of ids, keys, names and shapes.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Regions, each with the same counts.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [World.DefaultRegion];

    /// <summary>Linux instances that run.</summary>
    public int Running { get; init; } = 10;

    /// <summary>Linux instances that are stopped and charged.</summary>
    public int Stopped { get; init; } = 3;

    /// <summary>Linux instances that are stopped in the no-charge mode.</summary>
    public int StopCharging { get; init; }

    /// <summary>Running Windows instances; they have no keys.</summary>
    public int Windows { get; init; }

    /// <summary>Running instances with RestrictState PROTECTIVELY_ISOLATED.</summary>
    public int Isolated { get; init; }

    /// <summary>How many Linux instances are in which other state.</summary>
    public IReadOnlyDictionary<string, int> OtherStates { get; init; } = new Dictionary<string, int>();

    /// <summary>Key pairs that teams share; instances carry one to three of them.</summary>
    public int SharedKeys { get; init; } = 5;

    /// <summary>Share of the Linux instances that also carry a personal key, at least; neighbours' keys differ.</summary>
    public double PersonalKeyShare { get; init; } = 0.34;

    /// <summary>Share of the Linux instances that have no key, in all four shapes of an answer.</summary>
    public double KeylessShare { get; init; } = 0.06;

    /// <summary>Share of the Linux instances whose only key is one shared key.</summary>
    public double SoleKeyShare { get; init; } = 0.12;

    /// <summary>Zones in a region.</summary>
    public int Zones { get; init; } = 3;

    /// <summary>A fleet of a size, mixed as fleets are.</summary>
    /// <param name="size">How many instances.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>A specification.</returns>
    public static WorldSpec OfSize(int size, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var stopped = size * 6 / 100;
        var stopCharging = size / 100;
        var windows = size * 2 / 100;
        return new WorldSpec
        {
            Seed = seed,
            Running = size - stopped - stopCharging - windows,
            Stopped = stopped,
            StopCharging = stopCharging,
            Windows = windows,
        };
    }
}
