using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Resources;

namespace KeyBindingProvider.Core.Kinds;

/// <summary>
/// A kind of resource (rule <c>three-kinds</c>): it answers whatever depends on the kind, so that nobody has to ask which one it is. There is one object of
/// each, compared by reference and written by its name. What an intent of the kind wants of a fleet, the intent says (<see cref="ResourceIntent"/>).
/// </summary>
public abstract class ResourceKind
{
    private protected ResourceKind() { }

    /// <summary>Its name in programs: <c>KeyPairAssociation</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What descriptions call it that speak of several kinds.</summary>
    public abstract string ShortName { get; }

    /// <summary>What it is for; names in braces are spelled as the face spells them.</summary>
    public abstract string Description { get; }

    /// <summary>Which keys its output <c>bindings</c> lists.</summary>
    public abstract string BindingsDescription { get; }

    /// <summary>Its inputs, in the order in which they are shown.</summary>
    public abstract ImmutableArray<PropertyName> Inputs { get; }

    /// <summary>Those that must be given.</summary>
    public abstract ImmutableArray<PropertyName> RequiredInputs { get; }

    /// <summary>Its computed outputs.</summary>
    public virtual ImmutableArray<PropertyName> Outputs { get; } =
    [PropertyNames.Bindings, PropertyNames.PendingInstances, PropertyNames.PowerCycledInstanceIds, PropertyNames.PowerCycledWith];

    /// <summary>What happens to bindings when nobody said.</summary>
    public abstract OnDestroy DefaultOnDestroy { get; }

    /// <summary>How its import ids are written.</summary>
    public abstract ImportForm ImportForm { get; }

    /// <summary>Pulumi type token: <c>keybinding:index:KeyPairAssociation</c>.</summary>
    public string PulumiToken => $"{ResourceKinds.Package}:index:{Name}";

    /// <summary>Terraform type: <c>keybinding_key_pair_association</c>.</summary>
    public string TerraformType => $"{ResourceKinds.Package}_{Spelled.Snake}";

    /// <summary>Its name as the faces spell names.</summary>
    internal PropertyName Spelled => new(char.ToLowerInvariant(Name[0]) + Name[1..]);

    /// <summary>Whether it is about the whole region; else it is about the instances that it names.</summary>
    public bool IsOfRegion => !Inputs.Contains(PropertyNames.InstanceIds);

    /// <summary>Whether any key that it does not declare on its instances is taken away.</summary>
    public virtual bool IsAuthoritative => false;

    /// <summary>Whether all that it ever takes away is its own: a fleet is taken over as resources of such a kind.</summary>
    public bool IsAdditive => !IsAuthoritative && !IsOfRegion;

    /// <summary>Whether it may declare no key at all.</summary>
    public virtual bool MayDeclareNoKeys(ChangePolicy policy) => false;

    /// <summary>Whether anything can be foreseen of a new one while some instances will be known only at apply.</summary>
    /// <param name="known">What is known of it.</param>
    /// <param name="unknown">What is not.</param>
    public virtual bool IsForeseeable(ResourceInput known, UnknownInputs unknown) => !known.InstanceIds.IsEmpty;

    /// <summary>Instances that new inputs speak of and those before did not: they have to be looked at before anything is planned for them.</summary>
    /// <param name="desired">The inputs to come.</param>
    /// <param name="before">The inputs as last accepted.</param>
    public virtual IEnumerable<InstanceId> NewlyCovered(ResourceInput desired, ResourceInput before) => desired.InstanceIds;

    /// <summary>What a resource of this kind asks for, without any state of an earlier run.</summary>
    public abstract ResourceIntent ToIntent(ResourceInput input, string region, ChangePolicy policy, ImmutableArray<string> dependsOn);

    /// <summary>Which of the keys that its outputs list on an instance are its to take away.</summary>
    /// <param name="listed">The keys that it lists there.</param>
    /// <param name="declared">The keys that it declares.</param>
    public abstract KeySet OwnKeys(KeySet listed, KeySet declared);

    /// <summary>What became of a resource of this kind: its named instances are what it consists of.</summary>
    public virtual Presence Judge(ResourceState state, FleetSnapshot fleet) => Vanishing.OfNamedInstances(state, fleet);

    /// <summary>The keys that an import takes over on an instance.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="named">The keys that the id names.</param>
    public virtual KeySet KeysToImport(InstanceSnapshot instance, KeySet named) => instance.Keys.Intersect(named);

    /// <summary>Whether anything in a region shows what could be imported as one of these.</summary>
    public virtual bool IsListable => false;

    /// <summary>What could be imported as one of these, in the order of the ids; each is an exact rectangle.</summary>
    /// <param name="report">Who can open what: of the whole region, or of the part that is asked for.</param>
    public virtual IEnumerable<ListedResource> List(AccessReport report) => [];

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
