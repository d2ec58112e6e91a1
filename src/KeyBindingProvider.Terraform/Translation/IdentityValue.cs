using System.Collections.Immutable;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>
/// Identities of objects: under which region, keys and instances an object came into the state. The engine keeps it beside the object and hands it over; it is
/// given back as it came, whatever the object has become since.
/// </summary>
internal static class IdentityValue
{
    /// <summary>The identity that an object gets: of a planned one with whatever is not known yet.</summary>
    public static CtyValue.Map Of(CtyValue.Map state, ResourceSchema schema) =>
        CtyValue.Map.Of(schema.Identity.Attributes.Select(attribute => (attribute.Name, Sorted(ValueOf(attribute.Name, state)))));

    /// <summary>An object that selects its instances is known by those that it came into being with.</summary>
    private static CtyValue ValueOf(string name, CtyValue.Map state) =>
        name == AttributeNames.InstanceIds && state[name] is CtyValue.Null ? state[AttributeNames.SelectedInstanceIds] : state[name];

    /// <summary>The identity to answer with an object: the one that it has, else the one that it gets now; null without an object.</summary>
    /// <param name="known">What the engine has handed over, if anything.</param>
    /// <param name="state">The object.</param>
    /// <param name="schema">Its type.</param>
    public static ResourceIdentityData? Keep(ResourceIdentityData? known, CtyValue.Map? state, ResourceSchema schema) =>
        state is null ? null
        : Read(known, schema) is { IsWhollyKnown: true } identity ? Write(identity, schema)
        : Write(Of(state, schema), schema);

    /// <summary>Reads an identity; null when there is none.</summary>
    public static CtyValue.Map? Read(ResourceIdentityData? message, ResourceSchema schema) =>
        DynamicValues.Read(message?.IdentityData, schema.Identity.Type);

    /// <summary>Writes an identity.</summary>
    public static ResourceIdentityData Write(CtyValue.Map identity, ResourceSchema schema) =>
        new() { IdentityData = DynamicValues.Write(identity, schema.Identity.Type) };

    /// <summary>What an import by identity asks for. Throws <see cref="ProblemException"/> for what cannot be read.</summary>
    public static ImportRequest ReadImport(CtyValue.Map identity, ResourceKind kind)
    {
        var lists = kind
            .ImportForm.Lists.Select(list => identity[list.InputName().Snake])
            .TakeWhile(list => list is CtyValue.List)
            .ToArray();
        return ImportRequest.TryRead(
            kind,
            identity[AttributeNames.Region].AsText,
            [.. lists.Select(Texts)],
            out var request,
            out var problem
        )
            ? request
            : throw new ProblemException(problem!);
    }

    private static ImmutableArray<string> Texts(CtyValue list) => [.. ((CtyValue.List)list).Items.Select(item => item.AsText ?? "")];

    /// <summary>A set as a list in the order of its texts; one of which a part is not known is not known.</summary>
    private static CtyValue Sorted(CtyValue value) =>
        value is not CtyValue.Set set ? value
        : !set.IsWhollyKnown ? CtyValue.NotKnown
        : new CtyValue.List([.. set.Items.Select(item => item.AsText ?? "").Order(StringComparer.Ordinal).Select(CtyValue.OfText)]);
}
