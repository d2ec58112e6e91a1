using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>
/// <c>~/.tccli/&lt;profile&gt;.credential</c>, as Tencent's own command line writes it: a pair, a login with an end (<c>expiresAt</c>), a role to assume
/// (<c>role-arn</c>), or the role of the CVM (<c>type: cvm-role</c>).
/// </summary>
internal static class ProfileFile
{
    /// <summary>Unix seconds of the year 9999.</summary>
    private const long LatestEnd = 253_402_300_799;

    /// <summary>What the profile comes to. Throws when it cannot be used.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="now">A login that has ended by then cannot be used.</param>
    public static FoundSource Read(string path, string text, DateTimeOffset now)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(path, json.RootElement, now)
                : throw CredentialFailure.Of($"{path}: is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw CredentialFailure.Of($"{path}: is not valid JSON (line {exception.LineNumber + 1}).", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw CredentialFailure.Of($"{path}: holds a text that is no Unicode.", exception);
        }
    }

    /// <summary>The region that a profile's <c>.configure</c> names, or null. A region is asked for elsewhere when it is missing.</summary>
    public static string? Region(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("_sys_param", out var system)
                ? Text(system, "region")
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second for a text that is no Unicode.
            return null;
        }
    }

    private static FoundSource Read(string path, JsonElement profile, DateTimeOffset now)
    {
        var arn = Text(profile, "role-arn");
        var role = arn is null
            ? null
            : new RoleToAssume(
                new AssumeRole { RoleArn = arn, SessionName = Text(profile, "role-session-name") ?? RoleSettings.SessionName },
                $"role-arn of {path}"
            );
        if (Text(profile, "type") == "cvm-role" || IsTrue(profile, "use-cvm-role"))
        {
            return new FoundSource(path, Pair: null, role);
        }

        var end = End(path, profile);
        if (end <= now)
        {
            throw CredentialFailure.Of(
                $"{path}: the login has ended at {end:yyyy-MM-dd HH:mm:ss} UTC. Log in again: tccli auth login --profile {Path.GetFileNameWithoutExtension(path)}."
            );
        }

        var pair =
            CvmCredentials.FromSource(
                path,
                ("secretId", "secretKey", "token"),
                SecretText.Of(Text(profile, "secretId")),
                SecretText.Of(Text(profile, "secretKey")),
                SecretText.Of(Text(profile, "token"))
            )
            ?? throw CredentialFailure.Of(
                arn is null
                    ? $"{path}: has no secretId and secretKey."
                    : $"{path}: has role-arn, but no secretId and secretKey to assume it with."
            );
        return new FoundSource(path, new CvmCredentials(pair.SecretId, pair.SecretKey, pair.Token, end), role);
    }

    private static DateTimeOffset? End(string path, JsonElement profile)
    {
        if (!profile.TryGetProperty("expiresAt", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LatestEnd
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : throw CredentialFailure.Of($"{path}: expiresAt is no time in Unix seconds.");
    }

    private static bool IsTrue(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value)
        && (
            value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var set) && set)
        );

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()!.Trim()
            : null;
}
