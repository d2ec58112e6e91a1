using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Access;

/// <summary>Who signs the calls, as the service sees it. Its texts may be empty: no field of the answer is promised.</summary>
public sealed record Caller
{
    /// <summary>Number of the main account.</summary>
    public required UntrustedText AccountId { get; init; }

    /// <summary>Number of the account that owns the credentials.</summary>
    public required UntrustedText PrincipalId { get; init; }

    /// <summary>The number of a user, or <c>role:session</c>.</summary>
    public required UntrustedText UserId { get; init; }

    /// <summary>Such as CAMUser and CAMRole.</summary>
    public required UntrustedText Type { get; init; }

    /// <summary>Its resource name.</summary>
    public required UntrustedText Arn { get; init; }

    /// <summary>Where the credentials come from, over each role that is assumed.</summary>
    public required string Source { get; init; }

    /// <summary>When the credentials end, in UTC as ISO 8601 writes it; null where no end is known.</summary>
    public required string? EndsAt { get; init; }

    /// <summary>Whether they are fetched anew before that.</summary>
    public required bool IsRenewed { get; init; }
}
