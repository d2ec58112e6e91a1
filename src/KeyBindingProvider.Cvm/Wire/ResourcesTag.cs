using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of tag AttachResourcesTag, and of DetachResourcesTag, which has no value. For CVM both service and prefix are needed.</summary>
internal sealed record ResourcesTagRequest : IRequest
{
    public string ServiceType { get; } = "cvm";
    public string ResourcePrefix { get; } = "instance";
    public required string ResourceRegion { get; init; }

    /// <summary>At most 50.</summary>
    public required IEnumerable<string> ResourceIds { get; init; }
    public required string TagKey { get; init; }
    public string? TagValue { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(ServiceType), ServiceType);
        json.Write(nameof(ResourcePrefix), ResourcePrefix);
        json.Write(nameof(ResourceRegion), ResourceRegion);
        json.Write(nameof(ResourceIds), ResourceIds);
        json.Write(nameof(TagKey), TagKey);
        json.Write(nameof(TagValue), TagValue);
    }
}

/// <summary>Parameters of tag CreateTag.</summary>
internal sealed record CreateTagRequest : IRequest
{
    public required string TagKey { get; init; }
    public required string TagValue { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(TagKey), TagKey);
        json.Write(nameof(TagValue), TagValue);
    }
}

/// <summary>Parameters of tag DescribeResourceTagsByResourceIds.</summary>
internal sealed record ResourceTagsRequest : IRequest
{
    public string ServiceType { get; } = "cvm";
    public string ResourcePrefix { get; } = "instance";
    public required string ResourceRegion { get; init; }
    public required IEnumerable<string> ResourceIds { get; init; }

    /// <summary>A multiple of <see cref="Limit"/>.</summary>
    public required int Offset { get; init; }
    public required int Limit { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(ServiceType), ServiceType);
        json.Write(nameof(ResourcePrefix), ResourcePrefix);
        json.Write(nameof(ResourceRegion), ResourceRegion);
        json.Write(nameof(ResourceIds), ResourceIds);
        json.Write(nameof(Offset), Offset);
        json.Write(nameof(Limit), Limit);
    }
}

/// <summary>Answer of tag DescribeResourceTagsByResourceIds: one row for each tag.</summary>
internal sealed record ResourceTagsResponse : ApiResponse
{
    public int? TotalCount { get; private set; }
    public IReadOnlyList<ResourceTagAnswer?>? Tags { get; private set; }

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(TotalCount) => TotalCount = json.GetInt32OrNull(),
            nameof(Tags) => Tags = json.GetObjects<ResourceTagAnswer>(),
            _ => base.ReadMember(member, ref json),
        };
}

/// <summary>One tag of one resource.</summary>
internal sealed record ResourceTagAnswer : IJsonObject
{
    public string? ResourceId { get; private set; }
    public string? TagKey { get; private set; }
    public string? TagValue { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(ResourceId) => ResourceId = json.GetString(),
            nameof(TagKey) => TagKey = json.GetString(),
            nameof(TagValue) => TagValue = json.GetString(),
            _ => null,
        };
}

/// <summary>Parameters of tag DescribeResourcesByTags.</summary>
internal sealed record ResourcesByTagsRequest : IRequest
{
    public string ServiceType { get; } = "cvm";
    public string ResourcePrefix { get; } = "instance";
    public required string ResourceRegion { get; init; }
    public required IEnumerable<TagFilterRequest> TagFilters { get; init; }
    public required int Offset { get; init; }
    public required int Limit { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(ServiceType), ServiceType);
        json.Write(nameof(ResourcePrefix), ResourcePrefix);
        json.Write(nameof(ResourceRegion), ResourceRegion);
        json.Write(nameof(TagFilters), TagFilters);
        json.Write(nameof(Offset), Offset);
        json.Write(nameof(Limit), Limit);
    }
}

/// <summary>A key, with any value.</summary>
internal sealed record TagFilterRequest : IRequest
{
    public required string TagKey { get; init; }

    public void Write(Utf8JsonWriter json) => json.Write(nameof(TagKey), TagKey);
}

/// <summary>Answer of tag DescribeResourcesByTags.</summary>
internal sealed record ResourcesByTagsResponse : ApiResponse
{
    public int? TotalCount { get; private set; }
    public IReadOnlyList<TaggedResourceAnswer?>? Rows { get; private set; }

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(TotalCount) => TotalCount = json.GetInt32OrNull(),
            nameof(Rows) => Rows = json.GetObjects<TaggedResourceAnswer>(),
            _ => base.ReadMember(member, ref json),
        };
}

/// <summary>A resource that has the tag.</summary>
internal sealed record TaggedResourceAnswer : IJsonObject
{
    public string? ResourceId { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member is nameof(ResourceId) ? ResourceId = json.GetString() : null;
}
