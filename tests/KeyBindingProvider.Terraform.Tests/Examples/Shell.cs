using System.Diagnostics;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Tests.Bench;

namespace KeyBindingProvider.Terraform.Tests.Examples;

/// <summary>
/// A shell as the documents assume it: terraform finds the provider by the settings that they show, credentials are in the environment, and <c>ENDPOINT</c> is
/// the simulator's address.
/// </summary>
internal sealed class Shell : IDisposable
{
    private static readonly string[] CommandsWithColor = ["apply", "destroy", "import", "init", "plan", "show", "untaint"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _endpoint;
    private readonly string _settings;

    private Shell(string endpoint, string settings)
    {
        _endpoint = endpoint;
        Folder = Directory.CreateTempSubdirectory("keybinding-shell-").FullName;
        _settings = Path.Combine(Folder, "settings.tfrc");
        File.WriteAllText(_settings, settings);
    }

    /// <summary>Terraform finds the provider in a mirror of packed archives, with the settings that the guide shows for it.</summary>
    public static Shell WithDocumentedMirror(string endpoint) =>
        new(
            endpoint,
            SettingsOf("docs/terraform.md").Replace("/usr/share/terraform/providers", ProviderFiles.PackedMirror, StringComparison.Ordinal)
        );

    /// <summary>Terraform uses a build, with the settings that the overview of the examples shows for it.</summary>
    public static Shell WithDocumentedOverride(string endpoint) =>
        new(
            endpoint,
            SettingsOf("examples/terraform/README.md")
                .Replace("$PWD/src/KeyBindingProvider.Terraform/bin/Debug/net10.0", ProviderFiles.Folder, StringComparison.Ordinal)
        );

    public string Folder { get; }

    /// <summary>Copies the files of a folder of the repository, and of no folder in it.</summary>
    public Shell With(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.PathOf(folder)))
        {
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
        }

        return this;
    }

    /// <summary>Runs a command to its end and gives what it printed, errors last.</summary>
    public async Task<string> RunAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Prepare(start.Environment);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return await output + await errors;
    }

    public StateFile State() => StateFile.Read(Path.Combine(Folder, "terraform.tfstate"));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>The first <c>provider_installation</c> of a document.</summary>
    private static string SettingsOf(string document)
    {
        var text = RepositoryFiles.Read(document).ReplaceLineEndings("\n");
        var from = text.IndexOf("provider_installation {", StringComparison.Ordinal);
        return text[from..(text.IndexOf("\n}\n", from, StringComparison.Ordinal) + 3)];
    }

    private void Prepare(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(IsForeign).ToArray())
        {
            environment.Remove(name);
        }

        environment["TF_CLI_CONFIG_FILE"] = _settings;
        environment["CHECKPOINT_DISABLE"] = "1";
        environment["TF_INPUT"] = "0";
        environment["TF_IN_AUTOMATION"] = "1";
        environment["TF_VAR_endpoint"] = _endpoint;
        environment["ENDPOINT"] = _endpoint;
        environment["KEYBINDING_POLL_MILLISECONDS"] = "10";
        environment["TENCENTCLOUD_SECRET_ID"] = SimulatorOptions.DefaultSecretId;
        environment["TENCENTCLOUD_SECRET_KEY"] = SimulatorOptions.DefaultSecretKey;
        foreach (var command in CommandsWithColor)
        {
            environment[$"TF_CLI_ARGS_{command}"] = "-no-color";
        }
    }

    private static bool IsForeign(string name) =>
        name.StartsWith("TF_", StringComparison.Ordinal)
        || name.StartsWith("TENCENTCLOUD_", StringComparison.Ordinal)
        || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);
}
