using System.Security.Cryptography;
using System.Text;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>A fresh folder for one socket that nobody else on the machine can enter; removed with the process.</summary>
internal sealed class SocketFolder : IDisposable
{
    // sun_path holds 108 bytes with its terminating zero.
    private const int LongestPath = 107;
    private const string ShortRoot = "/tmp";

    private readonly string _folder;

    private SocketFolder(string folder) => _folder = folder;

    /// <summary>Path of the socket.</summary>
    public string SocketPath => Path.Combine(_folder, "plugin");

    /// <summary>Creates the folder below <paramref name="root"/>, or below <c>/tmp</c> where the path would be too long for a socket.</summary>
    public static SocketFolder Create(string? root)
    {
        var name = "keybinding-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var folder = new SocketFolder(Path.Combine(root ?? Path.GetTempPath(), name));
        if (Encoding.UTF8.GetByteCount(folder.SocketPath) > LongestPath)
        {
            folder = new SocketFolder(Path.Combine(ShortRoot, name));
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder._folder);
        }
        else
        {
            Directory.CreateDirectory(folder._folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A folder left behind in the temporary files harms nobody; a failing exit would.
        }
    }
}
