using System.Text.Json;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>
/// Finds credentials in the documented order (rule <c>credential-order</c>): explicit, environment, <c>~/.tencentcloud/credentials</c>,
/// <c>~/.tccli/&lt;profile&gt;.credential</c>. A source that is there and broken ends the search with its name; the last resort, the role of the CVM
/// that we run on, is for the caller to ask.
/// </summary>
internal sealed class CredentialChain(CvmConfiguration configuration, IEnvironment environment)
{
    private static readonly string[] TokenVariables = ["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN"];

    private readonly List<string> _looked = [];

    /// <summary>Where nothing was found, for the message that says so.</summary>
    public IReadOnlyList<string> Looked => _looked;

    /// <summary>Region by configuration, variable or profile, or null.</summary>
    public string? Region => Blank(configuration.Region) ?? Blank(environment.Variable("TENCENTCLOUD_REGION")) ?? ProfileRegion();

    /// <summary>The first credentials found, or null.</summary>
    public CvmCredentials? Find() => FromConfiguration() ?? FromVariables() ?? FromCredentialsFile() ?? FromProfile();

    private CvmCredentials? FromConfiguration() =>
        Looking("provider configuration (secretId, secretKey)")
        ?? CvmCredentials.FromSource(
            "provider configuration",
            ("secretId", "secretKey", "securityToken"),
            configuration.SecretId,
            configuration.SecretKey,
            configuration.SecurityToken
        );

    private CvmCredentials? FromVariables()
    {
        Looking("TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY");
        var id = SecretText.Of(environment.Variable("TENCENTCLOUD_SECRET_ID"));
        var key = SecretText.Of(environment.Variable("TENCENTCLOUD_SECRET_KEY"));
        var token = TokenVariables.Select(environment.Variable).Select(SecretText.Of).FirstOrDefault(found => found is not null);
        // A token alone is no credential: other tools set it for a profile.
        return id is null && key is null
            ? null
            : CvmCredentials.FromSource(
                "environment",
                ("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", TokenVariables[0]),
                id,
                key,
                token
            );
    }

    private CvmCredentials? FromCredentialsFile()
    {
        var path =
            Blank(environment.Variable("TENCENTCLOUD_CREDENTIALS_FILE"))
            ?? Path.Combine(environment.HomeFolder, ".tencentcloud", "credentials");
        if (Read(path) is not { } text)
        {
            return null;
        }

        var values = Ini(text, "default");
        return CvmCredentials.FromSource(
                path,
                ("secret_id", "secret_key", "token"),
                SecretText.Of(values.GetValueOrDefault("secret_id")),
                SecretText.Of(values.GetValueOrDefault("secret_key")),
                SecretText.Of(values.GetValueOrDefault("token"))
            ) ?? throw CredentialFailure.Of($"{path}: section [default] has no secret_id and secret_key.");
    }

    private CvmCredentials? FromProfile()
    {
        var path = ProfilePath("credential");
        if (Read(path) is not { } text)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return CvmCredentials.FromSource(
                    path,
                    ("secretId", "secretKey", "token"),
                    SecretText.Of(Text(json.RootElement, "secretId")),
                    SecretText.Of(Text(json.RootElement, "secretKey")),
                    SecretText.Of(Text(json.RootElement, "token"))
                ) ?? throw CredentialFailure.Of($"{path}: has no secretId and secretKey.");
        }
        catch (JsonException exception)
        {
            throw CredentialFailure.Of($"{path}: is not valid JSON (line {exception.LineNumber + 1}).", exception);
        }
    }

    private string? ProfileRegion()
    {
        try
        {
            if (environment.ReadFile(ProfilePath("configure")) is not { } text)
            {
                return null;
            }

            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("_sys_param", out var system)
                ? Blank(Text(system, "region"))
                : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            // A region is asked for elsewhere when it is missing; a broken file here is not worth failing for.
            return null;
        }
    }

    private string ProfilePath(string extension)
    {
        var folder =
            Blank(configuration.SharedCredentialsDir)
            ?? Blank(environment.Variable("TENCENTCLOUD_SHARED_CREDENTIALS_DIR"))
            ?? Path.Combine(environment.HomeFolder, ".tccli");
        var profile =
            Blank(configuration.Profile)
            ?? Blank(environment.Variable("TENCENTCLOUD_PROFILE"))
            ?? Blank(environment.Variable("TCCLI_PROFILE"))
            ?? "default";
        return Path.Combine(folder, $"{profile}.{extension}");
    }

    private string? Read(string path)
    {
        Looking(path);
        try
        {
            return environment.ReadFile(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CredentialFailure.Of($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    private CvmCredentials? Looking(string where)
    {
        _looked.Add(where);
        return null;
    }

    private static Dictionary<string, string> Ini(string text, string section)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var current = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                current = line[1..^1].Trim();
            }
            else if (current == section && !line.StartsWith('#') && !line.StartsWith(';') && line.Split('=', 2) is [var name, var value])
            {
                values[name.Trim()] = value.Trim();
            }
        }

        return values;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
