using System.Diagnostics;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>The checked-out repository: its root and the files that belong to it.</summary>
internal static class Repository
{
    private const string Solution = "KeyBindingProvider.sln";

    /// <summary>What tools leave behind; never part of the repository (<c>.gitignore</c>).</summary>
    private static readonly string[] LeftBehind =
    [
        ".git",
        ".idea",
        ".vs",
        "artifacts",
        "BenchmarkDotNet.Artifacts",
        "bin",
        "node_modules",
        "obj",
        "TestResults",
    ];

    /// <summary>Absolute, without a slash at the end.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative, with forward slashes: what git tracks, or, where there is no git, what stands there.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. (Tracked() ?? Standing()).Order(StringComparer.Ordinal)];

    /// <summary>Files whose name ends so.</summary>
    public static IEnumerable<string> FilesEndingIn(params string[] endings) =>
        Files.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Solution} stands in no folder above {AppContext.BaseDirectory}.");
    }

    private static string[]? Tracked()
    {
        // --others: a file that is about to be committed is looked at too.
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            git.WaitForExit();
            return git.ExitCode == 0 ? [.. files.Where(file => File.Exists(Path.Combine(Root, file))).Distinct()] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Standing() =>
        Directory
            .EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(LeftBehind.Contains));
}
