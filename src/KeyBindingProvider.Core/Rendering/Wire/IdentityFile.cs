using System.ComponentModel;
using KeyBindingProvider.Core.Access;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>Who signs the calls.</summary>
internal sealed record IdentityFile() : JsonFile("identity")
{
    [Description("One for each account of the program; one where no program was named.")]
    public required IReadOnlyList<CallerFields> Identities { get; init; }

    public static IdentityFile Of(IEnumerable<Caller> callers) => new() { Identities = [.. callers.Select(CallerFields.Of)] };
}

/// <summary>Who signs the calls to an account, or why that is not known.</summary>
[Description("Who signs the calls to an account.")]
internal sealed record SignerFields
{
    [Description("Where the credentials come from, over each role that is assumed.")]
    public required string Source { get; init; }

    [Description("Who that is, as keybinding whoami has it; null where the service did not say.")]
    public required CallerFields? Caller { get; init; }

    [Description("Why it is not known; null where it is.")]
    public required ProblemFields? Problem { get; init; }

    public static IReadOnlyList<SignerFields> Of(IEnumerable<Signer> signers) =>
        [
            .. signers.Select(signer => new SignerFields
            {
                Source = signer.Source,
                Caller = signer.Caller is { } caller ? CallerFields.Of(caller) : null,
                Problem = signer.Problem is { } problem ? ProblemFields.Of(problem) : null,
            }),
        ];
}

/// <summary>One identity; what the service did not tell is empty.</summary>
[Description("One identity; what the service did not tell is empty.")]
internal sealed record CallerFields
{
    [Description("Number of the main account.")]
    public required string AccountId { get; init; }

    [Description("Number of the account that owns the credentials.")]
    public required string PrincipalId { get; init; }

    [Description("The number of a user, or role:session.")]
    public required string UserId { get; init; }

    [Description("As the service names it, such as CAMUser and CAMRole.")]
    public required string Type { get; init; }
    public required string Arn { get; init; }

    [Description("Where the credentials come from, over each role that is assumed.")]
    public required string Source { get; init; }

    [Description("When the credentials end, in UTC, such as 2026-01-02T03:04:05Z; null where no end is known.")]
    public required string? EndsAt { get; init; }

    [Description("Whether they are fetched anew before that.")]
    public required bool Renewed { get; init; }

    public static CallerFields Of(Caller caller) =>
        new()
        {
            AccountId = caller.AccountId.Raw,
            PrincipalId = caller.PrincipalId.Raw,
            UserId = caller.UserId.Raw,
            Type = caller.Type.Raw,
            Arn = caller.Arn.Raw,
            Source = caller.Source,
            EndsAt = caller.EndsAt,
            Renewed = caller.IsRenewed,
        };
}
