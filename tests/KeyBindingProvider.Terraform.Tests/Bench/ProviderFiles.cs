using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>
/// The provider as terraform starts it: the build of this solution, or the program that <c>KEYBINDING_TERRAFORM_PROVIDER</c> names, such as a NativeAOT
/// one.
/// </summary>
public static class ProviderFiles
{
    public const string Variable = "KEYBINDING_TERRAFORM_PROVIDER";
    public const string Name = "terraform-provider-keybinding";
    public const string Version = "0.1.0";

    private static readonly Lazy<string> s_mirror = new(MakeMirror);
    private static readonly Lazy<string> s_packedMirror = new(MakePackedMirror);

    /// <summary>The program.</summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : Path.Combine(BuildFolder, Name);

    /// <summary>Its folder.</summary>
    public static string Folder => Path.GetDirectoryName(Program)!;

    /// <summary>A mirror of the file system with the provider in it, for both tools; made once and left in the temporary files.</summary>
    public static string Mirror => s_mirror.Value;

    /// <summary>The same with archives in it: one zip for each tool.</summary>
    public static string PackedMirror => s_packedMirror.Value;

    private static string BuildFolder =>
        typeof(ProviderFiles)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "ProviderFolder")
            .Value!;

    private static string Platform => $"linux_{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}";

    /// <summary>A folder that goes with this process, and in it one for each tool.</summary>
    private static (string Root, string[] Folders) MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("keybinding-mirror-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        string[] hosts = ["registry.terraform.io", "registry.opentofu.org"];
        return (root, [.. hosts.Select(host => Directory.CreateDirectory(Path.Combine(root, host, "keybinding", "keybinding")).FullName)]);
    }

    private static string MakePackedMirror()
    {
        var (root, folders) = MakeRoot();
        foreach (var folder in folders)
        {
            // The mode of the files goes along, which the engine needs.
            ZipFile.CreateFromDirectory(
                Path.Combine(Mirror, Path.GetRelativePath(root, folder), Version, Platform),
                Path.Combine(folder, $"{Name}_{Version}_{Platform}.zip"),
                CompressionLevel.Fastest,
                includeBaseDirectory: false
            );
        }

        return root;
    }

    private static string MakeMirror()
    {
        var (root, folders) = MakeRoot();
        foreach (var parent in folders)
        {
            var folder = Directory.CreateDirectory(Path.Combine(parent, Version, Platform)).FullName;
            foreach (var file in Directory.EnumerateFiles(Folder).Where(IsPartOfIt))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        }

        return root;
    }

    /// <summary>A named program stands alone; a build needs its libraries.</summary>
    private static bool IsPartOfIt(string file) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
            ? Path.GetExtension(file) is not (".pdb" or ".xml")
            : file == Program;
}
