using System.Collections.Immutable;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>The one table of property names that every face takes its spellings from.</summary>
public static class PropertyNames
{
    // Resources.

    /// <summary>Instances that a resource speaks of.</summary>
    public static readonly PropertyName InstanceIds = new("instanceIds");

    /// <summary>How a resource selects instances, where it does not list them.</summary>
    public static readonly PropertyName Instances = new("instances");

    /// <summary>Instances that a selector names.</summary>
    public static readonly PropertyName Ids = new("ids");

    /// <summary>Tags that a selector asks for.</summary>
    public static readonly PropertyName Tags = new("tags");

    /// <summary>Scaling groups that a selector asks for.</summary>
    public static readonly PropertyName AutoScalingGroups = new("autoScalingGroups");

    /// <summary>Names that a selector asks for.</summary>
    public static readonly PropertyName Names = new("names");

    /// <summary>How few instances a selector may mean.</summary>
    public static readonly PropertyName MinInstances = new("minInstances");

    /// <summary>How many instances a selector may mean.</summary>
    public static readonly PropertyName MaxInstances = new("maxInstances");

    /// <summary>Key pairs that a resource speaks of.</summary>
    public static readonly PropertyName KeyIds = new("keyIds");

    /// <summary>Instances on which a revoked key may stay.</summary>
    public static readonly PropertyName ExceptInstanceIds = new("exceptInstanceIds");

    /// <summary>Whether a revocation looks for what starts machines with a key of it.</summary>
    public static readonly PropertyName FindSources = new("findSources");

    /// <summary>Whether a revocation puts another key there.</summary>
    public static readonly PropertyName RewriteSources = new("rewriteSources");

    /// <summary>That key.</summary>
    public static readonly PropertyName ReplacementKeyId = new("replacementKeyId");

    /// <summary>The region of a resource or of a provider.</summary>
    public static readonly PropertyName Region = new("region");

    /// <summary>What happens to bindings when their resource goes.</summary>
    public static readonly PropertyName OnDestroy = new("onDestroy");

    /// <summary>When what a resource grants ends.</summary>
    public static readonly PropertyName NotAfter = new("notAfter");

    /// <summary>How long before its end a resource says so.</summary>
    public static readonly PropertyName ExpiresWarning = new("expiresWarning");

    /// <summary>The change policy of a resource or of a provider.</summary>
    public static readonly PropertyName ChangePolicy = new("changePolicy");

    // Provider configuration.

    /// <summary>Id of the API secret.</summary>
    public static readonly PropertyName SecretId = new("secretId");

    /// <summary>The API secret.</summary>
    public static readonly PropertyName SecretKey = new("secretKey");

    /// <summary>Token of a temporary secret.</summary>
    public static readonly PropertyName SecurityToken = new("securityToken");

    /// <summary>Name of a profile in the credential files.</summary>
    public static readonly PropertyName Profile = new("profile");

    /// <summary>Directory of the credential files.</summary>
    public static readonly PropertyName SharedCredentialsDir = new("sharedCredentialsDir");

    /// <summary>A role to assume.</summary>
    public static readonly PropertyName AssumeRole = new("assumeRole");

    /// <summary>Endpoint of the API.</summary>
    public static readonly PropertyName Endpoint = new("endpoint");

    /// <summary>Whether plain HTTP may leave this machine.</summary>
    public static readonly PropertyName AllowInsecureEndpoint = new("allowInsecureEndpoint");

    /// <summary>Pace of the client.</summary>
    public static readonly PropertyName MaxRequestsPerSecond = new("maxRequestsPerSecond");

    /// <summary>How much a preview says of a resource.</summary>
    public static readonly PropertyName PreviewDetail = new("previewDetail");

    /// <summary>Keys that no change ever takes away.</summary>
    public static readonly PropertyName PinnedKeys = new("pinnedKeys");

    /// <summary>Whether drift names who made it.</summary>
    public static readonly PropertyName DriftAttribution = new("driftAttribution");

    // Role.

    /// <summary>The role's resource name.</summary>
    public static readonly PropertyName RoleArn = new("roleArn");

    /// <summary>Name of the role session.</summary>
    public static readonly PropertyName SessionName = new("sessionName");

    /// <summary>Seconds that the role session lasts.</summary>
    public static readonly PropertyName SessionDuration = new("sessionDuration");

    /// <summary>A policy that narrows the role session.</summary>
    public static readonly PropertyName RolePolicy = new("policy");

    /// <summary>External id that the role asks for.</summary>
    public static readonly PropertyName ExternalId = new("externalId");

    // Outputs.

    /// <inheritdoc cref="ResourceOutputs.Bindings"/>
    public static readonly PropertyName Bindings = new("bindings");

    /// <summary>The instances that a selector came to.</summary>
    public static readonly PropertyName SelectedInstanceIds = new("selectedInstanceIds");

    /// <summary>Whether what a resource granted has ended.</summary>
    public static readonly PropertyName Expired = new("expired");

    /// <inheritdoc cref="ResourceOutputs.ForeignBindings"/>
    public static readonly PropertyName ForeignBindings = new("foreignBindings");

    /// <inheritdoc cref="ResourceOutputs.PendingInstances"/>
    public static readonly PropertyName PendingInstances = new("pendingInstances");

    /// <inheritdoc cref="ResourceOutputs.PowerCycledInstanceIds"/>
    public static readonly PropertyName PowerCycledInstanceIds = new("powerCycledInstanceIds");

    /// <inheritdoc cref="ResourceOutputs.PowerCycledWith"/>
    public static readonly PropertyName PowerCycledWith = new("powerCycledWith");

    /// <summary>What binds a Terraform apply to its plan.</summary>
    public static readonly PropertyName LastPlannedChanges = new("lastPlannedChanges");

    /// <summary>Fields of <see cref="Instances"/>.</summary>
    public static ImmutableArray<PropertyName> OfInstances { get; } = [Ids, Tags, AutoScalingGroups, Names, MinInstances, MaxInstances];

    /// <summary>Fields of <see cref="ChangePolicy"/>.</summary>
    public static ImmutableArray<PropertyName> OfChangePolicy { get; } = [.. PolicyFields.All.Select(field => field.Name)];

    /// <summary>Fields of the provider configuration.</summary>
    public static ImmutableArray<PropertyName> OfProvider { get; } =
    [
        SecretId,
        SecretKey,
        SecurityToken,
        Region,
        Profile,
        SharedCredentialsDir,
        AssumeRole,
        Endpoint,
        AllowInsecureEndpoint,
        MaxRequestsPerSecond,
        PreviewDetail,
        PinnedKeys,
        DriftAttribution,
        ChangePolicy,
    ];

    /// <summary>Fields of <see cref="AssumeRole"/>.</summary>
    public static ImmutableArray<PropertyName> OfAssumeRole { get; } = [RoleArn, SessionName, SessionDuration, RolePolicy, ExternalId];

    /// <summary>Fields whose values are never shown, not even in a message about them.</summary>
    public static ImmutableArray<PropertyName> Secrets { get; } = [SecretId, SecretKey, SecurityToken];
}
