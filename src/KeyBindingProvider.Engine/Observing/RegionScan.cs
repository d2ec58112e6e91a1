using KeyBindingProvider.Core;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// All instances of a region, page by page: as many as every page counts, each of them once, or an error that says what was missing. A list that moves while
/// it is read is begun again a few times; what an instance may have slipped through is never taken for all.
/// </summary>
internal sealed class RegionScan(ICvmApi api, TimeProvider time)
{
    /// <summary>Each pass over a quiet region succeeds; where machines come and go all the time, one of these mostly does.</summary>
    private const int Attempts = 5;

    /// <summary>Throws <see cref="CvmException"/> when a call fails, and when no pass was complete.</summary>
    public async Task<Dictionary<InstanceId, Reading>> ReadAsync()
    {
        var why = "";
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var readings = new Dictionary<InstanceId, Reading>();
            why = await WhyIncompleteAsync(readings);
            if (why.Length == 0)
            {
                return readings;
            }
        }

        throw Incomplete($"the instances of {api.Region} were read {Attempts} times and never completely: {why}");
    }

    /// <summary>One pass; what is wrong with it, or empty.</summary>
    private async Task<string> WhyIncompleteAsync(Dictionary<InstanceId, Reading> readings)
    {
        int? total = null;
        for (var pages = 0; total is null || readings.Count < total; pages++)
        {
            // Short pages are read on from where they end; so many of them are no list that anybody reads to its end.
            if (pages > 2 * CvmLimits.Calls(total ?? 0))
            {
                return $"{pages} pages held {readings.Count} of {total}";
            }

            var begunAt = time.GetUtcNow();
            var page = await api.DescribeInstancesPageAsync(readings.Count, CallPriority.Read, CancellationToken.None);
            if (total is not null && page.TotalCount != total)
            {
                return $"TotalCount was {total} and then {page.TotalCount}";
            }

            total = page.TotalCount;
            if (total > CvmLimits.InstancesPerScan)
            {
                throw Incomplete($"a TotalCount of {total} in {api.Region}; at most {CvmLimits.InstancesPerScan} instances are read");
            }

            foreach (var instance in page.Instances)
            {
                if (!readings.TryAdd(instance.Id, new Reading(instance, begunAt)))
                {
                    return $"{instance.Id} was listed twice";
                }
            }

            if (readings.Count > total || (page.Instances.Count == 0 && readings.Count < total))
            {
                return $"{readings.Count} were listed with a TotalCount of {total}";
            }
        }

        return "";
    }

    private static CvmException Incomplete(string why) => new("DescribeInstances", CvmException.IncompleteAnswer, why, ErrorClass.Server);
}
