namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>The files that credentials lie in: where they are, what they hold, and which of them others can read.</summary>
internal sealed class CredentialFiles(CvmConfiguration configuration, IEnvironment environment)
{
    private const string IniVariable = "TENCENTCLOUD_CREDENTIALS_FILE";

    private readonly List<string> _exposed = [];

    /// <summary>Files that were taken and that other users of this machine can read.</summary>
    public IReadOnlyList<string> Exposed => _exposed;

    /// <summary>Whether a variable names the file with sections.</summary>
    public bool IniIsNamed => Variable(IniVariable) is not null;

    /// <summary>The file with sections.</summary>
    public string IniPath => Variable(IniVariable) ?? Path.Combine(environment.HomeFolder, ".tencentcloud", "credentials");

    /// <summary>The file with sections that all users of the machine share; null where there is no such place, or another file is named.</summary>
    public string? SharedIniPath =>
        IniIsNamed || Blank(environment.SystemFolder) is not { } folder ? null : Path.Combine(folder, "tencentcloud", "credentials");

    /// <summary>The profile that the configuration names, or null.</summary>
    public string? ConfiguredProfile => Blank(configuration.Profile);

    /// <summary>The profile that a variable names and which one, or null.</summary>
    public (string Profile, string Variable)? VariableProfile =>
        Variable("TENCENTCLOUD_PROFILE") is { } ours ? (ours, "TENCENTCLOUD_PROFILE")
        : Variable("TCCLI_PROFILE") is { } theirs ? (theirs, "TCCLI_PROFILE")
        : null;

    /// <summary>What names the folder of profiles, or null for the usual one.</summary>
    public string? FolderIsNamedBy =>
        Blank(configuration.SharedCredentialsDir) is not null ? "sharedCredentialsDir of the provider"
        : Variable("TENCENTCLOUD_SHARED_CREDENTIALS_DIR") is not null ? "TENCENTCLOUD_SHARED_CREDENTIALS_DIR"
        : null;

    /// <summary>A file of a profile, with <c>credential</c> or <c>configure</c> at its end.</summary>
    public string ProfilePath(string profile, string extension) =>
        Path.Combine(
            Blank(configuration.SharedCredentialsDir)
                ?? Variable("TENCENTCLOUD_SHARED_CREDENTIALS_DIR")
                ?? Path.Combine(environment.HomeFolder, ".tccli"),
            $"{profile}.{extension}"
        );

    /// <summary>The text of a file with credentials, or null where there is none. Throws when it is there and cannot be read.</summary>
    public string? Read(string path)
    {
        try
        {
            return environment.ReadFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CredentialFailure.Of($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Notes that the credentials of a file are used.</summary>
    public void Take(string path)
    {
        if (environment.IsReadableByOthers(path))
        {
            _exposed.Add(path);
        }
    }

    /// <summary>The text of a file that credentials do not hang on, or null.</summary>
    public string? TryRead(string path)
    {
        try
        {
            return environment.ReadFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string? Variable(string name) => Blank(environment.Variable(name));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
