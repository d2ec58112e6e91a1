using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Everything that changes on one instance, by all resources together, in one stop window. What is really sent is computed from the
/// read inside the window with <see cref="WantFrom"/> and <see cref="RemoveFrom"/>, never from <see cref="Bound"/> (rule <c>wanted-from-the-window</c>).
/// </summary>
public sealed record InstanceChange
{
    /// <summary>One of its own.</summary>
    public InstanceChange() { }

    /// <summary>One that shares its terms with other instances.</summary>
    [SetsRequiredMembers]
    internal InstanceChange(InstanceId id, UntrustedText name, string zone, ChangeTerms terms) =>
        (Id, Name, Zone, Terms) = (id, name, zone, terms);

    /// <summary>The instance.</summary>
    public required InstanceId Id { get; init; }

    /// <summary>Its name, possibly empty.</summary>
    public UntrustedText Name { get; init; } = "";

    /// <summary>Its zone, possibly empty.</summary>
    public string Zone { get; init; } = "";

    /// <summary>Keys bound when the plan was made.</summary>
    public required KeySet Bound
    {
        get => Terms.Bound;
        init => Terms = Terms with { Bound = value };
    }

    /// <summary>Every key that some resource declares on it.</summary>
    public required KeySet Declared
    {
        get => Terms.Declared;
        init => Terms = Terms with { Declared = value };
    }

    /// <summary>Keys to take away: planned, and bound when the plan was made. Only these are ever unbound.</summary>
    public required KeySet Remove
    {
        get => Terms.Remove;
        init => Terms = Terms with { Remove = value };
    }

    /// <summary>Keys that a revocation of the program forbids on it; they never enter a bind.</summary>
    public KeySet Revoked
    {
        get => Terms.Revoked;
        init => Terms = Terms with { Revoked = value };
    }

    /// <summary>Keys that other objects of the run will bind: see <see cref="PlanRequest.Expected"/>.</summary>
    public KeySet Expected
    {
        get => Terms.Expected;
        init => Terms = Terms with { Expected = value };
    }

    /// <summary>Whether only a key that another object of the run will bind keeps it from ending without one.</summary>
    public bool CountsOnOthers =>
        !AllowKeyless
        && !Remove.IsEmpty
        && !Expected.Except(Remove).IsEmpty
        && Lockout.FirstKeylessState(this with { Expected = KeySet.Empty }) is not null;

    /// <summary>Whether the resources that change it all allow it to end, or to be for a moment, without a key.</summary>
    public bool AllowKeyless
    {
        get => Terms.AllowKeyless;
        init => Terms = Terms with { AllowKeyless = value };
    }

    /// <summary>How it is taken down.</summary>
    public StopMode StopMode
    {
        get => Terms.StopMode;
        init => Terms = Terms with { StopMode = value };
    }

    /// <summary>Whether an earlier run left it down because it could not be started: it is started after its change.</summary>
    public bool MustStart
    {
        get => Terms.MustStart;
        init => Terms = Terms with { MustStart = value };
    }

    /// <summary>Whether nothing is wanted of it but that it is started.</summary>
    public bool IsOnlyToStart => MustStart && IsSatisfiedBy(Bound);

    /// <summary>Names of the resources that change it.</summary>
    public ImmutableArray<string> Resources
    {
        get => Terms.Resources;
        init => Terms = Terms with { Resources = value };
    }

    /// <summary>What may be shared with other instances: all but <see cref="Id"/>, <see cref="Name"/> and <see cref="Zone"/>.</summary>
    internal ChangeTerms Terms
    {
        get;
        [MemberNotNull(nameof(Bound), nameof(Declared), nameof(Remove))]
        init;
    } = ChangeTerms.None;

    /// <summary>Keys to be added.</summary>
    public KeySet Add => Terms.Add;

    /// <summary>Whether <see cref="Add"/> holds any key.</summary>
    public bool Adds => !Terms.Add.IsEmpty;

    /// <summary>The full key set that is wanted, seen from the plan's snapshot.</summary>
    public KeySet Want => Terms.Want;

    /// <summary>Keys of others that stay on it.</summary>
    public KeySet Foreign => Want.Except(Declared);

    /// <summary>The full key set to bind when <paramref name="read"/> is what is bound now.</summary>
    public KeySet WantFrom(KeySet read) => Terms.WantFrom(read);

    /// <summary>The planned removals that are bound now.</summary>
    public KeySet RemoveFrom(KeySet read) => read.Intersect(Remove);

    /// <summary>Whether a bind is needed when <paramref name="read"/> is what is bound now.</summary>
    public bool NeedsBind(KeySet read) => !Declared.IsSubsetOf(read);

    /// <summary>Whether <paramref name="read"/> is what this change is for.</summary>
    public bool IsSatisfiedBy(KeySet read) => !NeedsBind(read) && RemoveFrom(read).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(InstanceChange? other) =>
        other is not null && (Id, Name, Zone) == (other.Id, other.Name, other.Zone) && Terms.Equals(other.Terms);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Declared, Remove, StopMode);
}
