using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>Types of the properties of the table.</summary>
internal static class PropertyTypes
{
    /// <summary>Name of the type of a selector.</summary>
    public const string InstancesType = "InstanceSelector";

    private static readonly Dictionary<PropertyName, SchemaType> Types = new()
    {
        [PropertyNames.InstanceIds] = SchemaType.Texts,
        [PropertyNames.Instances] = new SchemaType.Named(InstancesType),
        [PropertyNames.Ids] = SchemaType.Texts,
        [PropertyNames.Tags] = new SchemaType.MapOf(SchemaType.Texts),
        [PropertyNames.AutoScalingGroups] = SchemaType.Texts,
        [PropertyNames.Names] = SchemaType.Texts,
        [PropertyNames.MinInstances] = SchemaType.Count,
        [PropertyNames.MaxInstances] = SchemaType.Count,
        [PropertyNames.SelectedInstanceIds] = SchemaType.Texts,
        [PropertyNames.Expired] = SchemaType.Flag,
        [PropertyNames.KeyIds] = SchemaType.Texts,
        [PropertyNames.ExceptInstanceIds] = SchemaType.Texts,
        [PropertyNames.FindSources] = SchemaType.Flag,
        [PropertyNames.RewriteSources] = SchemaType.Flag,
        [PropertyNames.OnDestroy] = new SchemaType.Named(nameof(OnDestroy)),
        [PropertyNames.ChangePolicy] = new SchemaType.Named(nameof(ChangePolicy)),
        [PropertyNames.AssumeRole] = new SchemaType.Named(nameof(PropertyNames.AssumeRole)),
        [PropertyNames.AllowInsecureEndpoint] = SchemaType.Flag,
        [PropertyNames.MaxRequestsPerSecond] = SchemaType.Count,
        [PropertyNames.PinnedKeys] = SchemaType.Texts,
        [PropertyNames.DriftAttribution] = SchemaType.Flag,
        [PropertyNames.SessionDuration] = SchemaType.Count,
        [PropertyNames.Bindings] = new SchemaType.MapOf(SchemaType.Texts),
        [PropertyNames.ForeignBindings] = new SchemaType.MapOf(SchemaType.Texts),
        [PropertyNames.PendingInstances] = new SchemaType.MapOf(new SchemaType.Named(nameof(PendingCode))),
        [PropertyNames.PowerCycledInstanceIds] = SchemaType.Texts,
        [PropertyNames.PowerCycledWith] = new SchemaType.MapOf(SchemaType.Texts),
    };

    /// <summary>The type of a property; most are texts.</summary>
    public static SchemaType Of(PropertyName name) => Types.GetValueOrDefault(name, SchemaType.Text);

    /// <summary>The type of a field of a change policy; words have a type of their own.</summary>
    public static SchemaType Of(PolicyField field) =>
        field.Type switch
        {
            PolicyType.Count => SchemaType.Count,
            PolicyType.Flag => SchemaType.Flag,
            PolicyType.Limit => SchemaType.CountOrText,
            PolicyType.Choice => new SchemaType.Named(TypeNameOf(field)),
            _ => SchemaType.Text,
        };

    /// <summary>Name of the type of a field's words.</summary>
    public static string TypeNameOf(PolicyField field) => char.ToUpperInvariant(field.Name.Camel[0]) + field.Name.Camel[1..];
}
