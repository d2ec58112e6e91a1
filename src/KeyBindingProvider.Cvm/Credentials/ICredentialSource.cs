namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>Where signed calls take their credentials from.</summary>
internal interface ICredentialSource
{
    /// <summary>When the credentials end and cannot be refreshed any more; null when they do not, or can.</summary>
    DateTimeOffset? End { get; }

    /// <summary>
    /// What stands for the account that rate limits are counted on. The API tells the account of no credential, so it is the
    /// SecretId, or the role for credentials whose id changes.
    /// </summary>
    ValueTask<string> AccountAsync(CancellationToken cancellationToken);

    /// <summary>Credentials that are good now.</summary>
    ValueTask<CvmCredentials> GetAsync(CancellationToken cancellationToken);

    /// <summary>Tries to replace credentials that the service refused; true when <see cref="GetAsync"/> now gives others.</summary>
    ValueTask<bool> ReplaceAsync(CvmCredentials refused, CancellationToken cancellationToken);
}

/// <summary>Credentials that stay as they are.</summary>
internal sealed class FixedCredentials(CvmCredentials credentials) : ICredentialSource
{
    public DateTimeOffset? End => credentials.End;

    public ValueTask<string> AccountAsync(CancellationToken cancellationToken) => new(credentials.SecretId.Reveal());

    public ValueTask<CvmCredentials> GetAsync(CancellationToken cancellationToken) => new(credentials);

    public ValueTask<bool> ReplaceAsync(CvmCredentials refused, CancellationToken cancellationToken) => new(false);
}
