using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Judging;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeInstances.</summary>
internal sealed class DescribeInstances(Timeline timeline, Paging paging, OracleLedger ledger) : IApiAction
{
    public string Name => nameof(DescribeInstances);

    public int CallsPerSecond => 40;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "InstanceIds", "Filters", "Offset", "Limit" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.Instances();
        var filters = call.Parameters.Filters();
        if (ids.Count > 0 && filters.Count > 0)
        {
            throw new ApiRefusal("InvalidParameter", "InstanceIds, Filters");
        }

        var now = timeline.Now;
        var matches = InstanceFilters.Compile(filters, now);
        var seen = InstanceFilters.Candidates(call.Fleet, ids, now).Where(matches).ToList();
        var page = paging.Cut(call, answer, seen, "InvalidParameterValue", "InvalidParameterValue.LimitExceeded");
        answer.WriteStartArray("InstanceSet"u8);
        foreach (var instance in page)
        {
            ledger.Read(call.Actor, instance, instance.VisibleKeys(now));
            InstanceJson.Write(answer, instance, now);
        }

        answer.WriteEndArray();
    }
}
