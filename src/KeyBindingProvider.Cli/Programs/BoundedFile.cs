namespace KeyBindingProvider.Cli.Programs;

/// <summary>Files of strangers, read up to a bound: a device and a pipe have no length to ask for.</summary>
internal static class BoundedFile
{
    /// <summary>All of a file, or null where it goes on beyond so many bytes. Throws what <see cref="FileStream"/> throws.</summary>
    public static byte[]? Read(string path, int most)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        using var read = new MemoryStream();
        var chunk = new byte[64 * 1024];
        int length;
        while ((length = file.Read(chunk)) > 0)
        {
            read.Write(chunk, 0, length);
            if (read.Length > most)
            {
                return null;
            }
        }

        return read.ToArray();
    }
}
