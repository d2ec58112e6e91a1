using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Schemas;

/// <summary>One part of an identity.</summary>
/// <param name="Name">Its name: that of the input with the same value.</param>
/// <param name="Type">Text, or a list of texts: the engine takes no sets.</param>
/// <param name="IsRequired">Whether an import by identity must give it.</param>
/// <param name="Description">What it means.</param>
internal sealed record IdentityAttribute(string Name, CtyType Type, bool IsRequired, string Description);

/// <summary>
/// What the identity of a resource type consists of: what an import id of it says, as lists. It is what the object was created or imported with, and never
/// changes for life.
/// </summary>
/// <param name="Attributes">Its parts, the region first.</param>
internal sealed record IdentitySchema(ImmutableArray<IdentityAttribute> Attributes)
{
    /// <summary>The engine takes an object that has no identity yet for one of this version: it has to be 0.</summary>
    public const long Version = 0;

    private static readonly CtyType TextList = new CtyType.List(CtyType.Text);

    /// <summary>The type of its values.</summary>
    public CtyType.Object Type { get; } = CtyType.Object.Of(Attributes.Select(attribute => (attribute.Name, attribute.Type)));

    /// <summary>The identity of a kind: the region, which the provider's fills in, and the lists of its import id.</summary>
    public static IdentitySchema Of(ResourceKind kind) =>
        new([
            new IdentityAttribute(PropertyNames.Region.Snake, CtyType.Text, IsRequired: false, "The region; else the provider's."),
            .. kind.ImportForm.Lists.Select(
                (list, place) =>
                    new IdentityAttribute(list.InputName().Snake, TextList, IsRequired: place == 0, Describe(list, isRequired: place == 0))
            ),
        ]);

    private static string Describe(ImportList list, bool isRequired) =>
        (list == ImportList.Keys ? "The key pairs" : "The instances")
        + " that it was created or imported with, sorted."
        + (isRequired ? "" : " Left out in an import: every instance that the keys are bound to.");
}
