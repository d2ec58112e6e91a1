using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of DescribeKeyPairs; without ids all of a region, page by page.</summary>
internal sealed record DescribeKeyPairsRequest
{
    public IEnumerable<string>? KeyIds { get; init; }
    public int? Offset { get; init; }
    public int Limit { get; init; }
}

/// <summary>Answer of DescribeKeyPairs.</summary>
internal sealed record DescribeKeyPairsResponse : ApiResponse
{
    [JsonConverter(typeof(CountConverter))]
    public int? TotalCount { get; init; }
    public IReadOnlyList<KeyPairAnswer?>? KeyPairSet { get; init; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(KeyPairSet), KeyPairSet?.Select(pair => pair?.KeyId), TotalCount, asked);
}

/// <summary>A key pair; the private key never comes back on a read.</summary>
internal sealed record KeyPairAnswer
{
    public string? KeyId { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? KeyName { get; init; }
    public IReadOnlyList<string?>? AssociatedInstanceIds { get; init; }
}
