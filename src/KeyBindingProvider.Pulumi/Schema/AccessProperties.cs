using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>The look-up "who can open what": its arguments and its answer, described.</summary>
internal static class AccessProperties
{
    public static readonly PropertyName Keys = new("keys");
    public static readonly PropertyName KeyId = new("keyId");
    public static readonly PropertyName InstanceId = new("instanceId");
    public static readonly PropertyName Name = new("name");
    public static readonly PropertyName State = new("state");
    public static readonly PropertyName Instances = new("instances");
    public static readonly PropertyName InstanceCount = new("instanceCount");
    public static readonly PropertyName KeylessInstanceIds = new("keylessInstanceIds");
    public static readonly PropertyName MissingInstanceIds = new("missingInstanceIds");
    public static readonly PropertyName MissingKeyIds = new("missingKeyIds");
    public static readonly PropertyName MissingGroups = new("missingAutoScalingGroups");
    public static readonly PropertyName MissingNames = new("missingNames");

    public const string KeyType = "KeyAccess";
    public const string InstanceType = "InstanceAccess";

    /// <summary>Token of the function.</summary>
    public const string Function = $"{ResourceKinds.Package}:index:getKeyPairAssociations";

    public static ImmutableArray<SchemaProperty> Arguments { get; } =
    [
        new(PropertyNames.KeyIds, SchemaType.Texts, "Only these key pairs; left out: all."),
        new(PropertyNames.InstanceIds, SchemaType.Texts, "Only these instances; left out: all of the region."),
        new(PropertyNames.Tags, new SchemaType.MapOf(SchemaType.Text), "Only instances with all of these tags."),
        new(
            PropertyNames.AutoScalingGroups,
            SchemaType.Texts,
            "Only members of one of these scaling groups, each `asg-` and eight of `0-9a-z`."
        ),
        new(PropertyNames.Names, SchemaType.Texts, "Only instances with one of these names, letter by letter."),
        new(PropertyNames.Region, SchemaType.Text, "The region; left out: the provider's."),
    ];

    public static ImmutableArray<SchemaProperty> Answer { get; } =
    [
        new(PropertyNames.Region, SchemaType.Text, "The region that was looked at."),
        new(InstanceCount, SchemaType.Count, "Instances that were looked at."),
        new(
            Keys,
            new SchemaType.ListOf(new SchemaType.Named(KeyType)),
            "Key by key, sorted; one that was asked for and opens nothing is there with no instance."
        ),
        new(KeylessInstanceIds, SchemaType.Texts, "Instances that no key opens; only when no key was asked for."),
        new(MissingInstanceIds, SchemaType.Texts, "Instances that were asked for and do not exist."),
        new(MissingKeyIds, SchemaType.Texts, "Keys that were asked for and do not exist."),
        new(
            MissingGroups,
            SchemaType.Texts,
            "Scaling groups that were asked for and have no member in the region; nobody is asked whether they exist. Empty beside `instanceIds`."
        ),
        new(
            MissingNames,
            SchemaType.Texts,
            "Names that were asked for and that no instance of the region has. Empty beside `instanceIds`."
        ),
    ];

    public static ImmutableArray<SchemaProperty> OfKey { get; } =
    [
        new(KeyId, SchemaType.Text, "The key pair."),
        new(Name, SchemaType.Text, "Its name, possibly empty."),
        new(Instances, new SchemaType.ListOf(new SchemaType.Named(InstanceType)), "Instances that it opens, sorted by id."),
    ];

    public static ImmutableArray<SchemaProperty> OfInstance { get; } =
    [
        new(InstanceId, SchemaType.Text, "The instance."),
        new(Name, SchemaType.Text, "Its name, possibly empty."),
        new(State, SchemaType.Text, "Its state, as the API spells it."),
    ];
}
