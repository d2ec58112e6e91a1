namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Answer of sts GetCallerIdentity, which has no parameters.</summary>
internal sealed record GetCallerIdentityResponse : ApiResponse
{
    /// <summary>Number of the main account.</summary>
    public string? AccountId { get; init; }

    /// <summary>Number of the account that owns the credentials.</summary>
    public string? PrincipalId { get; init; }
    public string? UserId { get; init; }
    public string? Type { get; init; }
    public string? Arn { get; init; }
}
