using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>One config value.</summary>
/// <param name="Node">What the program gives it, or null.</param>
/// <param name="Override">What the command line gives it, or null.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Location">Where it is declared.</param>
/// <param name="File">The file of <paramref name="Node"/>.</param>
/// <param name="IsSecret">Whether the program declares it as secret.</param>
internal sealed record ConfigValue(YamlNode? Node, string? Override, string Type, string Location, string File, bool IsSecret = false)
{
    /// <summary>What must not be shown, or null.</summary>
    public string? Secret => IsSecret ? Override ?? (Node as YamlScalarNode)?.Value : null;

    /// <summary>Encrypted by pulumi: <c>secure: …</c>.</summary>
    public bool IsSecure =>
        Override is null && Node is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode("secure"));
}
