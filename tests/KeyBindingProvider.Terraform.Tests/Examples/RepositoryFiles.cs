using System.Runtime.CompilerServices;

namespace KeyBindingProvider.Terraform.Tests;

/// <summary>Files of the repository, found from this file's own place.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
