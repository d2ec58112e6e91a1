using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>One config value.</summary>
/// <param name="Node">What the program gives it, or null.</param>
/// <param name="Override">What the command line gives it, or null.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Location">Where it is declared.</param>
/// <param name="File">The file of <paramref name="Node"/>.</param>
internal sealed record ConfigValue(YamlNode? Node, string? Override, string Type, string Location, string File)
{
    /// <summary>Encrypted by pulumi: <c>secure: …</c>.</summary>
    public bool IsSecure =>
        Override is null && Node is YamlMappingNode mapping && mapping.Children.ContainsKey(new YamlScalarNode("secure"));
}
