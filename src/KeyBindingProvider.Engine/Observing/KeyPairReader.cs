using System.Collections.Concurrent;
using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// Reads key pairs by id, <c>ceil(K/100)</c> DescribeKeyPairs for all who ask at about the same time. A pair that was found counts for as long as an answer of the
/// service may be old; one that was not is looked for again, since it may have been created a moment ago.
/// </summary>
internal sealed class KeyPairReader
{
    private readonly ICvmApi _api;
    private readonly TimeProvider _time;
    private readonly TimeSpan _serves;
    private readonly SharedFlights<KeyId, IReadOnlyDictionary<KeyId, KeyPairSnapshot>> _reads;
    private readonly ConcurrentDictionary<KeyId, (KeyPairSnapshot Pair, long At)> _found = new();

    /// <param name="api">The account.</param>
    /// <param name="time">The clock.</param>
    /// <param name="gather">How long a read waits for others.</param>
    /// <param name="serves">How long a pair that was found counts.</param>
    public KeyPairReader(ICvmApi api, TimeProvider time, TimeSpan gather, TimeSpan serves) =>
        (_api, _time, _serves, _reads) = (api, time, serves, new(ReadTogetherAsync, gather, time));

    /// <summary>Answers the pairs among <paramref name="keys"/> that exist, and perhaps others; no call where all were found lately.</summary>
    public async Task<IReadOnlyDictionary<KeyId, KeyPairSnapshot>> ReadAsync(KeySet keys, CancellationToken cancellationToken)
    {
        var known = new Dictionary<KeyId, KeyPairSnapshot>();
        foreach (var key in keys)
        {
            if (_found.TryGetValue(key, out var found) && _time.GetElapsedTime(found.At) < _serves)
            {
                known[key] = found.Pair;
            }
        }

        var unknown = keys.Except(KeySet.Of(known.Keys));
        if (unknown.IsEmpty)
        {
            return known;
        }

        foreach (var (key, pair) in await _reads.JoinAsync(unknown, everything: false, CallPriority.Read, cancellationToken))
        {
            known[key] = pair;
        }

        return known;
    }

    private async Task<IReadOnlyDictionary<KeyId, KeyPairSnapshot>> ReadTogetherAsync(Manifest<KeyId> manifest)
    {
        var pairs = new Dictionary<KeyId, KeyPairSnapshot>();
        // From before the call: what it answers may be as old as that.
        var began = _time.GetTimestamp();
        foreach (var chunk in manifest.Ids.Chunk(CvmLimits.KeysPerCall))
        {
            foreach (var pair in await _api.DescribeKeyPairsAsync(chunk, manifest.Priority, CancellationToken.None))
            {
                pairs[pair.Id] = pair;
                _found[pair.Id] = (pair, began);
            }
        }

        return pairs;
    }
}
