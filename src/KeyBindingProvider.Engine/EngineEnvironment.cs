using KeyBindingProvider.Cvm.Credentials;

namespace KeyBindingProvider.Engine;

/// <summary>Where an engine looks for what was not configured. A parameter of its composition: whoever composes it says what it may see.</summary>
public sealed record EngineEnvironment
{
    private static readonly SystemEnvironment s_machine = new();

    /// <summary>This process and this machine.</summary>
    public static EngineEnvironment OfProcess { get; } = new();

    /// <summary>A variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = s_machine.Variable;

    /// <summary>The user's home folder; credential files lie below it.</summary>
    public string HomeFolder
    {
        get => field ?? s_machine.HomeFolder;
        init;
    }

    /// <summary>The folder of what holds for all users of the machine; a credential file may lie below it.</summary>
    public string SystemFolder { get; init; } = s_machine.SystemFolder;

    /// <summary>Where the metadata service of the CVM answers.</summary>
    public Uri Metadata
    {
        get => field ?? s_machine.Metadata;
        init;
    }

    /// <summary>Told of what is odd here and does not keep it from working; a clause, without an end.</summary>
    public Action<string> Warn { get; init; } = s_machine.Warn;

    /// <summary>The same, as the client asks for it.</summary>
    internal IEnvironment ForClient() => new ClientView(this);

    private sealed class ClientView(EngineEnvironment environment) : IEnvironment
    {
        public string HomeFolder => environment.HomeFolder;

        public string SystemFolder => environment.SystemFolder;

        public Uri Metadata => environment.Metadata;

        public void Warn(string what) => environment.Warn(what);

        public string? Variable(string name) => environment.Variable(name);

        public string? ReadFile(string path) => s_machine.ReadFile(path);

        public bool IsReadableByOthers(string path) => s_machine.IsReadableByOthers(path);
    }
}
