using System.Collections.Concurrent;

namespace KeyBindingProvider.Cvm;

/// <summary>The documented default limits, one pacer for each account, region and action, shared by all clients of the process.</summary>
internal sealed class CallLimits(TimeProvider time, double? maxRequestsPerSecond)
{
    private readonly ConcurrentDictionary<(string Account, string Region, string Action), CallPacer> _pacers = new();
    private readonly ConcurrentDictionary<string, CallPacer> _overall = new();

    /// <summary>Waits for this call's turn under the action's limit, and under the overall one where there is one.</summary>
    public async Task WaitAsync(string account, string region, string action, CallPriority priority, CancellationToken cancellationToken)
    {
        if (maxRequestsPerSecond is { } overall)
        {
            await _overall.GetOrAdd(account, _ => new CallPacer(time, overall)).WaitAsync(priority, cancellationToken);
        }

        await _pacers
            .GetOrAdd((account, region, action), key => new CallPacer(time, CallsPerSecond(key.Action)))
            .WaitAsync(priority, cancellationToken);
    }

    /// <summary><c>facts/cvm-api.md</c> 1.3.</summary>
    public static double CallsPerSecond(string action) =>
        action switch
        {
            "DescribeInstances" or "DescribeInstancesStatus" => 40,
            "AssumeRole" => 600,
            _ => 10,
        };
}
