using System.Collections.Immutable;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>The provider's configuration, described; the same list serves stack configuration and explicit providers.</summary>
internal static class ProviderProperties
{
    /// <summary>In the order of <see cref="PropertyNames.OfProvider"/>.</summary>
    public static ImmutableArray<SchemaProperty> All { get; } =
    [
        Secret(PropertyNames.SecretId, "Id of the API secret. Left out: `TENCENTCLOUD_SECRET_ID`, the credential files, the role of the machine, in this order."),
        Secret(PropertyNames.SecretKey, "The API secret. Left out: `TENCENTCLOUD_SECRET_KEY`, the credential files, the role of the machine, in this order."),
        Secret(PropertyNames.SecurityToken, "Token of a temporary secret."),
        new(PropertyNames.Region, SchemaType.Text, "Region of resources that name none, such as `ap-guangzhou`. Left out: `TENCENTCLOUD_REGION`, then the profile's."),
        new(PropertyNames.Profile, SchemaType.Text, "Profile in the credential files."),
        new(PropertyNames.SharedCredentialsDir, SchemaType.Text, "Folder of the credential files; left out: `~/.tccli`."),
        new(PropertyNames.AssumeRole, new SchemaType.Named("AssumeRole"), "A role to work as."),
        new(PropertyNames.Endpoint, SchemaType.Text, "Another endpoint of the API: `https://host[:port]`; `http://` for this machine only."),
        new(PropertyNames.AllowInsecureEndpoint, SchemaType.Flag, "Allows `http://` to other machines: signed requests then travel in clear text."),
        new(PropertyNames.MaxRequestsPerSecond, SchemaType.Count, "Most requests a second for each action of the API; left out: the documented limits."),
        new(
            PropertyNames.ChangePolicy,
            new SchemaType.Named(nameof(ChangePolicy)),
            "Policy fields for resources that leave them out. A `maxUnavailable` that is a count also holds for everything in this process."
        ),
    ];

    /// <summary>Fields of the role, in the order of <see cref="PropertyNames.OfAssumeRole"/>.</summary>
    public static ImmutableArray<SchemaProperty> OfAssumeRole { get; } =
    [
        new(PropertyNames.RoleArn, SchemaType.Text, "The role, as `qcs::cam::uin/...:roleName/...`."),
        new(PropertyNames.SessionName, SchemaType.Text, "Name of the session in the account's audit log; left out: `keybinding`."),
        new(PropertyNames.SessionDuration, SchemaType.Count, "Seconds that a session lasts, 1 to 43200; left out: 7200. It is renewed as needed."),
        new(PropertyNames.RolePolicy, SchemaType.Text, "A policy, as JSON, that narrows the session."),
        new(PropertyNames.ExternalId, SchemaType.Text, "External id that the role asks for."),
    ];

    private static SchemaProperty Secret(PropertyName name, string description) =>
        new(name, SchemaType.Text, description) { IsSecret = true };
}
