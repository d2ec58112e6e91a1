using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>The resource kinds (<c>design.md</c> 2).</summary>
public enum ResourceKind
{
    /// <summary>Additive: declared pairs are bound.</summary>
    KeyPairAssociation,

    /// <summary>Authoritative on the instance's side.</summary>
    InstanceKeysExclusive,

    /// <summary>Keys that must open nothing.</summary>
    KeyRevocation,
}

/// <summary>How programs name the kinds.</summary>
public static class ResourceKinds
{
    /// <summary>Name of the Pulumi package and prefix of the Terraform types.</summary>
    public const string Package = "keybinding";

    /// <summary>All kinds.</summary>
    public static ImmutableArray<ResourceKind> All { get; } = [.. Enum.GetValues<ResourceKind>()];

    /// <summary>Pulumi type token: <c>keybinding:index:KeyPairAssociation</c>.</summary>
    public static string PulumiToken(ResourceKind kind) => $"{Package}:index:{kind}";

    /// <summary>Terraform type: <c>keybinding_key_pair_association</c>.</summary>
    public static string TerraformType(ResourceKind kind) => $"{Package}_{EnumNames.Of<ResourceKind>(kind, Spelling.Snake)}";

    /// <summary>
    /// Reads a Pulumi token in any form that Pulumi YAML accepts: <c>keybinding:KeyPairAssociation</c>, <c>keybinding:index:KeyPairAssociation</c>,
    /// <c>keybinding:index/keyPairAssociation:KeyPairAssociation</c>.
    /// </summary>
    public static bool TryParsePulumiToken(string token, out ResourceKind kind)
    {
        kind = default;
        var parts = token.Split(':');
        if (parts[0] != Package || parts.Length is not (2 or 3) || !Enum.TryParse(parts[^1], out kind) || kind.ToString() != parts[^1])
        {
            return false;
        }

        var camel = EnumNames.Of<ResourceKind>(kind);
        return parts.Length == 2 || parts[1] == "index" || parts[1] == $"index/{camel}";
    }
}
