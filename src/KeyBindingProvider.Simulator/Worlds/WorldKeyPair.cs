namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>A key pair of the account in one region.</summary>
public sealed record WorldKeyPair
{
    /// <summary><c>skey-</c> and eight of <c>[0-9a-z]</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Region.</summary>
    public string Region { get; init; } = World.DefaultRegion;

    /// <summary>Name: at most 25 letters, digits or underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public string Description { get; init; } = "";

    /// <summary>Tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
