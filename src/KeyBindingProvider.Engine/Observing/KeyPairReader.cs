using System.Collections.Concurrent;
using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// Reads key pairs by id, <c>ceil(K/100)</c> DescribeKeyPairs for all who ask at about the same time. A pair that was found counts for as long as an answer of the
/// service may be old; one that was not is looked for again, since it may have been created a moment ago.
/// </summary>
internal sealed class KeyPairReader
{
    /// <summary>A list that moves while it is read is begun again.</summary>
    private const int Attempts = 5;

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

    /// <summary>All key pairs of the region, read now, as many as every page counts. Throws <see cref="CvmException"/> when a call fails, and when no pass was complete.</summary>
    public async Task<IReadOnlyDictionary<KeyId, KeyPairSnapshot>> ReadRegionAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var began = _time.GetTimestamp();
            var pairs = new Dictionary<KeyId, KeyPairSnapshot>();
            if (await ReadPagesAsync(pairs, cancellationToken))
            {
                foreach (var pair in pairs.Values)
                {
                    _found[pair.Id] = (pair, began);
                }

                return pairs;
            }
        }

        throw new CvmException(
            "DescribeKeyPairs",
            CvmException.IncompleteAnswer,
            $"the key pairs of {_api.Region} were read {Attempts} times and never completely",
            ErrorClass.Server
        );
    }

    /// <summary>One pass over a list that may move meanwhile; whether it is complete.</summary>
    private async Task<bool> ReadPagesAsync(Dictionary<KeyId, KeyPairSnapshot> pairs, CancellationToken cancellationToken)
    {
        int? total = null;
        while (total is null || pairs.Count < total)
        {
            var page = await _api.DescribeKeyPairsPageAsync(pairs.Count, CallPriority.Read, cancellationToken);
            var isMoving = total is not null && page.TotalCount != total;
            total = page.TotalCount;
            // A list that never ends is read no further than one of instances.
            if (total > CvmLimits.InstancesPerScan)
            {
                return false;
            }

            if (isMoving || !page.KeyPairs.All(pair => pairs.TryAdd(pair.Id, pair)) || (page.KeyPairs.Count == 0 && pairs.Count < total))
            {
                return false;
            }
        }

        return pairs.Count == total;
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
