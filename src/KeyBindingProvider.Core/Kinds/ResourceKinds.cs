using System.Collections.Immutable;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;

namespace KeyBindingProvider.Core.Kinds;

/// <summary>The one list of the kinds, and how programs name them.</summary>
public static class ResourceKinds
{
    /// <summary>Name of the Pulumi package and prefix of the Terraform types.</summary>
    public const string Package = "keybinding";

    /// <summary>All kinds.</summary>
    public static ImmutableArray<ResourceKind> All { get; } =
    [KeyPairAssociationKind.Instance, InstanceKeysExclusiveKind.Instance, KeyRevocationKind.Instance];

    /// <summary>The kind of a name, or null.</summary>
    public static ResourceKind? Named(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>
    /// Reads a Pulumi token in any form that Pulumi YAML accepts: <c>keybinding:KeyPairAssociation</c>, <c>keybinding:index:KeyPairAssociation</c>,
    /// <c>keybinding:index/keyPairAssociation:KeyPairAssociation</c>. Null for any other text.
    /// </summary>
    public static ResourceKind? OfPulumiToken(string token)
    {
        var parts = token.Split(':');
        return
            parts[0] == Package && parts.Length is 2 or 3 && Named(parts[^1]) is { } kind && (parts.Length == 2 || IsModule(parts[1], kind))
            ? kind
            : null;
    }

    private static bool IsModule(string module, ResourceKind kind) => module == "index" || module == $"index/{kind.Spelled.Camel}";
}
