using KeyBindingProvider.Core;

namespace KeyBindingProvider.Engine;

/// <summary>The provider's configuration as somebody wrote it (<c>design.md</c> 2.5); every field may be absent and then falls back.</summary>
public sealed record EngineConfiguration
{
    /// <summary>Id of the secret pair.</summary>
    public string? SecretId { get; init; }

    /// <summary>The secret itself; never printed.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Token of a temporary pair; never printed.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>Region of resources that name none.</summary>
    public string? Region { get; init; }

    /// <summary>Profile of the shared credentials.</summary>
    public string? Profile { get; init; }

    /// <summary>Folder of the shared credentials.</summary>
    public string? SharedCredentialsDir { get; init; }

    /// <summary>Role to assume with whatever credentials were found.</summary>
    public AssumeRoleConfiguration? AssumeRole { get; init; }

    /// <summary><c>https://host[:port]</c>; <c>http://</c> for loopback only.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Lets <see cref="Endpoint"/> be plain HTTP elsewhere.</summary>
    public bool AllowInsecureEndpoint { get; init; }

    /// <summary>An upper bound over all actions, beside the documented limits of each.</summary>
    public double? MaxRequestsPerSecond { get; init; }

    /// <summary>Policy of resources that set none.</summary>
    public ChangePolicyInput ChangePolicy { get; init; } = ChangePolicyInput.None;

    /// <summary>Says which fields are set and shows none of the secrets.</summary>
    public override string ToString() => $"EngineConfiguration {{ Region = {Region}, Endpoint = {Endpoint}, Profile = {Profile} }}";
}

/// <summary>A role to assume.</summary>
public sealed record AssumeRoleConfiguration
{
    /// <summary><c>qcs::cam::uin/…:roleName/…</c>.</summary>
    public required string RoleArn { get; init; }

    /// <summary>Name of the session in the audit trail.</summary>
    public string? SessionName { get; init; }

    /// <summary>Seconds, at most 43200.</summary>
    public int? SessionDuration { get; init; }

    /// <summary>A policy that narrows the role, as JSON.</summary>
    public string? Policy { get; init; }

    /// <summary>The external id that the role's owner demands.</summary>
    public string? ExternalId { get; init; }
}
