using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>sts GetCallerIdentity: whose credentials sign the call. It has no parameters.</summary>
internal sealed class GetCallerIdentity(CredentialStore credentials) : IApiAction
{
    /// <summary>The one account of a simulation, that of its built-in role.</summary>
    private const string Account = "100000000001";

    /// <summary>The sub-account that owns every secret pair.</summary>
    private const string User = "100000000002";

    public string Name => nameof(GetCallerIdentity);

    public string Product => Products.Sts;

    /// <summary>Not documented; what most read calls of the platform may do.</summary>
    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal);

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var session = credentials.Find(call.SecretId)?.Session;
        var role = session is null ? null : IdOf(session.Role);
        answer.WriteString("Arn", role is null ? $"qcs::cam:{Account}:uin/{User}" : $"qcs::sts:{Account}:assumed-role/{role}");
        answer.WriteString("AccountId", Account);
        answer.WriteString("UserId", role is null ? User : $"{role}:{session!.Name}");
        answer.WriteString("PrincipalId", User);
        answer.WriteString("Type", role is null ? "CAMUser" : "CAMRole");
    }

    /// <summary>Answers name a role by a number that nobody sees elsewhere; the same role has the same one.</summary>
    private static string IdOf(string role)
    {
        var number = role.Aggregate(7UL, static (sum, letter) => ((sum * 31) + letter) % 1_000_000_000);
        return "4611686018" + number.ToString("000000000", CultureInfo.InvariantCulture);
    }
}
