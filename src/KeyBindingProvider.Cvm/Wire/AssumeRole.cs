namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of sts AssumeRole.</summary>
internal sealed record AssumeRoleRequest
{
    public required string RoleArn { get; init; }
    public required string RoleSessionName { get; init; }
    public int DurationSeconds { get; init; }

    /// <summary>URL-encoded JSON.</summary>
    public string? Policy { get; init; }
    public string? ExternalId { get; init; }
}

/// <summary>Answer of sts AssumeRole; prints as nothing.</summary>
internal sealed record AssumeRoleResponse : ApiResponse
{
    public AssumedCredentials? Credentials { get; init; }

    /// <summary>Unix seconds.</summary>
    public long? ExpiredTime { get; init; }

    public override string ToString() => nameof(AssumeRoleResponse);
}

/// <summary>Temporary credentials of an assumed role.</summary>
internal sealed class AssumedCredentials
{
    public string? Token { get; init; }
    public string? TmpSecretId { get; init; }
    public string? TmpSecretKey { get; init; }
}

/// <summary>What the metadata service says of the role of the CVM that we run on.</summary>
internal sealed class RoleCredentials
{
    public string? TmpSecretId { get; init; }
    public string? TmpSecretKey { get; init; }
    public string? Token { get; init; }
    public long? ExpiredTime { get; init; }
    public string? Code { get; init; }
}
