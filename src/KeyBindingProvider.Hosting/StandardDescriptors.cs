using Microsoft.Win32.SafeHandles;

namespace KeyBindingProvider.Hosting;

/// <summary>
/// The first three descriptors of a program that was started with some of them closed. The next file that is opened would get their numbers, and what is
/// said would go into it: a '-' of a message, written into the pipe of the runtime's signals, ended a provider with signal 45.
/// </summary>
internal static class StandardDescriptors
{
    private const int Last = 2;

    /// <summary>Occupies those that are closed, so that writing there fails as before and reading finds the end. The first thing that a program does.</summary>
    public static void Occupy()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        while (true)
        {
            SafeFileHandle handle;
            try
            {
                handle = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return;
            }

            if (handle.DangerousGetHandle() > Last)
            {
                handle.Dispose();
                return;
            }

            // It stays open until the program ends.
            handle.SetHandleAsInvalid();
        }
    }
}
