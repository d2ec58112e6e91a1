using System.Globalization;
using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>An instance as DescribeInstances shows it: every field that the known clients dereference.</summary>
internal static class InstanceJson
{
    public const string VpcId = "vpc-simul8or";
    public const string SubnetId = "subnet-simul8or";
    public const string SecurityGroupId = "sg-simul8or";

    /// <summary>The one type that all instances have.</summary>
    public const string InstanceType = "S5.MEDIUM4";

    public static DateTime Created { get; } = new(2024, 1, 15, 8, 0, 0, DateTimeKind.Utc);

    public static string ZoneOf(SimulatedInstance instance) => instance.Origin.Zone ?? instance.Origin.Region + "-3";

    /// <summary>An address that follows from the id, so that it is the same in every answer.</summary>
    public static string PrivateAddressOf(SimulatedInstance instance)
    {
        var sum = instance.Id.Aggregate(17, static (hash, c) => unchecked((hash * 31) + c)) & 0xFFFFFF;
        return string.Create(CultureInfo.InvariantCulture, $"10.{sum >> 16}.{(sum >> 8) & 255}.{sum & 255}");
    }

    public static string UuidOf(SimulatedInstance instance) =>
        string.Concat("5e1f0000-0000-4000-8000-0000", instance.Id.AsSpan(4).ToString());

    public static void Write(Utf8JsonWriter json, SimulatedInstance instance, DateTimeOffset now)
    {
        var origin = instance.Origin;
        var power = instance.VisiblePower(now);
        json.WriteStartObject();
        json.WriteString("InstanceId"u8, origin.Id);
        json.WriteString("InstanceName"u8, origin.Name);
        json.WriteString("InstanceState"u8, power.State);
        json.WriteString("InstanceType"u8, InstanceType);
        json.WriteString("InstanceChargeType"u8, origin.ChargeType);
        json.WriteString("Uuid"u8, UuidOf(instance));
        json.WriteString("ImageId"u8, ImageJson.IdOf(origin));
        json.WriteString("OsName"u8, origin.OsName);
        json.WriteNumber("CPU"u8, 2);
        json.WriteNumber("Memory"u8, 4);
        json.WriteString("RestrictState"u8, origin.RestrictState);
        json.WriteString("IsolatedSource"u8, origin.RestrictState == "NORMAL" ? "NOTISOLATED" : "MANMADE");
        json.WriteString("StopChargingMode"u8, StopChargingMode(power));
        json.WriteString("CreatedTime"u8, "2024-01-15T08:00:00Z");
        WriteOptional(json, "ExpiredTime"u8, origin.ChargeType == "PREPAID" ? "2030-01-15T08:00:00Z" : null);
        WriteOptional(json, "RenewFlag"u8, origin.ChargeType == "PREPAID" ? "NOTIFY_AND_AUTO_RENEW" : null);
        json.WriteString("DefaultLoginUser"u8, origin.IsWindows ? "Administrator" : "root");
        json.WriteNumber("DefaultLoginPort"u8, origin.IsWindows ? 3389 : 22);
        json.WriteString("LicenseType"u8, "TencentCloud");
        json.WriteBoolean("DisableApiTermination"u8, false);
        json.WriteString("HpcClusterId"u8, "");
        json.WriteString("DisasterRecoverGroupId"u8, "");
        json.WriteNull("CamRoleName"u8);
        json.WriteNull("GPUInfo"u8);
        WriteLogin(json, origin.EmptyKeys, instance.VisibleKeys(now));
        WriteLatest(json, instance.VisibleOperation(now));
        WriteSurroundings(json, instance, now);
        json.WriteEndObject();
    }

    private static string StopChargingMode(Power power) =>
        power.State != InstanceStates.Stopped ? "NOT_APPLICABLE"
        : power.StopCharging ? "STOP_CHARGING"
        : "KEEP_CHARGING";

    private static void WriteLogin(Utf8JsonWriter json, EmptyKeysShape shape, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0 && shape == EmptyKeysShape.NullLoginSettings)
        {
            json.WriteNull("LoginSettings"u8);
            return;
        }

        json.WriteStartObject("LoginSettings"u8);
        json.WriteNull("Password"u8);
        json.WriteNull("KeepImageLogin"u8);
        if (keys.Count == 0 && shape == EmptyKeysShape.NullKeyIds)
        {
            json.WriteNull("KeyIds"u8);
        }
        else if (keys.Count == 0 && shape == EmptyKeysShape.TextKeyIds)
        {
            json.WriteString("KeyIds"u8, "none");
        }
        else if (keys.Count > 0 || shape == EmptyKeysShape.EmptyList)
        {
            WriteTexts(json, "KeyIds"u8, keys);
        }

        json.WriteEndObject();
    }

    private static void WriteLatest(Utf8JsonWriter json, LatestOperation? latest)
    {
        WriteOptional(json, "LatestOperation"u8, latest?.Action);
        WriteOptional(json, "LatestOperationState"u8, latest?.State);
        WriteOptional(json, "LatestOperationRequestId"u8, latest?.RequestId);
        WriteOptional(json, "LatestOperationErrorMsg"u8, latest?.ErrorMessage);
    }

    private static void WriteSurroundings(Utf8JsonWriter json, SimulatedInstance instance, DateTimeOffset now)
    {
        json.WriteStartObject("Placement"u8);
        json.WriteString("Zone"u8, ZoneOf(instance));
        json.WriteNumber("ProjectId"u8, 0);
        json.WriteNull("HostId"u8);
        json.WriteNull("HostIds"u8);
        json.WriteEndObject();
        json.WriteStartObject("VirtualPrivateCloud"u8);
        json.WriteString("VpcId"u8, VpcId);
        json.WriteString("SubnetId"u8, SubnetId);
        json.WriteBoolean("AsVpcGateway"u8, false);
        json.WriteEndObject();
        json.WriteStartObject("InternetAccessible"u8);
        json.WriteString("InternetChargeType"u8, "TRAFFIC_POSTPAID_BY_HOUR");
        json.WriteNumber("InternetMaxBandwidthOut"u8, 0);
        json.WriteBoolean("PublicIpAssigned"u8, false);
        json.WriteEndObject();
        json.WriteStartObject("SystemDisk"u8);
        json.WriteString("DiskType"u8, DiskJson.Type);
        json.WriteString("DiskId"u8, DiskJson.IdOf(instance));
        json.WriteNumber("DiskSize"u8, DiskJson.Gibibytes);
        json.WriteEndObject();
        json.WriteNull("DataDisks"u8);
        WriteTexts(json, "PrivateIpAddresses"u8, [PrivateAddressOf(instance)]);
        json.WriteNull("PublicIpAddresses"u8);
        json.WriteNull("IPv6Addresses"u8);
        WriteTexts(json, "SecurityGroupIds"u8, [SecurityGroupId]);
        KeyPairJson.WriteTags(json, instance.VisibleTags(now));
    }

    public static void WriteTexts(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }
}
