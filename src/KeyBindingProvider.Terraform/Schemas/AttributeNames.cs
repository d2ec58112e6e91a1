using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>Names of attributes: what all faces have comes from the shared table, the rest is this face's own.</summary>
internal static class AttributeNames
{
    public const string Id = "id";
    public const string Timeouts = "timeouts";
    public const string Create = "create";
    public const string Update = "update";
    public const string Delete = "delete";

    public const string Keys = "keys";
    public const string KeyId = "key_id";
    public const string KeyName = "key_name";
    public const string KeylessInstanceIds = "keyless_instance_ids";
    public const string MissingInstanceIds = "missing_instance_ids";
    public const string MissingKeyIds = "missing_key_ids";
    public const string MissingGroups = "missing_auto_scaling_groups";
    public const string MissingNames = "missing_names";
    public const string InstanceCount = "instance_count";

    public static readonly string InstanceIds = PropertyNames.InstanceIds.Snake;
    public static readonly string Instances = PropertyNames.Instances.Snake;
    public static readonly string SelectedInstanceIds = PropertyNames.SelectedInstanceIds.Snake;
    public static readonly string Tags = PropertyNames.Tags.Snake;
    public static readonly string AutoScalingGroups = PropertyNames.AutoScalingGroups.Snake;
    public static readonly string Names = PropertyNames.Names.Snake;
    public static readonly string KeyIds = PropertyNames.KeyIds.Snake;
    public static readonly string ExceptInstanceIds = PropertyNames.ExceptInstanceIds.Snake;
    public static readonly string Region = PropertyNames.Region.Snake;
    public static readonly string OnDestroy = PropertyNames.OnDestroy.Snake;
    public static readonly string ChangePolicy = PropertyNames.ChangePolicy.Snake;
    public static readonly string NotAfter = PropertyNames.NotAfter.Snake;
    public static readonly string Expired = PropertyNames.Expired.Snake;
    public static readonly string Bindings = PropertyNames.Bindings.Snake;
    public static readonly string ForeignBindings = PropertyNames.ForeignBindings.Snake;
    public static readonly string PendingInstances = PropertyNames.PendingInstances.Snake;
    public static readonly string PowerCycledInstanceIds = PropertyNames.PowerCycledInstanceIds.Snake;
    public static readonly string PowerCycledWith = PropertyNames.PowerCycledWith.Snake;
    public static readonly string LastPlannedChanges = PropertyNames.LastPlannedChanges.Snake;
}
