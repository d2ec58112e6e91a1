using System.Text.Json;
using System.Text.RegularExpressions;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>
/// DescribeImages: the official images that the instances of the account were made of, in every region, as official ones are.
/// An image stays when its instances are gone.
/// </summary>
internal sealed partial class DescribeImages(Fleet fleet, Paging paging) : IApiAction
{
    public const string Type = "PUBLIC_IMAGE";

    public string Name => nameof(DescribeImages);

    public int CallsPerSecond => 40;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "ImageIds", "Filters", "Offset", "Limit", "InstanceType" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.Images();
        var filters = call.Parameters.Filters();
        if (ids.Count > 0 && filters.Count > 0)
        {
            throw new ApiRefusal("InvalidParameter.InvalidParameterCoexistImageIdsFilters", "ImageIds, Filters");
        }

        CheckInstanceType(call.Parameters.Text("InstanceType"));
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var matches = filters.Select(Compile).ToList();
        var found = fleet
            .AllInstances.Select(static instance => instance.Origin)
            .DistinctBy(ImageJson.IdOf)
            .Where(image => (wanted.Count == 0 || wanted.Contains(ImageJson.IdOf(image))) && matches.All(match => match(image)))
            .ToList();
        var page = paging.Cut(call, answer, found, "InvalidParameterValue", "InvalidParameterValue.InvalidParameterValueLimit");
        answer.WriteStartArray("ImageSet"u8);
        foreach (var image in page)
        {
            ImageJson.Write(answer, image);
        }

        answer.WriteEndArray();
    }

    /// <summary>Every image goes with the one type that there is.</summary>
    private static void CheckInstanceType(string? type)
    {
        if (type is null or InstanceJson.InstanceType)
        {
            return;
        }

        throw new ApiRefusal(
            TypeForm().IsMatch(type) ? "InvalidParameterValue.InstanceTypeNotFound" : "InvalidInstanceType.Malformed",
            type
        );
    }

    private static Func<WorldInstance, bool> Compile(ApiFilter filter)
    {
        if (filter.Name is "image-id")
        {
            foreach (var id in filter.Values.Where(static id => !Ids.IsImage(id)))
            {
                throw new ApiRefusal("InvalidImageId.Malformed", id);
            }
        }

        var values = filter.Values.ToHashSet(StringComparer.Ordinal);
        return filter.Name switch
        {
            "image-id" => image => values.Contains(ImageJson.IdOf(image)),
            "image-type" => _ => values.Contains(Type),
            // These two match parts of a name.
            "image-name" => image => values.Any(value => image.OsName.Contains(value, StringComparison.OrdinalIgnoreCase)),
            "platform" => image => values.Any(value => ImageJson.PlatformOf(image).Contains(value, StringComparison.OrdinalIgnoreCase)),
            // Official images carry no tags, and none of these is on a dedicated cluster.
            "tag-key" or "tag-value" or "dedicated-cluster-id" or "cdc-cache-status" => static _ => false,
            ['t', 'a', 'g', ':', ..] => static _ => false,
            _ => throw new ApiRefusal("InvalidFilter", filter.Name),
        };
    }

    [GeneratedRegex(@"^[A-Z0-9]+[a-z]*\.[A-Z0-9]+$")]
    private static partial Regex TypeForm();
}
