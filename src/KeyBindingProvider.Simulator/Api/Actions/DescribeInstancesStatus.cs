using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeInstancesStatus.</summary>
internal sealed class DescribeInstancesStatus(Timeline timeline, Paging paging) : IApiAction
{
    public string Name => nameof(DescribeInstancesStatus);

    public int CallsPerSecond => 40;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal) { "InstanceIds", "Offset", "Limit" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var now = timeline.Now;
        var seen = InstanceFilters.Candidates(call.Fleet, call.Parameters.Instances(), now).ToList();
        var page = paging.Cut(call, answer, seen, "InvalidParameterValue", "InvalidParameterValue.LimitExceeded");
        answer.WriteStartArray("InstanceStatusSet"u8);
        foreach (var instance in page)
        {
            answer.WriteStartObject();
            answer.WriteString("InstanceId"u8, instance.Id);
            answer.WriteString("InstanceState"u8, instance.VisiblePower(now).State);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }
}
