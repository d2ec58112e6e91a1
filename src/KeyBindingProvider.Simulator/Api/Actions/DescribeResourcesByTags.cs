using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tag DescribeResourcesByTags: the instances that have all of up to six keys, as the tag service has them.</summary>
internal sealed class DescribeResourcesByTags(Fleet fleet) : IApiAction
{
    private const int MaxFilters = 6;

    public string Name => nameof(DescribeResourcesByTags);

    public string Product => Products.Tag;

    public int CallsPerSecond => 100;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "TagFilters",
            "ServiceType",
            "ResourcePrefix",
            "ResourceRegion",
            "ResourceId",
            "Offset",
            "Limit",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var filters = call.Parameters.TagFilters();
        if (filters.Count is 0 or > MaxFilters)
        {
            throw filters.Count == 0
                ? new ApiRefusal("MissingParameter", "TagFilters")
                : new ApiRefusal("LimitExceeded.TagNumPerRequest", "TagFilters");
        }

        if (call.Parameters.Text("ServiceType") is { } service && service != Products.Cvm)
        {
            throw new ApiRefusal("InvalidParameterValue.ServiceTypeInvalid", service);
        }

        var region = call.Parameters.Text("ResourceRegion");
        var id = call.Parameters.Text("ResourceId");
        var found = fleet
            .AllInstances.Where(instance =>
                !instance.Gone
                && (region is null || instance.Origin.Region == region)
                && (id is null || instance.Id == id)
                && filters.All(filter =>
                    instance.Tags.TryGetValue(filter.Key, out var value) && (filter.Values.Count == 0 || filter.Values.Contains(value))
                )
            )
            .ToList();
        var page = TagPages.Cut(call, answer, found, mustAlign: false);
        answer.WriteStartArray("Rows"u8);
        foreach (var instance in page)
        {
            answer.WriteStartObject();
            answer.WriteString("ResourceRegion"u8, instance.Origin.Region);
            answer.WriteString("ServiceType"u8, Products.Cvm);
            answer.WriteString("ResourcePrefix"u8, "instance");
            answer.WriteString("ResourceId"u8, instance.Id);
            answer.WriteStartArray("Tags"u8);
            foreach (var (key, value) in instance.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
            {
                answer.WriteStartObject();
                answer.WriteString("TagKey"u8, key);
                answer.WriteString("TagValue"u8, value);
                answer.WriteEndObject();
            }

            answer.WriteEndArray();
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }
}
