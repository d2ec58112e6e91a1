using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>
/// What every kind, property and choice means, once for all faces: schemas, documents and help are made from it. Names in braces are spelled as
/// the face spells them.
/// </summary>
public static partial class Descriptions
{
    private static readonly ImmutableDictionary<PropertyName, string> Properties = new Dictionary<PropertyName, string>
    {
        [PropertyNames.InstanceIds] =
            "Instances, each `ins-` and eight of `0-9a-z`. Any number; order does not matter, duplicates collapse. Either this or {instances}.",
        [PropertyNames.Instances] =
            "Selects instances instead of listing them in {instanceIds}: {tags}, {autoScalingGroups} and {names} narrow each other, values of one of them are "
            + "alternatives, {ids} come in addition. Resolved anew at every preview; who joined is changed, who left is treated as {onDestroy} says.",
        [PropertyNames.Ids] = "Instances that belong to the selection whatever else they are.",
        [PropertyNames.Tags] = "Tags by key, each with the values of which an instance must have one; all keys must match.",
        [PropertyNames.AutoScalingGroups] =
            "Scaling groups, each `asg-` and eight of `0-9a-z`, of one of which an instance must be a member. Members that a group starts later join.",
        [PropertyNames.Names] = "Names of instances, letter by letter, of which an instance must have one.",
        [PropertyNames.MinInstances] =
            "With fewer instances selected nothing is changed and the run fails; 1 unless set. With 0 a selection may be empty.",
        [PropertyNames.MaxInstances] = "With more instances selected nothing is changed and the run fails.",
        [PropertyNames.SelectedInstanceIds] =
            "The instances that {instances} came to. A difference of it shows who joins and who leaves. Absent where {instanceIds} lists them.",
        [PropertyNames.KeyIds] = "Key pairs, each `skey-` and eight of `0-9a-z`. Order does not matter, duplicates collapse.",
        [PropertyNames.ExceptInstanceIds] = "Instances on which the revoked keys may stay.",
        [PropertyNames.FindSources] =
            "Whether launch templates, launch configurations of Auto Scaling and node pools of TKE are looked at that start machines with a revoked key: each is a warning. "
            + "It costs a call for each template and each cluster, and permissions of its own.",
        [PropertyNames.RewriteSources] =
            "Whether those are given {replacementKeyId} in the place of the revoked keys: a template by a new version that becomes its default, a launch configuration in "
            + "place. Planned and shown like any change. Native node pools cannot be rewritten.",
        [PropertyNames.ReplacementKeyId] =
            "The key pair that takes the place of the revoked ones; needed by {rewriteSources}, and nothing without it.",
        [PropertyNames.Region] =
            "Region of the instances and keys, such as `ap-guangzhou`. Where it is left out: the region that the resource was created in, else the "
            + "provider's. An explicit other region replaces the resource; nothing else does.",
        [PropertyNames.OnDestroy] =
            "What happens to the bindings when the resource is destroyed or an instance leaves it."
            + OfKinds(
                ResourceKinds.All.Where(kind => kind.Inputs.Contains(PropertyNames.OnDestroy)),
                kind => $"`{EnumNames.Of(kind.DefaultOnDestroy)}` unless set"
            ),
        [PropertyNames.NotAfter] =
            "Until when the pairs are wanted, by the service's clock: RFC 3339 with an offset, such as `2026-12-24T18:00:00+08:00`. After it they are taken away by the next run that applies, "
            + "under the policy. In the past it refuses to create.",
        [PropertyNames.ExpiresWarning] = "How long before {notAfter} every plan warns, such as `7d`, `36h` or `90m`; `24h` unless set.",
        [PropertyNames.Expired] = "Whether {notAfter} had passed at the last apply. Absent without {notAfter}.",
        [PropertyNames.ChangePolicy] =
            "What a change may do to running machines. Field by field: the resource's, else the provider's, else the built-in one.",
        [PropertyNames.SecretId] = "Id of the API secret. Else `TENCENTCLOUD_SECRET_ID`, a profile, or the role of the machine.",
        [PropertyNames.SecretKey] = "The API secret. Else `TENCENTCLOUD_SECRET_KEY`, a profile, or the role of the machine.",
        [PropertyNames.SecurityToken] = "Token of a temporary secret. Else `TENCENTCLOUD_SECURITY_TOKEN`.",
        [PropertyNames.Profile] = "Name of a profile in the credential files.",
        [PropertyNames.SharedCredentialsDir] = "Directory of the credential files; `~/.tccli` unless set.",
        [PropertyNames.AssumeRole] = "A role to assume with the credentials found.",
        [PropertyNames.Endpoint] =
            "Endpoint of the API, `https://host[:port]`; `http://` for loopback only unless {allowInsecureEndpoint} is set.",
        [PropertyNames.AllowInsecureEndpoint] = "Whether requests may leave this machine in clear text.",
        [PropertyNames.MaxRequestsPerSecond] = "A pace below the documented limits of the API, for accounts that share them with others.",
        [PropertyNames.PreviewDetail] =
            "How much a preview says of each resource: `summary`, six lines at most; `full`, every machine and every field of the policy; "
            + "`data`, one line of JSON for programs. Unless set, Pulumi has the summary and Terraform, whose plans fold what is alike, has everything.",
        [PropertyNames.PinnedKeys] =
            "Key pairs for emergencies, which no change ever takes off an instance: a plan that would is refused, whatever the policy. They are bound by resources like any other key.",
        [PropertyNames.DriftAttribution] =
            "Whether drift that a refresh finds names who bound or unbound the key, and when, by the account's audit log (`cloudaudit:DescribeEvents`): two calls for all resources together as a rule, "
            + "20 at most and 30 s for each place that has a log, none where nothing has drifted. What cannot be read is a note. Off unless set.",
        [PropertyNames.RoleArn] = "The role's resource name.",
        [PropertyNames.SessionName] = "Name of the session; `keybinding` unless set.",
        [PropertyNames.SessionDuration] = "Seconds that the session lasts, 1 to 43200; 7200 unless set.",
        [PropertyNames.RolePolicy] = "A policy that narrows the session.",
        [PropertyNames.ExternalId] = "External id that the role asks for.",
        [PropertyNames.Bindings] = "Keys as last observed, by instance." + OfKinds(ResourceKinds.All, kind => kind.BindingsDescription),
        [PropertyNames.ForeignBindings] = "Keys of others on the instances, as last observed.",
        [PropertyNames.PendingInstances] =
            $"Instances that need a change and have not got it, with the code of why it waits: {string.Join(", ", EnumNames.All<PendingCode>(Spelling.Camel).Select(code => $"`{code}`"))}.",
        [PropertyNames.PowerCycledInstanceIds] = "Instances that the last change stopped and started.",
        [PropertyNames.PowerCycledWith] =
            "Other resources that shared the last stop and start of an instance, by instance: it was one for all of them, and each lists it.",
        [PropertyNames.LastPlannedChanges] =
            "What the last plan that changes anything showed, by instance: keys lost, keys gained, how it is stopped. It binds the apply: a change beyond "
            + "it is an error before any write.",
    }.ToImmutableDictionary();

    /// <summary>What differs where the provider says it for its resources.</summary>
    private static readonly ImmutableDictionary<PropertyName, string> Provider = new Dictionary<PropertyName, string>
    {
        [PropertyNames.Region] =
            "Region of resources that name none, such as `ap-guangzhou`. Else `TENCENTCLOUD_REGION` or a profile. A resource that exists stays where "
            + "it was created, whatever becomes of this.",
        [PropertyNames.ChangePolicy] =
            "What a change may do to running machines where a resource does not say: field by field, the resource's own wins, and the built-in "
            + "policy, which stops nothing, is behind both.",
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<Enum, string> Choices = new Dictionary<Enum, string>
    {
        [OnDestroy.Unbind] = "The keys are unbound, under all guards of {changePolicy}.",
        [OnDestroy.Keep] = "The keys stay, unmanaged.",
    }.ToImmutableDictionary();

    /// <summary>What a kind is for.</summary>
    public static string Of(ResourceKind kind, Spelling spelling) => Spell(kind.Description, spelling);

    /// <summary>What a property means.</summary>
    public static string Of(PropertyName name, Spelling spelling) => Spell(Properties[name], spelling);

    /// <summary>What a property of the provider's configuration means.</summary>
    public static string OfProvider(PropertyName name, Spelling spelling) =>
        Provider.TryGetValue(name, out var text) ? Spell(text, spelling) : Of(name, spelling);

    /// <summary>What a choice means.</summary>
    public static string Of(Enum choice, Spelling spelling) => Spell(Choices[choice], spelling);

    private static string OfKinds(IEnumerable<ResourceKind> kinds, Func<ResourceKind, string> text) =>
        string.Concat(kinds.Select(kind => $" {kind.ShortName}: {text(kind)}."));

    internal static string Spell(string text, Spelling spelling)
    {
        var named = Name().Replace(text, match => $"`{new PropertyName(match.Groups[1].Value).In(spelling)}`");
        return spelling == Spelling.Camel ? named : Quoted().Replace(named, match => $"`{new PropertyName(match.Groups[1].Value).Snake}`");
    }

    // No limit of time is one of its own: by default, what the generator writes asks the process for it, and Core asks nothing of its process.
    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Name();

    // Values in camelCase between backticks; ids, variables and regions have other characters or no capital inside.
    [GeneratedRegex("`([a-z]+[A-Z][A-Za-z]*)`", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Quoted();
}
