using System.Text;

namespace KeyBindingProvider.TestKit.Secrets;

/// <summary>Where secrets come from, and where none may come out: what the tests of secrets go through, and what SECURITY.md shows.</summary>
public static class SecretTable
{
    public const string Program = "the program (`secretId`, `secretKey`, `securityToken` of a provider)";
    public const string Config = "a config value (`--config`)";
    public const string Variables = "environment variables";
    public const string Profile = "a profile of tccli";
    public const string CredentialsFile = "`~/.tencentcloud/credentials`";
    public const string AssumedRole = "the answer of sts AssumeRole";
    public const string CvmRole = "the answer of the metadata service";
    public const string Proxy = "user and password of a proxy";
    public const string Endpoint = "user, password and query of an endpoint";
    public const string Redirect = "user, password and query of a redirect";
    public const string PulumiConfig = "the configuration of the Pulumi provider";
    public const string PulumiSecret = "a property that a Pulumi program wraps as secret";
    public const string TerraformConfig = "the configuration of the Terraform provider";

    /// <summary>Each has canaries of its own.</summary>
    public static IReadOnlyList<string> Sources { get; } =
    [
        Program,
        Config,
        Variables,
        Profile,
        CredentialsFile,
        AssumedRole,
        CvmRole,
        Proxy,
        Endpoint,
        Redirect,
        PulumiConfig,
        PulumiSecret,
        TerraformConfig,
    ];

    /// <summary>All of it is searched.</summary>
    public static IReadOnlyList<string> Places { get; } =
    [
        "standard output and standard error of every command, as text, JSON and Markdown",
        "answers, failures and details of failures of every call of the Pulumi protocol",
        "messages to the Pulumi engine",
        "answers and diagnostics of every call of the Terraform protocol, planned and stored state and private state among them",
        "the log of the Terraform provider",
        "`ToString()` of exceptions",
        "the journal of stops in the user's state folder",
        "tags of metrics and activities (not the runtime's own record of an exception, which nothing here listens to)",
    ];

    /// <summary>As SECURITY.md has it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("\n| secrets come from | and are looked for in |\n|---|---|\n");
        for (var i = 0; i < Math.Max(Sources.Count, Places.Count); i++)
        {
            text.Append($"| {Sources.ElementAtOrDefault(i)} | {Places.ElementAtOrDefault(i)} |\n");
        }

        return text.Append('\n').ToString();
    }
}
