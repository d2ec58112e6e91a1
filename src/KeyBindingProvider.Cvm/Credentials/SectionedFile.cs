namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>
/// <c>~/.tencentcloud/credentials</c>: sections of <c>secret_id</c>, <c>secret_key</c>, <c>token</c>, as the official SDKs read them (names in any
/// case, <c>=</c> or <c>:</c>, values quoted or not), and one section for each profile.
/// </summary>
internal sealed class SectionedFile
{
    private static readonly char[] Delimiters = ['=', ':'];

    private readonly string _path;
    private readonly Dictionary<string, Dictionary<string, string>> _sections = new(StringComparer.Ordinal);

    private SectionedFile(string path) => _path = path;

    /// <summary>Reads the text of a file. Throws when a section or a name in it stands twice: which one is meant nobody can tell.</summary>
    public static SectionedFile Parse(string path, string text)
    {
        var file = new SectionedFile(path);
        var current = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var title = "";
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[' && line.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
            {
                title = line[1..end].Trim();
                current = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                if (!file._sections.TryAdd(title, current))
                {
                    throw CredentialFailure.Of($"{path}: section [{title}] stands twice. Keep one.");
                }
            }
            else if (line.IndexOfAny(Delimiters) is > 0 and var delimiter)
            {
                var name = line[..delimiter].Trim();
                if (!current.TryAdd(name, Unquoted(line[(delimiter + 1)..].Trim())) && title.Length > 0)
                {
                    throw CredentialFailure.Of($"{path}: section [{title}] has a name twice. Keep one.");
                }
            }
        }

        return file;
    }

    /// <summary>The credentials of a section; null where there is no such section. Throws when it is there and cannot be used.</summary>
    public FoundSource? Find(string section)
    {
        if (!_sections.TryGetValue(section, out var values))
        {
            return null;
        }

        var name = $"{_path}, section [{section}]";
        var pair =
            CvmCredentials.FromSource(
                name,
                ("secret_id", "secret_key", "token"),
                SecretText.Of(values.GetValueOrDefault("secret_id")),
                SecretText.Of(values.GetValueOrDefault("secret_key")),
                SecretText.Of(values.GetValueOrDefault("token"))
            ) ?? throw CredentialFailure.Of($"{name}: has no secret_id and secret_key.");
        var role = values.GetValueOrDefault("role_arn") is { Length: > 0 } arn
            ? new RoleToAssume(
                new AssumeRole { RoleArn = arn, SessionName = values.GetValueOrDefault("role_session_name") ?? RoleSettings.SessionName },
                $"role_arn of {name}"
            )
            : null;
        return new FoundSource(name, pair, role);
    }

    /// <summary>What to say when a section is missed.</summary>
    public string Without(string section) =>
        _sections.Count == 0
            ? $"{_path}: has no section [{section}]."
            : $"{_path}: has no section [{section}], but {string.Join(", ", _sections.Keys.Select(name => $"[{name}]"))}. "
                + "Name one of them as profile, or in TENCENTCLOUD_PROFILE.";

    private static string Unquoted(string value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
