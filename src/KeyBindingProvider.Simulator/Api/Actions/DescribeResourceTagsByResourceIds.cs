using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tag DescribeResourceTagsByResourceIds: the tags of up to 50 instances as the tag service has them, one row for each tag.</summary>
internal sealed class DescribeResourceTagsByResourceIds(Fleet fleet) : IApiAction
{
    public string Name => nameof(DescribeResourceTagsByResourceIds);

    public string Product => Products.Tag;

    public int CallsPerSecond => 100;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "ServiceType",
            "ResourcePrefix",
            "ResourceIds",
            "ResourceRegion",
            "Offset",
            "Limit",
            "Category",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var region = fleet.FleetOf(call.Parameters);
        // Tags that the platform itself makes are not simulated.
        var shows = call.Parameters.Text("Category") switch
        {
            null or "All" or "Custom" => true,
            "System" => false,
            var other => throw new ApiRefusal("InvalidParameterValue", other),
        };
        var rows = call
            .Parameters.RequiredResources()
            .Select(region.InstanceById.GetValueOrDefault)
            .OfType<SimulatedInstance>()
            .Where(_ => shows)
            .SelectMany(
                static instance => instance.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal),
                static (i, tag) => (i.Id, tag.Key, tag.Value)
            )
            .ToList();
        var page = TagPages.Cut(call, answer, rows, mustAlign: true);
        answer.WriteStartArray("Tags"u8);
        foreach (var (id, key, value) in page)
        {
            answer.WriteStartObject();
            answer.WriteString("TagKey"u8, key);
            answer.WriteString("TagValue"u8, value);
            answer.WriteString("ResourceId"u8, id);
            answer.WriteString("ServiceType"u8, Products.Cvm);
            answer.WriteString("Category"u8, "Custom");
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }
}
