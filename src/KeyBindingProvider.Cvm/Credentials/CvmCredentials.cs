namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>One set of API credentials. Not a record: nothing generated may print it.</summary>
internal sealed class CvmCredentials(SecretText secretId, SecretText secretKey, SecretText? token = null, DateTimeOffset? end = null)
{
    public SecretText SecretId { get; } = secretId;

    public SecretText SecretKey { get; } = secretKey;

    /// <summary>Session token of temporary credentials.</summary>
    public SecretText? Token { get; } = token;

    /// <summary>When they end, where that is known.</summary>
    public DateTimeOffset? End { get; } = end;

    /// <summary>Wraps what a source holds, or tells why it cannot be used. Never shows a value.</summary>
    /// <param name="origin">Where it was read, for the message.</param>
    /// <param name="names">What the source calls id, key and token.</param>
    /// <param name="id">SecretId, possibly null.</param>
    /// <param name="key">SecretKey, possibly null.</param>
    /// <param name="token">Session token, possibly null.</param>
    /// <returns>Null when none of the three is set.</returns>
    public static CvmCredentials? FromSource(
        string origin,
        (string Id, string Key, string Token) names,
        SecretText? id,
        SecretText? key,
        SecretText? token
    )
    {
        if (id is null && key is null && token is null)
        {
            return null;
        }

        if (id is null || key is null)
        {
            var set =
                id is not null ? names.Id
                : key is not null ? names.Key
                : names.Token;
            var missing = id is null && key is null ? $"{names.Id} and {names.Key} are" : $"{(id is null ? names.Id : names.Key)} is";
            throw CredentialFailure.Of($"{origin}: {set} is set, but {missing} not. Set both, or none.");
        }

        foreach (var (name, value) in new[] { (names.Id, id), (names.Key, key), (names.Token, token) })
        {
            if (value?.IsHeaderSafe() == false)
            {
                throw CredentialFailure.Of($"{origin}: {name} contains blanks, control or non-ASCII characters. Copy it again.");
            }
        }

        return new CvmCredentials(id, key, token);
    }

    /// <summary>
    /// The text with every occurrence of these secrets blotted out: a service may echo what it was sent, and what is between may encode it. The longest first,
    /// since one may be part of another.
    /// </summary>
    public string Redact(string text) =>
        new[] { SecretId, SecretKey, Token }
            .OfType<SecretText>()
            .SelectMany(secret => secret.Forms)
            .OrderByDescending(form => form.Length)
            .Aggregate(text, static (safe, form) => safe.Replace(form, "[secret]", StringComparison.OrdinalIgnoreCase));

    public override string ToString() => nameof(CvmCredentials);
}
