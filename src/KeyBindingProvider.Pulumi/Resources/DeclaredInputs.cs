using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>Inputs of a resource: as the engine sent them, and as all faces read them.</summary>
/// <param name="Properties">As sent, derived ones included.</param>
/// <param name="Checked">Typed, with all problems and what is not known yet.</param>
internal sealed record DeclaredInputs(PropertyValue.Map Properties, Checked<ResourceInput> Checked)
{
    /// <summary>Inputs that a check derives and nobody writes.</summary>
    public static ImmutableArray<PropertyName> Derived { get; } =
    [PropertyNames.Bindings, PropertyNames.SelectedInstanceIds, PropertyNames.Expired];

    /// <summary>Typed; complete only when nothing is unknown.</summary>
    public ResourceInput Value => Checked.Value;

    /// <summary>What is known only at apply.</summary>
    public UnknownInputs Unknown => new(Checked.Unknowns, Spelling.Camel);

    /// <summary>Reads inputs. The derived ones among them are not the user's and are left out of the check.</summary>
    public static DeclaredInputs Read(ResourceName resource, PropertyValue.Map properties, ChangePolicyInput providerPolicy)
    {
        var check = ResourceCheck.Check(
            resource.Name,
            resource.Kind,
            ToInput.Map(Derived.Aggregate(properties, (map, name) => map.Without(name.Camel))),
            path: "",
            Spelling.Camel,
            providerPolicy
        );
        check = check with { Value = check.Value with { HasEnded = check.Value.Ends is not null && IsExpired(properties) } };
        return new(properties, check.Value.Instances is null ? check : WithSelected(check, properties));
    }

    private static bool IsExpired(PropertyValue.Map properties) =>
        properties.Find(PropertyNames.Expired.Camel)?.Plain is PropertyValue.Flag { Value: true };

    /// <summary>What a check has found the selector to mean; before that, and where it could not look, its instances are not known.</summary>
    private static Checked<ResourceInput> WithSelected(Checked<ResourceInput> check, PropertyValue.Map properties) =>
        properties.Find(PropertyNames.SelectedInstanceIds.Camel)?.Plain is PropertyValue.List selected
            ? check with
            {
                Value = check.Value with { InstanceIds = [.. KeyMaps.Texts(selected).Select(InstanceId.FromService)] },
            }
            : check with
            {
                Unknowns = [.. check.Unknowns, PropertyNames.Instances.Camel],
            };

    /// <summary>The same once the selector and the time have been looked up.</summary>
    public DeclaredInputs Resolved(ResourceInput resolved)
    {
        PropertyValue ids = new PropertyValue.List([.. resolved.InstanceIds.Select(id => new PropertyValue.Text(id.Value))]);
        var selected = resolved.Instances is null
            ? Properties
            : Properties.With(PropertyNames.SelectedInstanceIds.Camel, HasSecretIds ? new PropertyValue.Secret(ids) : ids);
        return new(
            resolved.Ends is null ? selected : selected.With(PropertyNames.Expired.Camel, new PropertyValue.Flag(resolved.HasEnded)),
            Checked with
            {
                Value = resolved,
                Unknowns = [.. Checked.Unknowns.Where(path => path != PropertyNames.Instances.Camel)],
            }
        );
    }

    /// <summary>Whether somebody has to ask what it comes to: what the selector means, or what time it is.</summary>
    public bool IsUnresolved =>
        (Value.Instances is not null && Unknown.Instances)
        || (Value.Ends is not null && Properties.Find(PropertyNames.Expired.Camel) is null);

    /// <summary>Whether a property, or a part of it, is known only at apply.</summary>
    public bool IsUnknown(PropertyName name) => Unknown.Any(name);

    /// <summary>Whether the selector itself, or a part of it, is known only at apply; else what it means is all that may be unknown.</summary>
    public bool IsSelectorUnknown =>
        new UnknownInputs([.. Checked.Unknowns.Where(path => path != PropertyNames.Instances.Camel)], Spelling.Camel).Any(
            PropertyNames.Instances
        );

    /// <summary>Whether any id is known only at apply.</summary>
    public bool HasUnknownIds => Unknown.Instances || Unknown.Keys;

    /// <summary>Whether an id is secret: then whatever is computed from it is, too.</summary>
    public bool HasSecretIds => IdsAreSecret(Properties);

    /// <inheritdoc cref="HasSecretIds"/>
    public static bool IdsAreSecret(PropertyValue.Map properties) =>
        new[]
        {
            PropertyNames.InstanceIds,
            PropertyNames.Instances,
            PropertyNames.SelectedInstanceIds,
            PropertyNames.KeyIds,
            PropertyNames.ExceptInstanceIds,
        }.Any(name => properties.Find(name.Camel)?.HoldsSecret == true);

    /// <summary>
    /// The derived input <c>bindings</c>: what each instance is to have in the end. The engine shows new values of a diff from inputs, so that without it no
    /// diff could be shown instance by instance.
    /// </summary>
    public PropertyValue WantedBindings
    {
        get
        {
            var isUnknown = !Value.Kind.IsOfRegion && HasUnknownIds;
            PropertyValue wanted = isUnknown ? PropertyValue.Unknown.Instance : KeyMaps.Write(Wanted(Value));
            return HasSecretIds ? new PropertyValue.Secret(wanted) : wanted;
        }
    }

    private static IEnumerable<KeyValuePair<InstanceId, KeySet>> Wanted(ResourceInput input) =>
        input.KeyIds.IsEmpty || input.HasEnded ? [] : input.InstanceIds.Select(id => KeyValuePair.Create(id, input.KeyIds));
}
