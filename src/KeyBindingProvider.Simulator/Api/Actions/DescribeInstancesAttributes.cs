using System.Text;
using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeInstancesAttributes: the custom data that instances were made with, in Base64. There is no other attribute, and no paging.</summary>
internal sealed class DescribeInstancesAttributes(Timeline timeline) : IApiAction
{
    private const string UserData = "UserData";

    public string Name => nameof(DescribeInstancesAttributes);

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal) { "Attributes", "InstanceIds" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var attributes = call.Parameters.Texts("Attributes");
        if (attributes.Count == 0)
        {
            throw new ApiRefusal("MissingParameter", "Attributes");
        }

        if (attributes.FirstOrDefault(static attribute => attribute != UserData) is { } unknown)
        {
            throw new ApiRefusal("InvalidParameterValue", unknown);
        }

        var ids = call.Parameters.RequiredInstances();
        answer.WriteStartArray("InstanceSet"u8);
        foreach (var instance in InstanceFilters.Candidates(call.Fleet, ids, timeline.Now))
        {
            answer.WriteStartObject();
            answer.WriteString("InstanceId"u8, instance.Id);
            answer.WriteStartObject("Attributes"u8);
            answer.WriteString(UserData, Convert.ToBase64String(Encoding.UTF8.GetBytes(instance.Origin.UserData)));
            answer.WriteEndObject();
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }
}
