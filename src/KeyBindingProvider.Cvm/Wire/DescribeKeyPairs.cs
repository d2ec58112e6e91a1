using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of DescribeKeyPairs; without ids all of a region, page by page.</summary>
internal sealed record DescribeKeyPairsRequest : IRequest
{
    public IEnumerable<string>? KeyIds { get; init; }
    public int? Offset { get; init; }
    public int Limit { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(KeyIds), KeyIds);
        json.Write(nameof(Offset), Offset);
        json.Write(nameof(Limit), Limit);
    }
}

/// <summary>Answer of DescribeKeyPairs.</summary>
internal sealed record DescribeKeyPairsResponse : ListResponse
{
    public IReadOnlyList<KeyPairAnswer?>? KeyPairSet { get; private set; }

    public override string? WhyIncomplete(int? asked) =>
        ListedAnswer.WhyIncomplete(nameof(KeyPairSet), KeyPairSet?.Select(pair => pair?.KeyId), TotalCount, asked);

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(KeyPairSet) ? KeyPairSet = json.GetObjects<KeyPairAnswer>() : base.ReadMember(member, ref json);
}

/// <summary>A key pair; the private key never comes back on a read.</summary>
internal sealed record KeyPairAnswer : IJsonObject
{
    public string? KeyId { get; private set; }
    public string? KeyName { get; private set; }
    public IReadOnlyList<string?>? AssociatedInstanceIds { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(KeyId) => KeyId = json.GetString(),
            nameof(KeyName) => KeyName = LenientText.Read(ref json),
            nameof(AssociatedInstanceIds) => AssociatedInstanceIds = json.GetStrings(),
            _ => null,
        };
}
