using System.Diagnostics;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>The program as a process, with an environment and a home of its own.</summary>
internal static class Keybinding
{
    /// <summary>Starts it in a folder; nothing of this process's credentials is passed on.</summary>
    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        return Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "keybinding.dll"), .. arguments], folder, environment);
    }

    /// <summary>
    /// Starts it on a terminal of its own, which goes away with the process that is returned; the first line of that one's output is the id of the program's.
    /// </summary>
    public static Process StartOnTerminal(string folder, IReadOnlyDictionary<string, string> environment, string arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "keybinding.dll");
        var command = $"unset CI NO_COLOR; export TERM=xterm; echo $$; exec dotnet exec '{program}' {arguments}";
        return Start("script", ["--quiet", "--flush", "--command", command, "/dev/null"], folder, environment);
    }

    /// <summary>Runs it as a shell would, with what a shell can do to its streams and its folder.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="environment">Variables.</param>
    /// <param name="arguments">As they are written in a shell.</param>
    /// <param name="redirections">Such as <c>2&gt;/dev/full</c>.</param>
    /// <param name="before">Commands that come before it.</param>
    public static Task<Ran> RunInShellAsync(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        string arguments,
        string redirections,
        string before = ":"
    )
    {
        var program = Path.Combine(AppContext.BaseDirectory, "keybinding.dll");
        return EndAsync(Start("sh", ["-c", $"{before}; exec dotnet exec '{program}' {arguments} {redirections}"], folder, environment));
    }

    public static Task<Ran> RunAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        EndAsync(Start(folder, environment, arguments));

    private static async Task<Ran> EndAsync(Process process)
    {
        using var ending = process;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, output, await error);
    }

    private static Process Start(string tool, string[] arguments, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TENCENTCLOUD_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = folder;
        start.Environment.Remove("XDG_STATE_HOME");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
