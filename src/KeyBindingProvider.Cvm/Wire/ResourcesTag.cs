namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of tag AttachResourcesTag, and of DetachResourcesTag, which has no value. For CVM both service and prefix are needed.</summary>
internal sealed record ResourcesTagRequest
{
    public string ServiceType { get; } = "cvm";
    public string ResourcePrefix { get; } = "instance";
    public required string ResourceRegion { get; init; }

    /// <summary>At most 50.</summary>
    public required IEnumerable<string> ResourceIds { get; init; }
    public required string TagKey { get; init; }
    public string? TagValue { get; init; }
}

/// <summary>Parameters of tag CreateTag.</summary>
internal sealed record CreateTagRequest
{
    public required string TagKey { get; init; }
    public required string TagValue { get; init; }
}

/// <summary>Parameters of tag DescribeResourceTagsByResourceIds.</summary>
internal sealed record ResourceTagsRequest
{
    public string ServiceType { get; } = "cvm";
    public string ResourcePrefix { get; } = "instance";
    public required string ResourceRegion { get; init; }
    public required IEnumerable<string> ResourceIds { get; init; }

    /// <summary>A multiple of <see cref="Limit"/>.</summary>
    public required int Offset { get; init; }
    public required int Limit { get; init; }
}

/// <summary>Answer of tag DescribeResourceTagsByResourceIds: one row for each tag.</summary>
internal sealed record ResourceTagsResponse : ApiResponse
{
    public int? TotalCount { get; init; }
    public IReadOnlyList<ResourceTagAnswer?>? Tags { get; init; }
}

/// <summary>One tag of one resource.</summary>
internal sealed record ResourceTagAnswer
{
    public string? ResourceId { get; init; }
    public string? TagKey { get; init; }
    public string? TagValue { get; init; }
}

/// <summary>Parameters of tag DescribeResourcesByTags.</summary>
internal sealed record ResourcesByTagsRequest
{
    public string ServiceType { get; } = "cvm";
    public string ResourcePrefix { get; } = "instance";
    public required string ResourceRegion { get; init; }
    public required IEnumerable<TagFilterRequest> TagFilters { get; init; }
    public required int Offset { get; init; }
    public required int Limit { get; init; }
}

/// <summary>A key, with any value.</summary>
internal sealed record TagFilterRequest
{
    public required string TagKey { get; init; }
}

/// <summary>Answer of tag DescribeResourcesByTags.</summary>
internal sealed record ResourcesByTagsResponse : ApiResponse
{
    public int? TotalCount { get; init; }
    public IReadOnlyList<TaggedResourceAnswer?>? Rows { get; init; }
}

/// <summary>A resource that has the tag.</summary>
internal sealed record TaggedResourceAnswer
{
    public string? ResourceId { get; init; }
}
