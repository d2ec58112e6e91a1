using System.Globalization;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>The role to assume with whatever was found: that of the configuration, else that of the variables (rule <c>credential-order</c>).</summary>
internal static class RoleSettings
{
    /// <summary>Session name of a role that comes without one.</summary>
    public const string SessionName = "keybinding";

    private const string Prefix = "TENCENTCLOUD_ASSUME_ROLE_";
    private const int LongestSession = 43200;

    /// <summary>They would change who is assumed, or how: leaving them out silently makes another identity.</summary>
    private static readonly string[] Unsupported =
    [
        "SOURCE_IDENTITY",
        "SERIAL_NUMBER",
        "TOKEN_CODE",
        "SAML_ASSERTION",
        "PRINCIPAL_ARN",
        "WEB_IDENTITY_TOKEN",
        "WEB_IDENTITY_TOKEN_FILE",
        "PROVIDER_ID",
    ];

    /// <summary>The role, or null. Throws when the variables name one that cannot be assumed as they say.</summary>
    public static RoleToAssume? Find(CvmConfiguration configuration, IEnvironment environment)
    {
        if (configuration.AssumeRole is { } configured)
        {
            return new RoleToAssume(configured, "assumeRole of the provider");
        }

        if (Variable(environment, $"{Prefix}ARN") is not { } arn)
        {
            return Variable(environment, "TENCENTCLOUD_ROLE_ARN") is { } cliArn
                ? new RoleToAssume(
                    new AssumeRole
                    {
                        RoleArn = cliArn,
                        SessionName = Variable(environment, "TENCENTCLOUD_ROLE_SESSION_NAME") ?? SessionName,
                    },
                    "TENCENTCLOUD_ROLE_ARN"
                )
                : null;
        }

        if (Unsupported.FirstOrDefault(name => Variable(environment, Prefix + name) is not null) is { } unsupported)
        {
            throw CredentialFailure.Of($"{Prefix}{unsupported} is set beside {Prefix}ARN, and is not supported. Unset it.");
        }

        var role = new AssumeRole
        {
            RoleArn = arn,
            SessionName = Variable(environment, $"{Prefix}SESSION_NAME") ?? SessionName,
            ExternalId = Variable(environment, $"{Prefix}EXTERNAL_ID"),
        };
        return new RoleToAssume(
            Variable(environment, $"{Prefix}SESSION_DURATION") is { } duration ? role with { DurationSeconds = Seconds(duration) } : role,
            $"{Prefix}ARN"
        );
    }

    private static int Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestSession
            ? seconds
            : throw CredentialFailure.Of($"{Prefix}SESSION_DURATION is not a number of seconds from 1 to {LongestSession}.");

    private static string? Variable(IEnvironment environment, string name) =>
        environment.Variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
