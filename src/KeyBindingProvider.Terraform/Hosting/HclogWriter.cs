using System.Globalization;
using System.Text.Json;
using KeyBindingProvider.Core.Kinds;
using Microsoft.Extensions.Logging;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// Standard error is the log channel: one JSON object a line, in the form that the host parses. Level and message must be strings, or the host
/// panics; shown only when <c>TF_LOG</c> asks for it. Never throws: the host may be gone.
/// </summary>
internal sealed class HclogWriter(Stream stream, TimeProvider time)
{
    // The host does not parse longer lines than 64 KiB.
    private const int LongestMessage = 16 * 1024;
    private readonly Lock _gate = new();

    /// <summary>Writes one line.</summary>
    public void Write(LogLevel level, string message, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("@level", NameOf(level));
            json.WriteString("@message", message.Length <= LongestMessage ? message : message[..LongestMessage] + "…");
            json.WriteString("@module", ResourceKinds.Package);
            json.WriteString("@timestamp", time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
            foreach (var (name, value) in fields)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            try
            {
                stream.Write(line.GetBuffer(), 0, (int)line.Length);
                stream.Flush();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The reader is gone; what the process still has to do matters more than its log.
            }
        }
    }

    private static string NameOf(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Warning => "warn",
            LogLevel.Error or LogLevel.Critical => "error",
            _ => "info",
        };
}
