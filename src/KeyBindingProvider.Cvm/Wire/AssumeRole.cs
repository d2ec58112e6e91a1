using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of sts AssumeRole.</summary>
internal sealed record AssumeRoleRequest : IRequest
{
    public required string RoleArn { get; init; }
    public required string RoleSessionName { get; init; }
    public int DurationSeconds { get; init; }

    /// <summary>URL-encoded JSON.</summary>
    public string? Policy { get; init; }
    public string? ExternalId { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(RoleArn), RoleArn);
        json.Write(nameof(RoleSessionName), RoleSessionName);
        json.Write(nameof(DurationSeconds), DurationSeconds);
        json.Write(nameof(Policy), Policy);
        json.Write(nameof(ExternalId), ExternalId);
    }
}

/// <summary>Answer of sts AssumeRole; prints as nothing.</summary>
internal sealed record AssumeRoleResponse : ApiResponse
{
    public AssumedCredentials? Credentials { get; private set; }

    /// <summary>Unix seconds.</summary>
    public long? ExpiredTime { get; private set; }

    public override string ToString() => nameof(AssumeRoleResponse);

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Credentials) => Credentials = json.GetObject(new AssumedCredentials()),
            nameof(ExpiredTime) => ExpiredTime = json.GetInt64OrNull(),
            _ => base.ReadMember(member, ref json),
        };
}

/// <summary>Temporary credentials of an assumed role.</summary>
internal sealed class AssumedCredentials : IJsonObject
{
    public string? Token { get; private set; }
    public string? TmpSecretId { get; private set; }
    public string? TmpSecretKey { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(Token) => Token = json.GetString(),
            nameof(TmpSecretId) => TmpSecretId = json.GetString(),
            nameof(TmpSecretKey) => TmpSecretKey = json.GetString(),
            _ => null,
        };
}

/// <summary>What the metadata service says of the role of the CVM that we run on.</summary>
internal sealed class RoleCredentials : IJsonObject
{
    public string? TmpSecretId { get; private set; }
    public string? TmpSecretKey { get; private set; }
    public string? Token { get; private set; }
    public long? ExpiredTime { get; private set; }
    public string? Code { get; private set; }

    public object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(TmpSecretId) => TmpSecretId = json.GetString(),
            nameof(TmpSecretKey) => TmpSecretKey = json.GetString(),
            nameof(Token) => Token = json.GetString(),
            nameof(ExpiredTime) => ExpiredTime = json.GetInt64OrNull(),
            nameof(Code) => Code = json.GetString(),
            _ => null,
        };
}
