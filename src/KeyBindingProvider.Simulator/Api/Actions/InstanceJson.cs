using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Simulator;

/// <summary>An instance as DescribeInstances shows it: every field that the known clients dereference.</summary>
internal static class InstanceJson
{
    public const string VpcId = "vpc-simul8or";
    public const string SubnetId = "subnet-simul8or";
    public const string SecurityGroupId = "sg-simul8or";

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
        json.WriteString("InstanceId", origin.Id);
        json.WriteString("InstanceName", origin.Name);
        json.WriteString("InstanceState", power.State);
        json.WriteString("InstanceType", "S5.MEDIUM4");
        json.WriteString("InstanceChargeType", origin.ChargeType);
        json.WriteString("Uuid", UuidOf(instance));
        json.WriteString("ImageId", "img-simul8or");
        json.WriteString("OsName", origin.OsName);
        json.WriteNumber("CPU", 2);
        json.WriteNumber("Memory", 4);
        json.WriteString("RestrictState", origin.RestrictState);
        json.WriteString("IsolatedSource", origin.RestrictState == "NORMAL" ? "NOTISOLATED" : "MANMADE");
        json.WriteString("StopChargingMode", StopChargingMode(power));
        json.WriteString("CreatedTime", "2024-01-15T08:00:00Z");
        WriteOptional(json, "ExpiredTime", origin.ChargeType == "PREPAID" ? "2030-01-15T08:00:00Z" : null);
        WriteOptional(json, "RenewFlag", origin.ChargeType == "PREPAID" ? "NOTIFY_AND_AUTO_RENEW" : null);
        json.WriteString("DefaultLoginUser", origin.IsWindows ? "Administrator" : "root");
        json.WriteNumber("DefaultLoginPort", origin.IsWindows ? 3389 : 22);
        json.WriteString("LicenseType", "TencentCloud");
        json.WriteBoolean("DisableApiTermination", false);
        json.WriteString("HpcClusterId", "");
        json.WriteString("DisasterRecoverGroupId", "");
        json.WriteNull("CamRoleName");
        json.WriteNull("GPUInfo");
        WriteLogin(json, origin.EmptyKeys, instance.VisibleKeys(now));
        WriteLatest(json, instance.VisibleOperation(now));
        WriteSurroundings(json, instance);
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
            json.WriteNull("LoginSettings");
            return;
        }

        json.WriteStartObject("LoginSettings");
        json.WriteNull("Password");
        json.WriteNull("KeepImageLogin");
        if (keys.Count == 0 && shape == EmptyKeysShape.NullKeyIds)
        {
            json.WriteNull("KeyIds");
        }
        else if (keys.Count > 0 || shape == EmptyKeysShape.EmptyList)
        {
            WriteTexts(json, "KeyIds", keys);
        }

        json.WriteEndObject();
    }

    private static void WriteLatest(Utf8JsonWriter json, LatestOperation? latest)
    {
        WriteOptional(json, "LatestOperation", latest?.Action);
        WriteOptional(json, "LatestOperationState", latest?.State);
        WriteOptional(json, "LatestOperationRequestId", latest?.RequestId);
        WriteOptional(json, "LatestOperationErrorMsg", latest?.ErrorMessage);
    }

    private static void WriteSurroundings(Utf8JsonWriter json, SimulatedInstance instance)
    {
        json.WriteStartObject("Placement");
        json.WriteString("Zone", ZoneOf(instance));
        json.WriteNumber("ProjectId", 0);
        json.WriteNull("HostId");
        json.WriteNull("HostIds");
        json.WriteEndObject();
        json.WriteStartObject("VirtualPrivateCloud");
        json.WriteString("VpcId", VpcId);
        json.WriteString("SubnetId", SubnetId);
        json.WriteBoolean("AsVpcGateway", false);
        json.WriteEndObject();
        json.WriteStartObject("InternetAccessible");
        json.WriteString("InternetChargeType", "TRAFFIC_POSTPAID_BY_HOUR");
        json.WriteNumber("InternetMaxBandwidthOut", 0);
        json.WriteBoolean("PublicIpAssigned", false);
        json.WriteEndObject();
        json.WriteStartObject("SystemDisk");
        json.WriteString("DiskType", "CLOUD_BSSD");
        json.WriteString("DiskId", string.Concat("disk-", instance.Id.AsSpan(4)));
        json.WriteNumber("DiskSize", 50);
        json.WriteEndObject();
        json.WriteNull("DataDisks");
        WriteTexts(json, "PrivateIpAddresses", [PrivateAddressOf(instance)]);
        json.WriteNull("PublicIpAddresses");
        json.WriteNull("IPv6Addresses");
        WriteTexts(json, "SecurityGroupIds", [SecurityGroupId]);
        KeyPairJson.WriteTags(json, instance.Origin.Tags);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
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
