using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>sts AssumeRole: hands out temporary credentials whose calls are booked on whoever assumed the role.</summary>
internal sealed partial class AssumeRole(SimulatorOptions options, CredentialStore credentials, Timeline timeline) : IApiAction
{
    private const int DefaultSeconds = 7200;
    private const int MaxSeconds = 43200;

    public string Name => nameof(AssumeRole);

    public string Product => Products.Sts;

    public int CallsPerSecond => 600;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "RoleArn",
            "RoleSessionName",
            "DurationSeconds",
            "Policy",
            "ExternalId",
            "Tags",
            "SourceIdentity",
            "SerialNumber",
            "TokenCode",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var arn = call.Parameters.RequiredText("RoleArn");
        var session = call.Parameters.RequiredText("RoleSessionName");
        var seconds = call.Parameters.Number("DurationSeconds") ?? DefaultSeconds;
        if (!RoleArn().IsMatch(arn))
        {
            throw new ApiRefusal("InvalidParameter.ResouceError", arn);
        }

        if (!SessionName().IsMatch(session))
        {
            throw new ApiRefusal("InvalidParameter.ParamError", "RoleSessionName");
        }

        if (seconds is < 1 or > MaxSeconds)
        {
            throw new ApiRefusal("InvalidParameter.OverTimeError", "DurationSeconds");
        }

        CheckPolicy(call.Parameters.Text("Policy"));
        CheckRole(arn, call.Parameters.Text("ExternalId"));
        var expires = timeline.Now.AddSeconds(seconds);
        var credential = credentials.Issue(call.Actor, expires, new RoleSession(arn, session));
        answer.WriteStartObject("Credentials");
        answer.WriteString("Token", credential.Token);
        answer.WriteString("TmpSecretId", credential.SecretId);
        answer.WriteString("TmpSecretKey", credential.SecretKey);
        answer.WriteEndObject();
        answer.WriteNumber("ExpiredTime", expires.ToUnixTimeSeconds());
        answer.WriteString("Expiration", expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    private static void CheckPolicy(string? policy)
    {
        if (policy is null)
        {
            return;
        }

        try
        {
            // The policy is sent URL-encoded; plain JSON is an error, which is what makes the encoding testable.
            if (policy.Contains('{', StringComparison.Ordinal))
            {
                throw new ApiRefusal("InvalidParameter.StrategyFormatError");
            }

            using var parsed = JsonDocument.Parse(Uri.UnescapeDataString(policy.Replace('+', ' ')));
        }
        catch (JsonException)
        {
            throw new ApiRefusal("InvalidParameter.StrategyFormatError");
        }
    }

    private void CheckRole(string arn, string? externalId)
    {
        if (externalId is not null && !ExternalId().IsMatch(externalId))
        {
            throw new ApiRefusal("InvalidParameter.ParamError", "ExternalId");
        }

        var role = options.Roles.FirstOrDefault(r => r.Arn == arn) ?? throw new ApiRefusal("ResourceNotFound.RoleNotFound", arn);
        if (role.ExternalId is not null && role.ExternalId != externalId)
        {
            throw new ApiRefusal("UnauthorizedOperation", "ExternalId");
        }
    }

    [GeneratedRegex(@"^qcs::cam::uin/\d+:(roleName/[\w+=,.@-]+|role/(tencentcloudServiceRole(Name)?/)?[\w+=,.@-]+)\z")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[\w+=,.@_-]{2,128}\z")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"^[\w+=,.@:\/-]{2,128}\z")]
    private static partial Regex ExternalId();
}
