using KeyBindingProvider.Cvm.Credentials;

namespace KeyBindingProvider.Cvm;

/// <summary>How to reach an account (rule <c>provider-configuration</c>). Every field may be absent; secrets print as nothing.</summary>
public sealed record CvmConfiguration
{
    /// <summary>Id of the secret pair.</summary>
    public SecretText? SecretId { get; init; }

    /// <summary>The secret itself.</summary>
    public SecretText? SecretKey { get; init; }

    /// <summary>Token of a temporary pair.</summary>
    public SecretText? SecurityToken { get; init; }

    /// <summary>Region of calls for which none is named.</summary>
    public string? Region { get; init; }

    /// <summary>Profile of the tccli files.</summary>
    public string? Profile { get; init; }

    /// <summary>Folder of the tccli files.</summary>
    public string? SharedCredentialsDir { get; init; }

    /// <summary>Role to assume with the credentials that were found.</summary>
    public AssumeRole? AssumeRole { get; init; }

    /// <summary><c>https://host[:port]</c>, or <c>http://</c> on loopback; null is the public service.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Lets <see cref="Endpoint"/> be plain HTTP elsewhere than on loopback.</summary>
    public bool AllowInsecureEndpoint { get; init; }

    /// <summary>An upper bound over all actions of an account, beside the documented limits of each.</summary>
    public double? MaxRequestsPerSecond { get; init; }

    /// <summary>How long one attempt may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>A role to assume (rule <c>service-assume-role</c>).</summary>
public sealed record AssumeRole
{
    /// <summary><c>qcs::cam::uin/…:roleName/…</c>.</summary>
    public required string RoleArn { get; init; }

    /// <summary>2 to 128 of <c>[\w+=,.@_-]</c>.</summary>
    public string SessionName { get; init; } = "keybinding";

    /// <summary>Seconds, at most 43200.</summary>
    public int DurationSeconds { get; init; } = 7200;

    /// <summary>A policy that narrows the role, as JSON; sent URL-encoded.</summary>
    public string? Policy { get; init; }

    /// <summary>The external id that the role's owner demands.</summary>
    public string? ExternalId { get; init; }
}
