using System.Collections.Concurrent;
using KeyBindingProvider.Cvm.Credentials;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>
/// The keys that sign: one secret, one UTC day, one service. Three of the four HMACs of a signature are this key, so that the last one of each service is kept. Not a
/// record, and nothing in it is printed.
/// </summary>
internal sealed class SigningKeys
{
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>The key of the day of this call, derived where it is not the last one's.</summary>
    public byte[] Of(CvmCredentials credentials, string date, string service)
    {
        if (_kept.TryGetValue(service, out var kept) && ReferenceEquals(kept.Credentials, credentials) && kept.Date == date)
        {
            return kept.Key;
        }

        var key = Tc3Signer.DeriveKey(credentials.SecretKey.Reveal(), date, service);
        _kept[service] = new Kept(credentials, date, key);
        return key;
    }

    private sealed class Kept(CvmCredentials credentials, string date, byte[] key)
    {
        public CvmCredentials Credentials { get; } = credentials;

        public string Date { get; } = date;

        public byte[] Key { get; } = key;
    }
}
