using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>
/// Where the package comes from: the one place that says it. The import path of the Go SDK follows from the repository, in the engine's generator as here, so the
/// two cannot part (<c>HOST/PATH/sdk/go</c> is the module, and the package's name the folder in it).
/// </summary>
internal static class PackageHome
{
    private const string Host = "github.com";
    private const string Path = "/keybindingprovider/pulumi-keybinding";

    /// <summary>The repository with its releases.</summary>
    public const string Repository = $"https://{Host}{Path}";

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
