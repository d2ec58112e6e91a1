using System.Text.RegularExpressions;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>What the tag service accepts as key, value and resource.</summary>
internal static partial class TagRules
{
    public const int MaxResources = 50;
    private const int LongestKey = 127;
    private const int LongestValue = 255;
    private static readonly string[] s_reserved = ["qcs:", "project", "项目"];

    public static (string Key, string Value) RequiredTag(this ParameterReader parameters)
    {
        var (key, value) = (parameters.RequiredTagKey(), parameters.RequiredText("TagValue"));
        return value.Length switch
        {
            0 => throw new ApiRefusal("InvalidParameterValue.TagValueEmpty", "TagValue"),
            > LongestValue => throw new ApiRefusal("InvalidParameterValue.TagValueLengthExceeded", "TagValue"),
            _ when !Text().IsMatch(value) => throw new ApiRefusal("InvalidParameterValue.TagValueCharacterIllegal", value),
            _ => (key, value),
        };
    }

    public static string RequiredTagKey(this ParameterReader parameters)
    {
        var key = parameters.RequiredText("TagKey");
        return key.Length switch
        {
            0 => throw new ApiRefusal("InvalidParameterValue.TagKeyEmpty", "TagKey"),
            > LongestKey => throw new ApiRefusal("InvalidParameterValue.TagKeyLengthExceeded", "TagKey"),
            _ when s_reserved.Any(start => key.StartsWith(start, StringComparison.OrdinalIgnoreCase)) => throw new ApiRefusal(
                "InvalidParameter.ReservedTagKey",
                key
            ),
            _ when !Text().IsMatch(key) => throw new ApiRefusal("InvalidParameterValue.TagKeyCharacterIllegal", key),
            _ => key,
        };
    }

    /// <summary>The instances of the region that a call names; for CVM it has to say both service and prefix. The service does not ask CVM whether they exist.</summary>
    public static IReadOnlyList<string> RequiredResources(this ParameterReader parameters)
    {
        if (parameters.RequiredText("ServiceType") is var service && service != Products.Cvm)
        {
            throw new ApiRefusal("InvalidParameterValue.ServiceTypeInvalid", service);
        }

        if (parameters.Text("ResourcePrefix") is not "instance")
        {
            throw new ApiRefusal("InvalidParameterValue.ResourceDescriptionError", "ResourcePrefix");
        }

        var ids = parameters.Texts("ResourceIds");
        return ids.Count switch
        {
            0 => throw new ApiRefusal("MissingParameter", "ResourceIds"),
            > MaxResources => throw new ApiRefusal("LimitExceeded.ResourceNumPerRequest", "ResourceIds"),
            _ => [.. ids.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Resources are of the region in the body; the header's is not asked for.</summary>
    public static RegionFleet FleetOf(this Fleet fleet, ParameterReader parameters) =>
        parameters.Text("ResourceRegion") is { } region && fleet.Find(region) is { } found
            ? found
            : throw new ApiRefusal("InvalidParameterValue.RegionInvalid", "ResourceRegion");

    /// <summary>Letters of any script, digits and a few signs; no blank at either end.</summary>
    [GeneratedRegex(@"^[\p{L}\p{N}+\-=._:/@()\[\],;><]([\p{L}\p{N}+\-=._:/@()\[\],;>< ]*[\p{L}\p{N}+\-=._:/@()\[\],;><])?$")]
    private static partial Regex Text();
}
