using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Lists of ids in requests: required or not, at most 100, well formed.</summary>
internal static class IdLists
{
    private const int MaxIds = 100;

    public static IReadOnlyList<string> RequiredInstances(this ParameterReader parameters) =>
        Required(parameters.Instances(), "InstanceIds");

    public static IReadOnlyList<string> RequiredKeys(this ParameterReader parameters) => Required(parameters.Keys(), "KeyIds");

    public static IReadOnlyList<string> Instances(this ParameterReader parameters) =>
        Checked(parameters.Texts("InstanceIds"), "InstanceIds", Ids.IsInstance, "InvalidInstanceId.Malformed");

    public static IReadOnlyList<string> Images(this ParameterReader parameters) =>
        Checked(parameters.Texts("ImageIds"), "ImageIds", Ids.IsImage, "InvalidImageId.Malformed");

    /// <summary>The documents of CBS list no code of its own for a disk id, only that of a wrong value.</summary>
    public static IReadOnlyList<string> Disks(this ParameterReader parameters) =>
        Checked(parameters.Texts("DiskIds"), "DiskIds", Ids.IsDisk, "InvalidParameterValue", "InvalidParameterValue");

    public static IReadOnlyList<string> Keys(this ParameterReader parameters) =>
        Checked(parameters.Texts("KeyIds"), "KeyIds", Ids.IsKey, "InvalidKeyPairId.Malformed");

    private static IReadOnlyList<string> Required(IReadOnlyList<string> ids, string name) =>
        ids.Count > 0 ? ids : throw new ApiRefusal("MissingParameter", name);

    private static IReadOnlyList<string> Checked(
        IReadOnlyList<string> ids,
        string name,
        Func<string, bool> hasForm,
        string malformedCode,
        string tooManyCode = "InvalidParameterValue.LimitExceeded"
    )
    {
        if (ids.Count > MaxIds)
        {
            throw new ApiRefusal(tooManyCode, name);
        }

        foreach (var id in ids)
        {
            if (!hasForm(id))
            {
                throw new ApiRefusal(malformedCode, id);
            }
        }

        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count ? ids : [.. ids.Distinct(StringComparer.Ordinal)];
    }
}
