using System.Collections.Concurrent;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>The documented default limits, one pacer for each account, shared by all regions of a client.</summary>
internal sealed class CallLimits(TimeProvider time, double? maxRequestsPerSecond) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<CallPacer>> _pacers = new(StringComparer.Ordinal);

    /// <summary>Waits for this call's turn under the action's limit, and under the overall one where there is one.</summary>
    public Task WaitAsync(string account, string region, string action, CallPriority priority, CancellationToken cancellationToken) =>
        Pacer(account).WaitAsync(region, action, priority, cancellationToken);

    /// <summary>Takes a turn that is free now.</summary>
    public bool TryTake(string account, string region, string action) => Pacer(account).TryTake(region, action);

    private CallPacer Pacer(string account) =>
        _pacers.GetOrAdd(account, _ => new Lazy<CallPacer>(() => new CallPacer(time, maxRequestsPerSecond))).Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pacer in _pacers.Values)
        {
            pacer.Value.Dispose();
        }
    }

    /// <summary>rule <c>service-limits</c>.</summary>
    public static double CallsPerSecond(string action) =>
        action switch
        {
            "DescribeInstances" or "DescribeInstancesStatus" => 40,
            "AssumeRole" => 600,
            "DescribeLaunchTemplates" or "DescribeLaunchTemplateVersions" or "CreateLaunchTemplateVersion" => 20,
            "DescribeLaunchConfigurations" or "ModifyLaunchConfigurationAttributes" => 20,
            "AttachResourcesTag" or "DetachResourcesTag" or "CreateTag" or "DescribeEvents" => 20,
            "DescribeResourceTagsByResourceIds" or "DescribeResourcesByTags" => 100,
            _ => 10,
        };
}
