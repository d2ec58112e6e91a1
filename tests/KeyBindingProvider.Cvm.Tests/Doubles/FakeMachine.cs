using KeyBindingProvider.Cvm.Credentials;

namespace KeyBindingProvider.Cvm.Tests;

/// <summary>A machine with exactly these variables and files.</summary>
internal sealed class FakeMachine : IEnvironment
{
    public Dictionary<string, string> Variables { get; init; } = [];

    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>Files that are there and cannot be read, with what happens.</summary>
    public Dictionary<string, Exception> Unreadable { get; init; } = [];

    public List<string> Opened { get; } = [];

    public string HomeFolder { get; init; } = "/nowhere/me";

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public string? ReadFile(string path)
    {
        Opened.Add(path);
        return Unreadable.TryGetValue(path, out var exception) ? throw exception : Files.GetValueOrDefault(path);
    }
}
