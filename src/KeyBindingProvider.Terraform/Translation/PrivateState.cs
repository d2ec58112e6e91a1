using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>What a plan is for; the apply is told nothing else when the object it gets is only half of a replacement.</summary>
internal enum PlannedOperation
{
    /// <summary>None is planned: stored by a read or an apply.</summary>
    None,

    /// <summary>A create, possibly after the same object was deleted.</summary>
    Create,

    /// <summary>An update in place.</summary>
    Update,

    /// <summary>The end of the object.</summary>
    Delete,
}

/// <summary>
/// The bytes that the engine keeps beside an object and in a saved plan, unseen by users: the observation that plans are made from, and what the
/// apply must know of its plan. Holds ids and states of instances, names and ids of keys, never a secret.
/// </summary>
internal sealed record PrivateState
{
    private const int Version = 1;
    private const int Deepest = 16;

    /// <summary>Nothing is known.</summary>
    public static readonly PrivateState None = new();

    /// <summary>What the plan is for.</summary>
    public PlannedOperation Operation { get; init; }

    /// <summary>Name of the object among those of this run; its <c>id</c> once it exists.</summary>
    public string Owner { get; init; } = "";

    /// <summary>What a read has seen, or null.</summary>
    public Observation? Observation { get; init; }

    /// <summary>Create: the planned object, with whatever was unknown; the deleting half of a replacement needs it.</summary>
    public ByteString Planned { get; init; } = ByteString.Empty;

    /// <summary>Delete, and a replacement by another region: what the plan showed of the removal, which binds the apply; null when it could not.</summary>
    public PlannedChanges? Shown { get; init; }

    /// <summary>
    /// Create and update: what the plan has seen of instances that no read had seen, on an engine that hands these bytes to the last plan before the apply; null
    /// where the plan shows the most that can happen instead.
    /// </summary>
    public PlannedChanges? Exact { get; init; }

    /// <summary>Create and update: what a selector came to that was looked up for the plan; null where it was not.</summary>
    public ImmutableSortedSet<InstanceId>? Selected { get; init; }

    /// <summary>Reads the bytes; anything that is not ours reads as nothing, and is then observed anew.</summary>
    public static PrivateState Decode(ByteString bytes)
    {
        if (bytes.IsEmpty)
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.Memory, new JsonDocumentOptions { MaxDepth = Deepest });
            var json = document.RootElement;
            return json.GetProperty("v").GetInt32() != Version
                ? None
                : new PrivateState
                {
                    Operation = Enum.Parse<PlannedOperation>(json.GetProperty("op").GetString() ?? ""),
                    Owner = json.GetProperty("owner").GetString() ?? "",
                    Observation = json.TryGetProperty("seen", out var seen) ? Observation.TryDecode(seen.GetRawText()) : null,
                    Planned = json.TryGetProperty("planned", out var planned)
                        ? ByteString.CopyFrom(planned.GetBytesFromBase64())
                        : ByteString.Empty,
                    Shown = json.TryGetProperty("shown", out var shown) ? ReadChanges(shown.GetBytesFromBase64()) : null,
                    Exact = json.TryGetProperty("exact", out var exact) ? ReadChanges(exact.GetBytesFromBase64()) : null,
                    Selected = json.TryGetProperty("selected", out var selected)
                        ? [.. selected.EnumerateArray().Select(id => InstanceId.FromService(id.GetString() ?? ""))]
                        : null,
                };
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or ArgumentException
                        or CtyFormatException
            )
        {
            return None;
        }
    }

    /// <summary>Writes the bytes.</summary>
    public ByteString Encode()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("op", Operation.ToString());
            json.WriteString("owner", Owner);
            if (Observation is { } seen)
            {
                json.WritePropertyName("seen");
                json.WriteRawValue(Encoding.UTF8.GetBytes(seen.Encode()));
            }

            if (!Planned.IsEmpty)
            {
                json.WriteBase64String("planned", Planned.Span);
            }

            WriteChanges(json, "shown", Shown);
            WriteChanges(json, "exact", Exact);
            if (Selected is { } selected)
            {
                json.WriteStartArray("selected");
                foreach (var id in selected)
                {
                    json.WriteStringValue(id.Value);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return UnsafeByteOperations.UnsafeWrap(buffer.ToArray());
    }

    private static void WriteChanges(Utf8JsonWriter json, string name, PlannedChanges? changes)
    {
        if (changes is not null)
        {
            json.WriteBase64String(name, CtyMessagePack.Encode(PlannedChangesObjects.Write(changes), PlannedChangesObjects.Type).Span);
        }
    }

    private static PlannedChanges? ReadChanges(byte[] bytes) =>
        PlannedChangesObjects.Read(CtyMessagePack.Decode(bytes, PlannedChangesObjects.Type));
}
