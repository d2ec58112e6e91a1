using System.Buffers;
using System.Text;
using System.Text.Json;

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
    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, V);
            json.WriteString("at"u8, At);
            json.WriteString("event"u8, Event);
            json.WriteString("region"u8, Region);
            json.WriteStartArray("instances"u8);
            foreach (var instance in Instances)
            {
                json.WriteStringValue(instance);
            }

            json.WriteEndArray();
            if (Action is not null)
            {
                json.WriteString("action"u8, Action);
            }

            if (RequestId is not null)
            {
                json.WriteString("requestId"u8, RequestId);
            }

            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Null where it is none: torn, of another version, or written by somebody else.</summary>
    public static JournalLine? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // No JSON, another kind of value, or one that is too large.
            return null;
        }
    }

    private static JournalLine? Read(ReadOnlySpan<byte> bytes)
    {
        var json = new Utf8JsonReader(bytes);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var (version, at) = (0, default(DateTimeOffset));
        string? what = null,
            region = null,
            action = null,
            requestId = null;
        List<string>? instances = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            // A name that is damaged is nobody's: the line may still tell of machines that are down.
            var name = json.ValueIsEscaped ? json.GetString() : Encoding.UTF8.GetString(json.ValueSpan);
            json.Read();
            switch (name)
            {
                case "v":
                    version = json.GetInt32();
                    break;
                case "at":
                    at = json.GetDateTimeOffset();
                    break;
                case "event":
                    what = json.GetString();
                    break;
                case "region":
                    region = json.GetString();
                    break;
                case "instances":
                    instances = Texts(ref json);
                    break;
                case "action":
                    action = json.GetString();
                    break;
                case "requestId":
                    requestId = json.GetString();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        // Nothing but white space may follow.
        json.Read();
        return version == Version && what is not null && region is not null && instances is not null
            ? new JournalLine(version, at, what, region, instances, action, requestId)
            : null;
    }

    private static List<string>? Texts(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(json.GetString()!);
        }

        return texts;
    }
}
