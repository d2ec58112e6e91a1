using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Wire to core. Absent and null mean that nothing is told; unknown words are carried as they are.</summary>
internal static class SnapshotMapper
{
    public static IReadOnlyList<InstanceSnapshot> Instances(DescribeInstancesResponse response, int hour) =>
        [
            .. (response.InstanceSet ?? [])
                .OfType<InstanceAnswer>()
                .Where(instance => !string.IsNullOrEmpty(instance.InstanceId))
                .Select(instance => Instance(instance, hour)),
        ];

    public static IReadOnlyList<KeyPairSnapshot> KeyPairs(DescribeKeyPairsResponse response) =>
        [
            .. (response.KeyPairSet ?? [])
                .OfType<KeyPairAnswer>()
                .Where(pair => !string.IsNullOrEmpty(pair.KeyId))
                .Select(pair => new KeyPairSnapshot(
                    KeyId.FromService(pair.KeyId!),
                    pair.KeyName ?? "",
                    [.. (pair.AssociatedInstanceIds ?? []).OfType<string>().Where(id => id.Length > 0).Select(InstanceId.FromService)]
                )),
        ];

    private static InstanceSnapshot Instance(InstanceAnswer instance, int hour)
    {
        var state = new PowerState(instance.InstanceState ?? "");
        var tags = Tags(instance);
        return new InstanceSnapshot
        {
            Id = InstanceId.FromService(instance.InstanceId!),
            IsUnreadable = instance.IsUnreadable,
            Name = instance.InstanceName ?? "",
            Zone = instance.Placement?.Zone ?? "",
            State = state,
            AreKeysTold = instance.LoginSettings?.KeyIds is not null,
            Keys = KeySet.Of(
                (instance.LoginSettings?.KeyIds ?? []).OfType<string>().Where(key => key.Length > 0).Select(KeyId.FromService)
            ),
            LatestOperation = new LatestOperation(
                instance.LatestOperation ?? "",
                instance.LatestOperationState ?? "",
                ServiceText.Clean(instance.LatestOperationRequestId ?? ""),
                instance.LatestOperationErrorMsg ?? ""
            ),
            IsWindows = instance.OsName?.Contains("windows", StringComparison.OrdinalIgnoreCase) ?? false,
            IsStopCharging = state == PowerState.Stopped && instance.StopChargingMode == "STOP_CHARGING",
            IsIsolated = instance.RestrictState is "EXPIRED" or "PROTECTIVELY_ISOLATED",
            Marker = RestartMarker.Read(tags.GetValueOrDefault(RestartMarker.Key), hour),
            Tags = tags,
            AreTagsTold = instance.Tags?.All(tag => !string.IsNullOrEmpty(tag?.Key)) ?? true,
        };
    }

    /// <summary>By key; of two that are named the same the last one.</summary>
    private static ImmutableDictionary<string, string> Tags(InstanceAnswer instance)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in instance.Tags ?? [])
        {
            if (tag is { Key.Length: > 0 })
            {
                tags[tag.Key] = tag.Value ?? "";
            }
        }

        return tags.ToImmutable();
    }
}
