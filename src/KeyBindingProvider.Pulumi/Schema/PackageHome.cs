using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>
/// What the package says of where it comes from. The import path of the Go SDK follows from the repository, in the engine's generator as here, so the
/// two cannot part (<c>HOST/PATH/sdk/go</c> is the module, and the package's name the folder in it).
/// </summary>
internal static class PackageHome
{
    private const string Host = ProjectHome.Host;
    private const string Path = ProjectHome.Path;

    /// <summary>The repository with its releases.</summary>
    public const string Repository = ProjectHome.Repository;

    /// <summary>What a Go program imports.</summary>
    public const string GoImportPath = $"{Host}{Path}/sdk/go/{ResourceKinds.Package}";

    /// <summary>Adds it to a package schema.</summary>
    public static void AddTo(JsonObject schema)
    {
        schema["homepage"] = Repository;
        schema["license"] = "Apache-2.0";
        schema["repository"] = Repository;
        // A PNG of 64 x 64: the C# generator puts whatever is there into the package as logo.png.
        schema["logoUrl"] = $"https://raw.githubusercontent.com{Path}/main/docs/logo.png";
        schema["publisher"] = "KeyBindingProvider";
        // Releases by tag v<version>, one pulumi-resource-keybinding-v<version>-<os>-<arch>.tar.gz for each platform.
        schema["pluginDownloadURL"] = $"github://api.{Host}{Path}";
    }
}
