using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Answer of sts GetCallerIdentity, which has no parameters.</summary>
internal sealed record GetCallerIdentityResponse : ApiResponse
{
    /// <summary>Number of the main account.</summary>
    public string? AccountId { get; private set; }

    /// <summary>Number of the account that owns the credentials.</summary>
    public string? PrincipalId { get; private set; }
    public string? UserId { get; private set; }
    public string? Type { get; private set; }
    public string? Arn { get; private set; }

    public override object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json) =>
        member switch
        {
            nameof(AccountId) => AccountId = json.GetString(),
            nameof(PrincipalId) => PrincipalId = json.GetString(),
            nameof(UserId) => UserId = json.GetString(),
            nameof(Type) => Type = json.GetString(),
            nameof(Arn) => Arn = json.GetString(),
            _ => base.ReadMember(member, ref json),
        };
}
