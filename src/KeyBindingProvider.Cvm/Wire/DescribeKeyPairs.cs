namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of DescribeKeyPairs.</summary>
internal sealed record DescribeKeyPairsRequest
{
    public required IEnumerable<string> KeyIds { get; init; }
    public int Limit { get; init; }
}

/// <summary>Answer of DescribeKeyPairs.</summary>
internal sealed record DescribeKeyPairsResponse : ApiResponse
{
    public IReadOnlyList<KeyPairAnswer?>? KeyPairSet { get; init; }

    public override string? MissingList => KeyPairSet is null ? nameof(KeyPairSet) : null;
}

/// <summary>A key pair; the private key never comes back on a read.</summary>
internal sealed record KeyPairAnswer
{
    public string? KeyId { get; init; }
    public string? KeyName { get; init; }
    public IReadOnlyList<string?>? AssociatedInstanceIds { get; init; }
}
