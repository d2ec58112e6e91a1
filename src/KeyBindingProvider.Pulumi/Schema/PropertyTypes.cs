using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>Types of the properties of the table.</summary>
internal static class PropertyTypes
{
    private static readonly Dictionary<PropertyName, SchemaType> Types = new()
    {
        [PropertyNames.InstanceIds] = SchemaType.Texts,
        [PropertyNames.KeyIds] = SchemaType.Texts,
        [PropertyNames.ExceptInstanceIds] = SchemaType.Texts,
        [PropertyNames.OnDestroy] = new SchemaType.Named(nameof(OnDestroy)),
        [PropertyNames.ChangePolicy] = new SchemaType.Named(nameof(ChangePolicy)),
        [PropertyNames.StopPolicy] = new SchemaType.Named(nameof(StopPolicy)),
        [PropertyNames.OnBlocked] = new SchemaType.Named(nameof(OnBlocked)),
        [PropertyNames.FailureBudget] = SchemaType.Count,
        [PropertyNames.Canary] = SchemaType.Count,
        [PropertyNames.StopTimeoutSeconds] = SchemaType.Count,
        [PropertyNames.MaxStops] = SchemaType.Count,
        [PropertyNames.AllowKeyless] = SchemaType.Flag,
        [PropertyNames.AssumeRole] = new SchemaType.Named(nameof(PropertyNames.AssumeRole)),
        [PropertyNames.AllowInsecureEndpoint] = SchemaType.Flag,
        [PropertyNames.MaxRequestsPerSecond] = SchemaType.Count,
        [PropertyNames.SessionDuration] = SchemaType.Count,
        [PropertyNames.Bindings] = new SchemaType.MapOf(SchemaType.Texts),
        [PropertyNames.ForeignBindings] = new SchemaType.MapOf(SchemaType.Texts),
        [PropertyNames.PendingInstances] = new SchemaType.MapOf(new SchemaType.Named(nameof(PendingCode))),
        [PropertyNames.PowerCycledInstanceIds] = SchemaType.Texts,
    };

    /// <summary>The type of a property; most are texts.</summary>
    public static SchemaType Of(PropertyName name) => Types.GetValueOrDefault(name, SchemaType.Text);
}
