namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>What credentials are looked for in: variables and files of this machine.</summary>
public interface IEnvironment
{
    /// <summary>A variable, or null.</summary>
    string? Variable(string name);

    /// <summary>The user's home folder.</summary>
    string HomeFolder { get; }

    /// <summary>The folder of what holds for all users of the machine; empty for none.</summary>
    string SystemFolder { get; }

    /// <summary>Where the metadata service of the CVM that we run on answers (rule <c>credential-order</c>).</summary>
    Uri Metadata { get; }

    /// <summary>Tells whoever runs this of something that is odd here and does not keep it from working; a clause, without an end.</summary>
    void Warn(string what);

    /// <summary>A file's text, or null when there is no such file. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be read.</summary>
    string? ReadFile(string path);

    /// <summary>Whether other users of this machine can read a file; false where it cannot be told.</summary>
    bool IsReadableByOthers(string path);
}

/// <summary>This process and this machine.</summary>
public sealed class SystemEnvironment : IEnvironment
{
    /// <summary>A credential file is a few lines; a larger one is not one.</summary>
    private const int LargestFile = 1 << 20;

    /// <inheritdoc/>
    public string HomeFolder => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <inheritdoc/>
    public string SystemFolder => OperatingSystem.IsWindows() ? "" : "/etc";

    /// <inheritdoc/>
    /// <remarks>Resolves only inside the cloud, to the machine's own host.</remarks>
    public Uri Metadata => new("http://metadata.tencentyun.com/");

    /// <inheritdoc/>
    public void Warn(string what) => Console.Error.WriteLine($"warning: {what}.");

    /// <inheritdoc/>
    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public string? ReadFile(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= LargestFile ? File.ReadAllText(path) : throw new IOException("The file is too large to hold credentials.");
    }

    /// <inheritdoc/>
    /// <remarks>A file below a folder that others cannot enter is not readable, whatever its own mode says.</remarks>
    public bool IsReadableByOthers(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        try
        {
            var mode = File.GetUnixFileMode(path);
            var (group, others) = (mode.HasFlag(UnixFileMode.GroupRead), mode.HasFlag(UnixFileMode.OtherRead));
            for (var folder = Directory.GetParent(Path.GetFullPath(path)); folder is not null && (group || others); folder = folder.Parent)
            {
                var entry = folder.UnixFileMode;
                others &= entry.HasFlag(UnixFileMode.OtherExecute);
                group &= (entry & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
            }

            return group || others;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
