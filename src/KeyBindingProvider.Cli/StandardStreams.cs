using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KeyBindingProvider.Cli;

/// <summary>
/// Standard output and standard error, of which a closed pipe is told: the console of the runtime drops what goes into one without a word. A terminal is written to past that
/// console too: whoever writes to its standard error takes the lock of <c>Console.Out</c>, and the live display holds that one while it says on standard error that the terminal
/// is gone.
/// </summary>
internal static class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>The number that a broken pipe has on Unix.</summary>
    private const int BrokenPipe = 32;

    /// <summary>Standard output.</summary>
    public static TextWriter OpenOutput() => Open(Output, Console.IsOutputRedirected) ?? Console.Out;

    /// <summary>Standard error.</summary>
    public static TextWriter OpenError() => Open(Error, Console.IsErrorRedirected) ?? Console.Error;

    /// <summary>Whether it says that the reader of a pipe is gone.</summary>
    public static bool IsBrokenPipe(Exception exception) => exception is IOException { HResult: BrokenPipe };

    /// <summary>Null for a file: it may be shared with another stream, and only the console keeps to its end then.</summary>
    private static TextWriter? Open(int descriptor, bool isRedirected)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? null : TextWriter.Synchronized(new StreamWriter(stream, EncodingOf(isRedirected)) { AutoFlush = true });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A program reads UTF-8; a terminal shows what its locale says. Neither gets a mark at the beginning.</summary>
    private static Encoding EncodingOf(bool isRedirected) =>
        isRedirected || Console.OutputEncoding is UTF8Encoding
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
            : Console.OutputEncoding;
}
