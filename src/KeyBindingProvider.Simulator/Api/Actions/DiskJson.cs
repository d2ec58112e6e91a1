using System.Globalization;
using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>The system disk of an instance, as DescribeDisks shows it. It is all the disks that an instance has, and goes with it.</summary>
internal static class DiskJson
{
    public const string Type = "CLOUD_BSSD";
    public const int Gibibytes = 50;
    public const string Name = "未命名";
    public const string Usage = "SYSTEM_DISK";
    public const string State = "ATTACHED";
    private const string Prepaid = "PREPAID";

    /// <summary>Times of CBS are those of Beijing, without saying so.</summary>
    private const string Created = "2024-01-15 16:00:00";

    private static readonly DateTimeOffset s_deadline = new(2030, 1, 15, 8, 0, 0, TimeSpan.Zero);

    public static string IdOf(SimulatedInstance instance) => string.Concat("disk-", instance.Id.AsSpan(4));

    /// <summary>A disk is paid for by the month or by the hour; whatever else an instance is paid by.</summary>
    public static string ChargeTypeOf(SimulatedInstance instance) => instance.Origin.ChargeType == Prepaid ? Prepaid : "POSTPAID_BY_HOUR";

    /// <summary>When it ends; null where nothing was paid in advance.</summary>
    public static DateTimeOffset? DeadlineOf(SimulatedInstance instance) => instance.Origin.ChargeType == Prepaid ? s_deadline : null;

    public static void Write(Utf8JsonWriter json, SimulatedInstance instance, DateTimeOffset now, bool withPolicies)
    {
        var deadline = DeadlineOf(instance);
        json.WriteStartObject();
        json.WriteString("DiskId"u8, IdOf(instance));
        json.WriteString("DiskName"u8, Name);
        json.WriteString("DiskUsage"u8, Usage);
        json.WriteString("DiskType"u8, Type);
        json.WriteNumber("DiskSize"u8, Gibibytes);
        json.WriteString("DiskState"u8, State);
        json.WriteString("DiskChargeType"u8, ChargeTypeOf(instance));
        json.WriteString("RenewFlag"u8, deadline is null ? "NOTIFY_AND_MANUAL_RENEW" : "NOTIFY_AND_AUTO_RENEW");
        json.WriteString("CreateTime"u8, Created);
        if (deadline is { } end)
        {
            json.WriteString(
                "DeadlineTime"u8,
                end.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            );
            json.WriteNumber("DifferDaysOfDeadline"u8, (int)Math.Floor((end - now).TotalDays));
        }
        else
        {
            json.WriteNull("DeadlineTime"u8);
            json.WriteNull("DifferDaysOfDeadline"u8);
        }

        WriteAttachment(json, instance);
        json.WriteBoolean("IsReturnable"u8, false);
        // The code for disks that cannot be given back because they are system disks.
        json.WriteNumber("ReturnFailCode"u8, 10);
        json.WriteBoolean("AutoRenewFlagError"u8, false);
        json.WriteBoolean("DeadlineError"u8, false);
        json.WriteBoolean("Encrypt"u8, false);
        json.WriteString("EncryptType"u8, "");
        json.WriteString("KmsKeyId"u8, "");
        json.WriteNumber("ThroughputPerformance"u8, 0);
        json.WriteBoolean("BurstPerformance"u8, false);
        WriteSnapshots(json, withPolicies);
        json.WriteStartArray("Tags"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAttachment(Utf8JsonWriter json, SimulatedInstance instance)
    {
        json.WriteStartObject("Placement"u8);
        json.WriteString("Zone"u8, InstanceJson.ZoneOf(instance));
        json.WriteNumber("ProjectId"u8, 0);
        json.WriteNull("ProjectName"u8);
        json.WriteNull("CageId"u8);
        json.WriteNull("CdcId"u8);
        json.WriteNull("CdcName"u8);
        json.WriteEndObject();
        json.WriteBoolean("Attached"u8, true);
        json.WriteString("AttachMode"u8, "PF");
        json.WriteString("InstanceId"u8, instance.Id);
        json.WriteString("InstanceType"u8, "CVM");
        json.WriteString("LastAttachInsId"u8, instance.Id);
        // Only disks that several instances share are listed here.
        json.WriteStartArray("InstanceIdList"u8);
        json.WriteEndArray();
        json.WriteBoolean("Shareable"u8, false);
        json.WriteBoolean("Portable"u8, false);
        json.WriteBoolean("DeleteWithInstance"u8, DeadlineOf(instance) is null);
        json.WriteBoolean("Migrating"u8, false);
        json.WriteNumber("MigratePercent"u8, 100);
        json.WriteString("ErrorPrompt"u8, "");
    }

    private static void WriteSnapshots(Utf8JsonWriter json, bool withPolicies)
    {
        json.WriteBoolean("SnapshotAbility"u8, true);
        json.WriteNumber("SnapshotCount"u8, 0);
        json.WriteNumber("SnapshotSize"u8, 0);
        json.WriteNumber("DeleteSnapshot"u8, 0);
        json.WriteBoolean("Rollbacking"u8, false);
        json.WriteNumber("RollbackPercent"u8, 100);
        json.WriteBoolean("BackupDisk"u8, true);
        json.WriteNumber("DiskBackupQuota"u8, 0);
        json.WriteNumber("DiskBackupCount"u8, 0);
        if (withPolicies)
        {
            InstanceJson.WriteTexts(json, "AutoSnapshotPolicyIds"u8, []);
        }
        else
        {
            json.WriteNull("AutoSnapshotPolicyIds"u8);
        }
    }
}
