using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// Where a plan would be carried out, and within which bounds of the whole run: what its digest binds beside the plan. The id of a secret is left out, since
/// who reviews and who applies have secrets of their own, and it does not say whose account it is.
/// </summary>
/// <param name="Endpoint">The API's endpoint, normalized; null for the public one.</param>
/// <param name="Account">The account that the ARN of the role that signs names; null where only a call could say.</param>
/// <param name="MaxUnavailable">The provider's bound over all of its resources, as written; null for none.</param>
/// <param name="MaxStops">The same for stops.</param>
public sealed record PlanTarget(string? Endpoint, string? Account, string? MaxUnavailable, int? MaxStops)
{
    /// <summary>The public endpoint, an account that nobody named, and no bounds: digests need no word of it.</summary>
    public static readonly PlanTarget Usual = new(null, null, null, null);

    /// <summary>Where a provider's configuration leads.</summary>
    /// <param name="provider">The configuration.</param>
    /// <param name="roleArn">The role that signs, whoever asks for it: the configuration, a variable or a profile; null for none.</param>
    public static PlanTarget Of(ProviderInput provider, string? roleArn) =>
        new(
            Uri.TryCreate(provider.Endpoint, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : provider.Endpoint,
            AccountOf(roleArn),
            provider.ChangePolicy.MaxUnavailable?.ToString(),
            provider.ChangePolicy.MaxStops
        );

    /// <summary>Its part of a digest.</summary>
    internal string Text => $"endpoint={Endpoint} account={Account} maxUnavailable={MaxUnavailable} maxStops={MaxStops}";

    /// <summary>An ARN such as <c>qcs::cam::uin/100000000001:roleName/deploys</c>.</summary>
    private static string? AccountOf(string? arn)
    {
        const string Before = "qcs::cam::uin/";
        return
            arn is not null
            && arn.StartsWith(Before, StringComparison.Ordinal)
            && arn[Before.Length..].Split(':') is [{ Length: > 0 } account, _, ..]
            && account.All(char.IsAsciiDigit)
            ? account
            : null;
    }
}
