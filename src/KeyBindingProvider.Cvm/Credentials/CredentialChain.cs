namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>
/// Finds credentials in the documented order (rule <c>credential-order</c>): the pair of the configuration, its profile, the role of the CVM that a
/// variable names, the pair of the variables, the profile or file that variables name, <c>~/.tencentcloud/credentials</c>, <c>/etc/tencentcloud/credentials</c>,
/// <c>~/.tccli/default.credential</c>. A source that is named and absent, or
/// there and unusable, ends the search with its name; the last resort, the role of the CVM that we run on, is for the caller to ask.
/// </summary>
internal sealed class CredentialChain(CvmConfiguration configuration, IEnvironment environment, TimeProvider time)
{
    private const string IdVariable = "TENCENTCLOUD_SECRET_ID";
    private const string KeyVariable = "TENCENTCLOUD_SECRET_KEY";
    private const string CvmRoleVariable = "TENCENTCLOUD_CAM_ROLE_NAME";
    private const string DefaultProfile = "default";

    /// <summary>What a pod of TKE is given for the role of its service account.</summary>
    private static readonly string[] PodVariables = ["TKE_ROLE_ARN", "TKE_PROVIDER_ID", "TKE_WEB_IDENTITY_TOKEN_FILE"];

    private static readonly string[] TokenVariables = ["TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_TOKEN"];

    private readonly CredentialFiles _files = new(configuration, environment);
    private readonly List<string> _looked = [];

    /// <summary>Where nothing was found, for the message that says so.</summary>
    public IReadOnlyList<string> Looked => _looked;

    /// <summary>Files whose credentials are used and that others can read.</summary>
    public IReadOnlyList<string> Exposed => _files.Exposed;

    /// <summary>Region by configuration, variable or profile, or null.</summary>
    public string? Region => Blank(configuration.Region) ?? Blank(environment.Variable("TENCENTCLOUD_REGION")) ?? ProfileRegion();

    /// <summary>The first credentials found, or null.</summary>
    public FoundSource? Find() =>
        FromConfiguration()
        ?? FromProfileOfConfiguration()
        ?? FromCvmRoleOfVariables()
        ?? FromVariables()
        ?? FromProfileOfVariables()
        ?? FromCredentialsFile()
        ?? FromSharedCredentialsFile()
        ?? FromProfileFile(DefaultProfile)
        ?? FromPod();

    private FoundSource? FromConfiguration()
    {
        const string Name = "provider configuration";
        _looked.Add($"{Name} (secretId, secretKey)");
        return
            CvmCredentials.FromSource(
                Name,
                ("secretId", "secretKey", "securityToken"),
                configuration.SecretId,
                configuration.SecretKey,
                configuration.SecurityToken
            )
                is { } pair
            ? new FoundSource(Name, pair)
            : null;
    }

    private FoundSource? FromProfileOfConfiguration() =>
        _files.ConfiguredProfile is { } profile ? FromProfile(profile, $"the provider names profile {profile}") : null;

    private FoundSource? FromCvmRoleOfVariables() =>
        Blank(environment.Variable(CvmRoleVariable)) is not { } role ? null
        : RoleSources.IsRoleName(role) ? new FoundSource($"{CvmRoleVariable} ({role})", Pair: null, CvmRole: role)
        : throw CredentialFailure.Of($"{CvmRoleVariable} is not the name of a role.");

    /// <summary>Who runs as the role of a pod is not to act as the role of the node below it.</summary>
    private FoundSource? FromPod() =>
        Array.Find(PodVariables, name => Blank(environment.Variable(name)) is not null) is { } variable
            ? throw CredentialFailure.Of(
                $"{variable} asks for the role of a pod (AssumeRoleWithWebIdentity), which is not supported. Give a pair, a profile or {CvmRoleVariable}, or unset it."
            )
            : null;

    private FoundSource? FromVariables()
    {
        var name = $"{IdVariable} and {KeyVariable}";
        _looked.Add(name);
        var (idText, keyText) = (environment.Variable(IdVariable), environment.Variable(KeyVariable));
        // A token alone is no credential: other tools set it for a profile.
        if (idText is null && keyText is null)
        {
            return null;
        }

        var (id, key) = (SecretText.Of(idText), SecretText.Of(keyText));
        if (id is null && key is null)
        {
            // What a pipeline sets from a secret that it may not see; the official Go SDK stops here as well.
            var empty =
                idText is null ? KeyVariable
                : keyText is null ? IdVariable
                : name;
            throw CredentialFailure.Of($"environment: {empty} {(empty == name ? "are" : "is")} set to nothing. Set both, or unset both.");
        }

        var token = TokenVariables.Select(environment.Variable).Select(SecretText.Of).FirstOrDefault(found => found is not null);
        return new FoundSource(
            $"environment ({name})",
            CvmCredentials.FromSource("environment", (IdVariable, KeyVariable, TokenVariables[0]), id, key, token)
        );
    }

    private FoundSource? FromProfileOfVariables() =>
        _files.VariableProfile is { } named ? FromProfile(named.Profile, $"{named.Variable} names profile {named.Profile}")
        : _files.FolderIsNamedBy is { } folder ? FromProfile(DefaultProfile, $"{folder} names a folder of profiles")
        : null;

    /// <summary>A profile that somebody names: it is there, or that is the error.</summary>
    private FoundSource FromProfile(string profile, string reason)
    {
        // A file that is named as well comes before one that lies where it is usual.
        var found = _files.IniIsNamed ? FromSection(profile) ?? FromProfileFile(profile) : FromProfileFile(profile) ?? FromSection(profile);
        return found
            ?? throw CredentialFailure.Of(
                $"{reason}, but there is neither {_files.ProfilePath(profile, "credential")} nor a section [{profile}] in {_files.IniPath}."
            );
    }

    private FoundSource? FromCredentialsFile() => FromDefaultSection(_files.IniPath);

    private FoundSource? FromSharedCredentialsFile() => _files.SharedIniPath is { } path ? FromDefaultSection(path) : null;

    private FoundSource? FromDefaultSection(string path) =>
        ReadSections(path) is { } file
            ? Taken(file.Find(DefaultProfile) ?? throw CredentialFailure.Of(file.Without(DefaultProfile)), path)
            : null;

    private FoundSource? FromSection(string section) =>
        ReadSections(_files.IniPath)?.Find(section) is { } found ? Taken(found, _files.IniPath) : null;

    private SectionedFile? ReadSections(string path)
    {
        _looked.Add(path);
        return _files.Read(path) is { } text ? SectionedFile.Parse(path, text)
            : _files.IniIsNamed ? throw CredentialFailure.Of($"TENCENTCLOUD_CREDENTIALS_FILE names {path}, but there is no such file.")
            : null;
    }

    private FoundSource? FromProfileFile(string profile)
    {
        var path = _files.ProfilePath(profile, "credential");
        _looked.Add(path);
        return _files.Read(path) is { } text ? Taken(ProfileFile.Read(path, text, time.GetUtcNow()), path) : null;
    }

    private FoundSource Taken(FoundSource found, string path)
    {
        _files.Take(path);
        return found;
    }

    private string? ProfileRegion()
    {
        var profile = _files.ConfiguredProfile ?? _files.VariableProfile?.Profile ?? DefaultProfile;
        return _files.TryRead(_files.ProfilePath(profile, "configure")) is { } text ? ProfileFile.Region(text) : null;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
