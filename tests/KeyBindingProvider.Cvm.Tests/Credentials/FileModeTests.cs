using KeyBindingProvider.Cvm.Credentials;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>Which files other users can read: by their own mode and by that of the folders above.</summary>
public sealed class FileModeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-modes-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(0x1A4, 0x1ED, true)] // 644 in 755
    [InlineData(0x1A0, 0x1E8, true)] // 640 in 750
    [InlineData(0x184, 0x1ED, true)] // 604 in 755
    [InlineData(0x180, 0x1ED, false)] // 600 in 755
    [InlineData(0x1A4, 0x1C0, false)] // 644 in 700
    [InlineData(0x184, 0x1E8, false)] // 604 in 750
    public void File_IsReadable_WhenItsFolderCanBeEntered(int fileMode, int folderMode, bool readable)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(_folder.FullName, "credentials");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, (UnixFileMode)fileMode);
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)folderMode);

        Assert.Equal(readable, new SystemEnvironment().IsReadableByOthers(path));
    }

    [Fact]
    public void FileThatIsNotThere_IsNotReadable() =>
        Assert.False(new SystemEnvironment().IsReadableByOthers(Path.Combine(_folder.FullName, "none")));
}
