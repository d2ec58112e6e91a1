using System.Text;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>A provider's configuration as somebody wrote it (rule <c>provider-configuration</c>); nothing comes from environment or files here.</summary>
public sealed record ProviderInput
{
    /// <summary>Nothing was written.</summary>
    public static readonly ProviderInput None = new();

    /// <summary>Id of the API secret.</summary>
    public string? SecretId { get; init; }

    /// <summary>The API secret.</summary>
    public string? SecretKey { get; init; }

    /// <summary>Token of a temporary secret.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>Region of resources that name none.</summary>
    public string? Region { get; init; }

    /// <summary>Profile in the credential files.</summary>
    public string? Profile { get; init; }

    /// <summary>Directory of the credential files.</summary>
    public string? SharedCredentialsDir { get; init; }

    /// <summary>A role to assume.</summary>
    public AssumeRoleInput? AssumeRole { get; init; }

    /// <summary>Endpoint of the API.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Whether plain HTTP may leave this machine.</summary>
    public bool? AllowInsecureEndpoint { get; init; }

    /// <summary>Pace of the client.</summary>
    public int? MaxRequestsPerSecond { get; init; }

    /// <summary>How much a preview says of a resource.</summary>
    public PreviewDetail? PreviewDetail { get; init; }

    /// <summary>Keys that no change ever takes away.</summary>
    public KeySet PinnedKeys { get; init; } = KeySet.Empty;

    /// <summary>Whether drift names who made it; null is no.</summary>
    public bool? DriftAttribution { get; init; }

    /// <summary>Policy fields for resources that leave them out.</summary>
    public ChangePolicyInput ChangePolicy { get; init; } = ChangePolicyInput.None;

    /// <summary>Secrets are never printed, not even by accident.</summary>
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"Region = {Region}, Profile = {Profile}, Endpoint = {Endpoint}");
        return true;
    }
}

/// <summary>A role to assume.</summary>
/// <param name="RoleArn">The role's resource name.</param>
/// <param name="SessionName">Name of the session.</param>
/// <param name="SessionDuration">Seconds that it lasts.</param>
/// <param name="Policy">A policy that narrows it.</param>
/// <param name="ExternalId">External id that the role asks for.</param>
public sealed record AssumeRoleInput(string RoleArn, string? SessionName, int? SessionDuration, string? Policy, string? ExternalId);
