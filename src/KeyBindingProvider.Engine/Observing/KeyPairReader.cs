using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>Reads key pairs by id, <c>ceil(K/100)</c> DescribeKeyPairs for all who ask at about the same time.</summary>
internal sealed class KeyPairReader
{
    private readonly ICvmApi _api;
    private readonly SharedFlights<KeyId, IReadOnlyDictionary<KeyId, KeyPairSnapshot>> _reads;

    public KeyPairReader(ICvmApi api, TimeProvider time, TimeSpan gather) => (_api, _reads) = (api, new(ReadTogetherAsync, gather, time));

    /// <summary>Answers the pairs among <paramref name="keys"/> that exist, and perhaps others; no call for no key.</summary>
    public async Task<IReadOnlyDictionary<KeyId, KeyPairSnapshot>> ReadAsync(KeySet keys, CancellationToken cancellationToken) =>
        keys.IsEmpty
            ? new Dictionary<KeyId, KeyPairSnapshot>()
            : await _reads.JoinAsync(keys, everything: false, CallPriority.Read, cancellationToken);

    private async Task<IReadOnlyDictionary<KeyId, KeyPairSnapshot>> ReadTogetherAsync(Manifest<KeyId> manifest)
    {
        var pairs = new Dictionary<KeyId, KeyPairSnapshot>();
        foreach (var chunk in manifest.Ids.Chunk(CvmLimits.KeysPerCall))
        {
            foreach (var pair in await _api.DescribeKeyPairsAsync(chunk, manifest.Priority, CancellationToken.None))
            {
                pairs[pair.Id] = pair;
            }
        }

        return pairs;
    }
}
