using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>What a command came to.</summary>
public sealed record CommandResult(string Command, int ExitCode, string Output)
{
    public CommandResult Succeeds()
    {
        Assert.True(ExitCode == 0, $"terraform {Command} ended with {ExitCode}:\n{Output}");
        return this;
    }

    public CommandResult Fails()
    {
        Assert.True(ExitCode == 1, $"terraform {Command} ended with {ExitCode}, an error was expected:\n{Output}");
        return this;
    }

    public CommandResult Ends(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"terraform {Command} ended with {ExitCode}, {exitCode} was expected:\n{Output}");
        return this;
    }

    /// <summary>The text is there, line breaks aside: the engine wraps at its own width.</summary>
    public CommandResult Says(string text)
    {
        Assert.Contains(Flat(text), Flat(Output), StringComparison.Ordinal);
        return this;
    }

    public CommandResult DoesNotSay(string text)
    {
        Assert.DoesNotContain(Flat(text), Flat(Output), StringComparison.Ordinal);
        return this;
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>The real terraform in a folder of its own: no network, no settings of this machine, no lock file of anybody.</summary>
public sealed class TerraformCli : IDisposable
{
    private const string Source = "keybinding/keybinding";
    private readonly Dictionary<string, string> _environment = [];

    private TerraformCli(string cliConfig)
    {
        Folder = Directory.CreateTempSubdirectory("keybinding-tf-").FullName;
        var configFile = Path.Combine(Folder, "cli.tfrc");
        File.WriteAllText(configFile, cliConfig);
        _environment["TF_CLI_CONFIG_FILE"] = configFile;
        _environment["CHECKPOINT_DISABLE"] = "1";
        _environment["TF_INPUT"] = "0";
        _environment["TF_IN_AUTOMATION"] = "1";
        _environment["KEYBINDING_POLL_MILLISECONDS"] = "10";
        File.WriteAllText(
            Path.Combine(Folder, "provider.tf"),
            $$"""
            terraform {
              required_providers {
                keybinding = {
                  source = "{{Source}}"
                }
              }
            }

            """
        );
    }

    public static bool IsInstalled { get; } = FindOnPath("terraform") is not null;

    public string Folder { get; }

    public string StatePath => Path.Combine(Folder, "terraform.tfstate");

    /// <summary>Terraform starts the provider for every phase, from a mirror of the file system, as it does for a user.</summary>
    public static TerraformCli FromMirror(string mirror) =>
        new(
            $$"""
            provider_installation {
              filesystem_mirror {
                path = "{{mirror}}"
              }
            }
            """
        );

    /// <summary>Terraform starts the provider for every phase, from its folder, without init.</summary>
    public static TerraformCli WithOverride(string folder) =>
        new(
            $$"""
            provider_installation {
              dev_overrides {
                "{{Source}}" = "{{folder}}"
              }
              direct {}
            }
            """
        );

    /// <summary>Terraform attaches to a provider that runs already.</summary>
    public static TerraformCli Attached(string reattach)
    {
        var cli = new TerraformCli("");
        cli._environment["TF_REATTACH_PROVIDERS"] = reattach;
        return cli;
    }

    public TerraformCli With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Writes the configuration of the provider for an account, and the rest.</summary>
    public TerraformCli Write(TestAccount account, string configuration, string provider = "") =>
        Write(account.Endpoint, configuration, provider);

    /// <summary>The same for an account of which only the address is known.</summary>
    public TerraformCli Write(string endpoint, string configuration, string provider = "")
    {
        File.WriteAllText(
            Path.Combine(Folder, "main.tf"),
            $$"""
            provider "keybinding" {
              secret_id  = "{{SimulatorOptions.DefaultSecretId}}"
              secret_key = "{{SimulatorOptions.DefaultSecretKey}}"
              region     = "{{World.DefaultRegion}}"
              endpoint   = "{{endpoint}}"
              {{provider}}
            }

            {{configuration}}
            """
        );
        return this;
    }

    /// <summary>Writes a file as it is.</summary>
    public TerraformCli WriteFile(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return this;
    }

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var command = Start(arguments);
        return await command.ResultAsync();
    }

    /// <summary>Plans and applies as a user who says yes.</summary>
    public Task<CommandResult> ApplyAsync(params string[] more) => RunAsync(["apply", "-auto-approve", .. more]);

    /// <summary>Exit code 0: nothing to do; 2: changes.</summary>
    public Task<CommandResult> PlanAsync(params string[] more) => RunAsync(["plan", "-detailed-exitcode", .. more]);

    public RunningCommand Start(params string[] arguments)
    {
        // A session of its own, so that Ctrl+C can be sent to its whole process group and to nobody else.
        var start = new ProcessStartInfo("setsid", ["terraform", .. arguments, .. Plain(arguments[0])])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return new RunningCommand(string.Join(' ', arguments), Process.Start(start)!);
    }

    /// <summary>A plan file as the engine describes it.</summary>
    public async Task<JsonElement> ShowPlanAsync(string file)
    {
        var shown = (await RunAsync("show", "-json", file)).Succeeds();
        using var document = JsonDocument.Parse(shown.Output);
        return document.RootElement.Clone();
    }

    public StateFile State() => StateFile.Read(StatePath);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Path of a program, or null.</summary>
    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static bool IsOurs(string name) =>
        name.StartsWith("TF_", StringComparison.Ordinal)
        || name.StartsWith("TENCENTCLOUD_", StringComparison.Ordinal)
        || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);

    private static string[] Plain(string command) =>
        command is "version" or "graph" ? []
        : command is "state" ? []
        : ["-no-color"];
}

/// <summary>A command on its way.</summary>
public sealed class RunningCommand : IDisposable
{
    private readonly string _command;
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public RunningCommand(string command, Process process)
    {
        (_command, _process) = (command, process);
        process.StandardInput.Close();
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public async Task<CommandResult> ResultAsync()
    {
        await _process.WaitForExitAsync();
        lock (_output)
        {
            return new CommandResult(_command, _process.ExitCode, _output.ToString());
        }
    }

    /// <summary>Ctrl+C: the whole process group gets it.</summary>
    public Task InterruptAsync() => SignalAsync("-INT", $"-{Id}");

    /// <summary>Kills terraform alone.</summary>
    public Task KillAsync() => SignalAsync("-KILL", $"{Id}");

    /// <summary>The provider that it has started last.</summary>
    public Process Provider()
    {
        var children = Directory
            .EnumerateDirectories($"/proc/{Id}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return Process.GetProcessById(int.Parse(children.Last(), CultureInfo.InvariantCulture));
    }

    public void Dispose() => _process.Dispose();

    public static async Task SignalAsync(string signal, string target)
    {
        using var kill = Process.Start("kill", [signal, "--", target]);
        await kill.WaitForExitAsync();
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
