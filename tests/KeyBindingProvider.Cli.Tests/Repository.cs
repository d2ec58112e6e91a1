namespace KeyBindingProvider.Cli.Tests;

/// <summary>Files of the checked-out repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KeyBindingProvider.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The repository is in no folder above the tests.");
    }
}
