using System.Text.Json;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>The image of an instance, as DescribeImages shows it: an official one, of its operating system.</summary>
internal static class ImageJson
{
    /// <summary>Names that the service gives to what an operating system comes from; whatever has none of them is the last.</summary>
    private static readonly string[] s_platforms = ["TencentOS", "CentOS", "Ubuntu", "Debian", "Windows", "Other Linux"];

    /// <summary>The id that an instance names; without one of its own it follows from the operating system, so that it is the same in every answer.</summary>
    public static string IdOf(WorldInstance origin)
    {
        if (origin.ImageId is { } own)
        {
            return own;
        }

        const string alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
        var rest = origin.OsName.Aggregate(14695981039346656037UL, static (hash, letter) => unchecked((hash ^ letter) * 1099511628211UL));
        Span<char> tail = stackalloc char[8];
        foreach (ref var letter in tail)
        {
            letter = alphabet[(int)(rest % 36)];
            rest /= 36;
        }

        return string.Concat("img-", tail);
    }

    public static string PlatformOf(WorldInstance origin) =>
        s_platforms.FirstOrDefault(name => origin.OsName.Contains(name, StringComparison.OrdinalIgnoreCase)) ?? s_platforms[^1];

    public static void Write(Utf8JsonWriter json, WorldInstance origin)
    {
        json.WriteStartObject();
        json.WriteString("ImageId"u8, IdOf(origin));
        json.WriteString("ImageName"u8, origin.OsName);
        json.WriteString("ImageDescription"u8, origin.OsName);
        json.WriteString("OsName"u8, origin.OsName);
        json.WriteString("Platform"u8, PlatformOf(origin));
        json.WriteString("Architecture"u8, "x86_64");
        json.WriteString("ImageType"u8, DescribeImages.Type);
        json.WriteString("ImageSource"u8, "OFFICIAL");
        json.WriteString("ImageState"u8, "NORMAL");
        json.WriteNumber("ImageSize"u8, 20);
        json.WriteNull("ImageCreator"u8);
        json.WriteString("CreatedTime"u8, "2023-06-01T00:00:00Z");
        json.WriteNull("SyncPercent"u8);
        json.WriteBoolean("IsSupportCloudinit"u8, true);
        json.WriteString("LicenseType"u8, "TencentCloud");
        json.WriteBoolean("ImageDeprecated"u8, false);
        json.WriteStartArray("SnapshotSet"u8);
        json.WriteEndArray();
        json.WriteStartArray("Tags"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
