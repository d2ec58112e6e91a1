using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Harness.Running;

namespace KeyBindingProvider.Harness.Mutants;

/// <summary>Two binds, or two unbinds, that come together go out as one: every key of both for every instance of both.</summary>
internal sealed class MergingApi(ICvmApi inner, TimeProvider time) : PassingApi(inner)
{
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(400);

    private readonly Dictionary<(bool IsBind, bool Force), Merged> _waiting = [];

    public override Task<string> AssociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => MergeAsync((true, forceStop), instances, keys, base.AssociateInstancesKeyPairsAsync, priority, cancellationToken);

    public override Task<string> DisassociateInstancesKeyPairsAsync(
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        bool forceStop,
        CallPriority priority,
        CancellationToken cancellationToken
    ) => MergeAsync((false, forceStop), instances, keys, base.DisassociateInstancesKeyPairsAsync, priority, cancellationToken);

    private Task<string> MergeAsync(
        (bool IsBind, bool Force) kind,
        IReadOnlyCollection<InstanceId> instances,
        KeySet keys,
        Func<IReadOnlyCollection<InstanceId>, KeySet, bool, CallPriority, CancellationToken, Task<string>> send,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        if (_waiting.TryGetValue(kind, out var merged))
        {
            merged.Instances.UnionWith(instances);
            merged.Keys = merged.Keys.Union(keys);
            return merged.Sent;
        }

        merged = new Merged([.. instances], keys);
        _waiting[kind] = merged;
        return merged.Sent = SendAsync();

        async Task<string> SendAsync()
        {
            await Task.Delay(s_together, time, cancellationToken);
            _waiting.Remove(kind);
            return await send(merged.Instances, merged.Keys, kind.Force, priority, cancellationToken);
        }
    }

    private sealed class Merged(SortedSet<InstanceId> instances, KeySet keys)
    {
        public SortedSet<InstanceId> Instances { get; } = instances;
        public KeySet Keys { get; set; } = keys;
        public Task<string> Sent { get; set; } = Task.FromResult("");
    }
}
