using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine;

/// <summary>Turns reads into one immutable <see cref="FleetSnapshot"/>. Never writes.</summary>
internal sealed class FleetObserver(ICvmApi api, InstanceReader reader)
{
    /// <summary>A scan whose total keeps moving is begun again this many times; then the union of what was seen must do.</summary>
    private const int ScanAttempts = 3;

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<InstanceSnapshot>>? _scan;

    /// <summary>Observes what the query asks for, and the names of every key that is seen on the way.</summary>
    public async Task<FleetSnapshot> ObserveAsync(FleetQuery query, CancellationToken cancellationToken)
    {
        var keyPairs = await ReadKeyPairsAsync(query.Keys, cancellationToken);
        var instances = new Dictionary<InstanceId, InstanceSnapshot>();
        if (query.WholeRegion)
        {
            foreach (var instance in await SharedScanAsync().WaitAsync(cancellationToken))
            {
                instances[instance.Id] = instance;
            }
        }

        // The list of a key pair lags behind both ways: instances that only it names are read by id as well.
        var wanted = query.Instances.Concat(query.WholeRegion ? keyPairs.Values.SelectMany(pair => pair.AssociatedInstanceIds) : []);
        InstanceId[] unread = [.. wanted.Distinct().Where(id => !instances.ContainsKey(id))];
        if (unread.Length > 0)
        {
            foreach (var (id, reading) in await reader.ReadAsync(unread, CallPriority.Read, cancellationToken))
            {
                if (reading.Instance is { } instance)
                {
                    instances[id] = instance;
                }
            }
        }

        var strangers = KeySet
            .Of(instances.Values.SelectMany(instance => instance.Keys))
            .Except(KeySet.Of(keyPairs.Keys))
            .Except(query.Keys);
        foreach (var (id, pair) in await ReadKeyPairsAsync(strangers, cancellationToken))
        {
            keyPairs[id] = pair;
        }

        return new FleetSnapshot(api.Region, instances, keyPairs);
    }

    private async Task<Dictionary<KeyId, KeyPairSnapshot>> ReadKeyPairsAsync(KeySet keys, CancellationToken cancellationToken)
    {
        var pairs = new Dictionary<KeyId, KeyPairSnapshot>();
        foreach (var chunk in keys.Chunk(CvmLimits.KeysPerCall))
        {
            foreach (var pair in await api.DescribeKeyPairsAsync(chunk, CallPriority.Read, cancellationToken))
            {
                pairs[pair.Id] = pair;
            }
        }

        return pairs;
    }

    /// <summary>Operations that ask while no scan has begun share one; afterwards the next one is new.</summary>
    private Task<IReadOnlyList<InstanceSnapshot>> SharedScanAsync()
    {
        lock (_gate)
        {
            return _scan ??= ScanAsync();
        }
    }

    private async Task<IReadOnlyList<InstanceSnapshot>> ScanAsync()
    {
        await Task.Yield();
        lock (_gate)
        {
            _scan = null;
        }

        var seen = new Dictionary<InstanceId, InstanceSnapshot>();
        for (var attempt = 1; ; attempt++)
        {
            if (await TryScanAsync(seen) || attempt == ScanAttempts)
            {
                return [.. seen.Values];
            }
        }
    }

    /// <summary>One pass over all pages; false when the total moved meanwhile, so that an instance may have slipped between two pages.</summary>
    private async Task<bool> TryScanAsync(Dictionary<InstanceId, InstanceSnapshot> seen)
    {
        var total = -1;
        for (var offset = 0; total < 0 || offset < total; offset += CvmLimits.InstancesPerCall)
        {
            var page = await api.DescribeInstancesPageAsync(offset, CallPriority.Read, CancellationToken.None);
            if (total >= 0 && page.TotalCount != total)
            {
                return false;
            }

            total = page.TotalCount;
            foreach (var instance in page.Instances)
            {
                seen[instance.Id] = instance;
            }
        }

        return true;
    }
}
