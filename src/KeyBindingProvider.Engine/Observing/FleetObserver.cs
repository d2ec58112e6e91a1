using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>Turns reads into one immutable <see cref="FleetSnapshot"/>. Never writes.</summary>
internal sealed class FleetObserver(string region, InstanceReader instanceReader, KeyPairReader keyPairReader, KeySourceReader sourceReader)
{
    /// <summary>Observes what the query asks for, and the names of every key that is seen on the way.</summary>
    /// <param name="query">What to read.</param>
    /// <param name="mayBeRecent">Whether nothing is sent by it, and it is one of many: then a look at the region that began a moment ago may answer (rule <c>recent-scan</c>).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<FleetSnapshot> ObserveAsync(FleetQuery query, bool mayBeRecent, CancellationToken cancellationToken)
    {
        var readingKeys = query.AllKeys
            ? keyPairReader.ReadRegionAsync(cancellationToken)
            : keyPairReader.ReadAsync(query.Keys.Union(query.Along), cancellationToken);
        var instances = new Dictionary<InstanceId, InstanceSnapshot>();
        if (query.WholeRegion)
        {
            Take(await instanceReader.ReadRegionAsync(query.Instances, cancellationToken));
            // The list of a key pair lags behind both ways: instances that only it names are read by id as well.
            var pairs = await readingKeys;
            IEnumerable<KeyPairSnapshot?> asked = query.AllKeys ? pairs.Values : query.Keys.Select(pairs.GetValueOrDefault);
            var listed = asked.SelectMany(pair => pair?.AssociatedInstanceIds ?? []);
            await ReadAsync(listed.Distinct().Where(id => !instances.ContainsKey(id)));
        }
        else
        {
            await ReadAsync(query.Instances);
        }

        var keyPairs = new Dictionary<KeyId, KeyPairSnapshot>(await readingKeys);
        var strangers = KeySet.Of(
            instances.Values.SelectMany(instance => instance.Keys).Distinct().Where(key => !keyPairs.ContainsKey(key))
        );
        foreach (var (id, pair) in await keyPairReader.ReadAsync(strangers.Except(query.Keys).Except(query.Along), cancellationToken))
        {
            keyPairs[id] = pair;
        }

        var sought = query.AllSources ? query.Sources.Union(KeySet.Of(keyPairs.Keys)) : query.Sources;
        return new FleetSnapshot(region, instances, keyPairs) { Sources = await sourceReader.ReadAsync(sought, cancellationToken) };

        async Task ReadAsync(IEnumerable<InstanceId> ids)
        {
            InstanceId[] wanted = [.. ids];
            if (wanted.Length > 0)
            {
                var readings = mayBeRecent
                    ? await instanceReader.ReadRecentAsync(wanted, cancellationToken)
                    : await instanceReader.ReadAsync(wanted, Cvm.CallPriority.Read, cancellationToken);
                Take(wanted.Select(id => KeyValuePair.Create(id, readings[id])));
            }
        }

        void Take(IEnumerable<KeyValuePair<InstanceId, Reading>> readings)
        {
            foreach (var (id, reading) in readings)
            {
                if (reading.Instance is { } instance)
                {
                    instances[id] = instance;
                }
            }
        }
    }
}
