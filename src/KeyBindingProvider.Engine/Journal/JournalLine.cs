using System.Text.Json;
using System.Text.Json.Serialization;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>One line of a journal: ids and what was about to be done, never a secret.</summary>
/// <param name="V">Version of the form; a reader leaves lines of others alone.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Event"><see cref="Stopping"/>, <see cref="Sending"/>, <see cref="WasAnswered"/>, <see cref="Up"/> or <see cref="Missed"/>.</param>
/// <param name="Region">The region.</param>
/// <param name="Instances">Instance ids.</param>
/// <param name="Action">API action of what is sent.</param>
/// <param name="RequestId">RequestId of an answer.</param>
internal sealed record JournalLine(
    int V,
    DateTimeOffset At,
    string Event,
    string Region,
    IReadOnlyList<string> Instances,
    string? Action = null,
    string? RequestId = null
)
{
    public const int Version = 1;

    /// <summary>A call that takes machines down is about to be sent.</summary>
    public const string Stopping = "stopping";

    /// <summary>Another call about them is.</summary>
    public const string Sending = "sending";

    /// <summary>A call was answered.</summary>
    public const string WasAnswered = "answered";

    /// <summary>They are up, or never went down.</summary>
    public const string Up = "up";

    /// <summary>They could not be started.</summary>
    public const string Missed = "missed";

    /// <summary>As it stands in the file, with its line feed.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, JournalJson.Default.JournalLine), (byte)'\n'];

    /// <summary>Null where it is none: torn, of another version, or written by somebody else.</summary>
    public static JournalLine? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var line = JsonSerializer.Deserialize(bytes, JournalJson.Default.JournalLine);
            return line is { V: Version, Event: not null, Region: not null, Instances: not null } ? line : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How lines are written; made at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJson : JsonSerializerContext;
