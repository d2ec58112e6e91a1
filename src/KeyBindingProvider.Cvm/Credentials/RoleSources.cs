using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>Where temporary credentials come from: the metadata service of the CVM that we run on, and sts (rule <c>credential-order</c>).</summary>
internal static partial class RoleSources
{
    private const string MetadataPath = "/latest/meta-data/cam/security-credentials/";

    /// <summary>Unix seconds of the year 9999.</summary>
    private const long LatestEnd = 253_402_300_799;

    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The source that a search came to; where it found nothing, or something that asks for it, the role of the CVM.</summary>
    public static ICredentialSource First(
        FoundSource? found,
        HttpClient http,
        Uri metadata,
        ServiceClock clock,
        TimeProvider time,
        IReadOnlyList<string> looked
    ) =>
        found?.Pair is { } pair
            ? new FixedCredentials(pair)
            : new RefreshingCredentials(
                clock,
                "cvm-role",
                async () =>
                {
                    try
                    {
                        return await FromCvmRoleAsync(http, metadata, time, found?.CvmRole);
                    }
                    catch (CvmException exception)
                    {
                        var place = found is null
                            ? $"none found. Looked at: {string.Join("; ", looked)}; CVM role ({exception.ServiceMessage})"
                            : $"{found.Name} asks for the role of this CVM: {exception.ServiceMessage}";
                        throw CredentialFailure.Of(place, exception);
                    }
                }
            );

    /// <summary>Whether a text can name a role.</summary>
    public static bool IsRoleName(string text) => RoleName().IsMatch(text);

    /// <summary>Credentials of the CVM's role; throws <see cref="CvmException"/> when there is none.</summary>
    /// <param name="http">What sends the requests.</param>
    /// <param name="metadata">Where the metadata service answers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="named">The role that is asked for; null for the one that the machine has.</param>
    public static async Task<CvmCredentials> FromCvmRoleAsync(HttpClient http, Uri metadata, TimeProvider time, string? named = null)
    {
        var folder = new Uri(metadata, MetadataPath);
        try
        {
            using var deadline = new CancellationTokenSource(MetadataTimeout, time);
            var role = named;
            if (role is null)
            {
                using var names = await http.GetAsync(folder, deadline.Token);
                role = names.StatusCode == HttpStatusCode.OK ? (await names.Content.ReadAsStringAsync(deadline.Token)).Trim() : "";
                if (!IsRoleName(role))
                {
                    // Also what a captive portal says.
                    throw CredentialFailure.Of("this machine has no CVM role");
                }
            }

            using var told = await http.GetAsync(new Uri(folder, Uri.EscapeDataString(role)), deadline.Token);
            if (named is not null && told.StatusCode == HttpStatusCode.NotFound)
            {
                throw CredentialFailure.Of($"this machine has no CVM role {named}");
            }

            var body = await told.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(deadline.Token);
            var answer = JsonReading.Read(body, new RoleCredentials());
            return answer?.Code == "Success"
                ? Temporary($"CVM role {role}", answer.TmpSecretId, answer.TmpSecretKey, answer.Token, answer.ExpiredTime)
                : throw CredentialFailure.Of(
                    $"CVM role {role}: the metadata service has no credentials ({ServiceText.Clean(answer?.Code ?? "")})"
                );
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException or JsonException or IOException or InvalidDataException)
        {
            throw CredentialFailure.Of("the CVM metadata service does not answer", exception);
        }
    }

    /// <summary>Credentials of an assumed role.</summary>
    public static async Task<CvmCredentials> AssumeAsync(RetryingTransport transport, RoleToAssume asked)
    {
        var role = asked.Role;
        var request = new AssumeRoleRequest
        {
            RoleArn = role.RoleArn,
            RoleSessionName = role.SessionName,
            DurationSeconds = role.DurationSeconds,
            Policy = role.Policy is null ? null : Uri.EscapeDataString(role.Policy),
            ExternalId = role.ExternalId,
        };
        var body = request.ToBytes();
        // Repeating it is harmless: it changes nothing.
        var call = new ApiCall("sts", "2018-08-13", "AssumeRole", "ap-guangzhou", body, IsRead: true);
        AssumeRoleResponse answer;
        try
        {
            answer = await transport.SendAsync<AssumeRoleResponse>(call, CallPriority.Start, CancellationToken.None);
        }
        catch (CvmException refused)
        {
            // Roles are asked for in several places: which one it was is half of the answer.
            throw new CvmException(
                $"AssumeRole of {role.RoleArn} ({asked.AskedBy})",
                refused.Code,
                refused.ServiceMessage,
                refused.ErrorClass,
                refused.RequestId,
                refused
            )
            {
                SignedAt = refused.SignedAt,
                ServiceDate = refused.ServiceDate,
            };
        }

        var credentials = answer.Credentials;
        return Temporary(
            $"role {role.RoleArn}",
            credentials?.TmpSecretId,
            credentials?.TmpSecretKey,
            credentials?.Token,
            answer.ExpiredTime
        );
    }

    private static CvmCredentials Temporary(string origin, string? id, string? key, string? token, long? expires)
    {
        var found =
            CvmCredentials.FromSource(
                origin,
                ("TmpSecretId", "TmpSecretKey", "Token"),
                SecretText.Of(id),
                SecretText.Of(key),
                SecretText.Of(token)
            ) ?? throw CredentialFailure.Of($"{origin}: the answer holds no credentials");
        return expires switch
        {
            null => found,
            >= 0 and <= LatestEnd => new CvmCredentials(
                found.SecretId,
                found.SecretKey,
                found.Token,
                DateTimeOffset.FromUnixTimeSeconds(expires.Value)
            ),
            _ => throw CredentialFailure.Of($"{origin}: the answer says that the credentials end at no possible time"),
        };
    }

    [GeneratedRegex(@"^[\w+=,.@-]{1,128}\z")]
    private static partial Regex RoleName();
}
