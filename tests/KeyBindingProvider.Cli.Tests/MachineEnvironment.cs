using System.Runtime.CompilerServices;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests;

/// <summary>
/// What this process finds on its machine: the simulator's credentials in the environment and an empty home. Set once before any test, so that tests can
/// run side by side; a test that needs another environment starts the program as a process of its own.
/// </summary>
internal static class MachineEnvironment
{
    [ModuleInitializer]
    internal static void Set()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOurs))
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        Environment.SetEnvironmentVariable("HOME", Directory.CreateTempSubdirectory("keybinding-home-").FullName);
        Environment.SetEnvironmentVariable("TENCENTCLOUD_SECRET_ID", SimulatorOptions.DefaultSecretId);
        Environment.SetEnvironmentVariable("TENCENTCLOUD_SECRET_KEY", SimulatorOptions.DefaultSecretKey);
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("TENCENTCLOUD_", StringComparison.Ordinal) || name.StartsWith("TCCLI_", StringComparison.Ordinal);
}
