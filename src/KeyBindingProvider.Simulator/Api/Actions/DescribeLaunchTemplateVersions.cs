using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeLaunchTemplateVersions: up to number 30 unless MaxVersion says more.</summary>
internal sealed class DescribeLaunchTemplateVersions(Paging paging) : IApiAction
{
    private const long DefaultMaxVersion = 30;

    public string Name => nameof(DescribeLaunchTemplateVersions);

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "LaunchTemplateId",
            "LaunchTemplateVersions",
            "MinVersion",
            "MaxVersion",
            "Offset",
            "Limit",
            "DefaultVersion",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var template = call.RequiredTemplate();
        var numbers = call.Parameters.Numbers("LaunchTemplateVersions");
        if (numbers.Count > 0 && (call.Parameters.Has("MinVersion") || call.Parameters.Has("MaxVersion")))
        {
            throw new ApiRefusal("InvalidParameter", "LaunchTemplateVersions, MinVersion, MaxVersion");
        }

        var from = call.Parameters.Number("MinVersion") ?? 0;
        var to = call.Parameters.Number("MaxVersion") ?? DefaultMaxVersion;
        var onlyDefault = call.Parameters.Flag("DefaultVersion") ?? false;
        var found = template
            .Versions.Where(version =>
                (numbers.Count > 0 ? numbers.Contains(version.Number) : version.Number >= from && version.Number <= to)
                && (!onlyDefault || version.Number == template.Default)
            )
            .ToList();
        var page = paging.Cut(call, answer, found, "InvalidParameterValue", "InvalidParameterValue");
        answer.WriteStartArray("LaunchTemplateVersionSet"u8);
        foreach (var version in page)
        {
            Write(answer, template, version);
        }

        answer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter answer, SimulatedTemplate template, TemplateVersion version)
    {
        answer.WriteStartObject();
        answer.WriteNumber("LaunchTemplateVersion"u8, version.Number);
        answer.WriteBoolean("IsDefaultVersion"u8, version.Number == template.Default);
        answer.WriteString("LaunchTemplateVersionDescription"u8, version.Description);
        answer.WriteString("LaunchTemplateId"u8, template.Id);
        answer.WriteString("CreatedBy"u8, "100000000001");
        answer.WriteString("CreationTime"u8, "2020-01-01T00:00:00Z");
        answer.WriteStartObject("LaunchTemplateVersionData"u8);
        answer.WriteStartObject("Placement"u8);
        answer.WriteString("Zone"u8, template.Origin.Region + "-3");
        answer.WriteEndObject();
        answer.WriteString("ImageId"u8, version.Image);
        if (version.Token is { } token)
        {
            answer.WriteString("ClientToken"u8, token);
        }

        if (version.KeyIds is { } keys)
        {
            answer.WriteStartObject("LoginSettings"u8);
            answer.WriteStartArray("KeyIds"u8);
            foreach (var key in keys)
            {
                answer.WriteStringValue(key);
            }

            answer.WriteEndArray();
            answer.WriteEndObject();
        }

        answer.WriteEndObject();
        answer.WriteEndObject();
    }
}

/// <summary>The template that a call names.</summary>
internal static class Templates
{
    public static SimulatedTemplate RequiredTemplate(this ActionCall call)
    {
        var id = call.Parameters.RequiredText("LaunchTemplateId");
        return !Ids.HasForm(id, "lt-")
            ? throw new ApiRefusal("InvalidParameterValue.LaunchTemplateIdMalformed", id)
            : call.Fleet.Templates.Find(template => template.Id == id)
                ?? throw new ApiRefusal("InvalidParameterValue.LaunchTemplateIdNotExisted", id);
    }
}
