using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DescribeLaunchTemplates: templates without what is in their versions.</summary>
internal sealed class DescribeLaunchTemplates(Paging paging) : IApiAction
{
    public string Name => nameof(DescribeLaunchTemplates);

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "LaunchTemplateIds", "Filters", "Offset", "Limit" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.SourceIds("LaunchTemplateIds", "lt-", "InvalidParameterValue.LaunchTemplateIdMalformed");
        var matches = call.Parameters.SourceFilters("LaunchTemplateName", "");
        var found = call
            .Fleet.Templates.Where(template =>
                (ids.Count == 0 || ids.Contains(template.Id)) && matches.All(match => match(template.Id, template.Origin.Name))
            )
            .ToList();
        var page = paging.Cut(call, answer, found, "InvalidParameterValue", "InvalidParameterValue");
        answer.WriteStartArray("LaunchTemplateSet"u8);
        foreach (var template in page)
        {
            answer.WriteStartObject();
            answer.WriteString("LaunchTemplateId"u8, template.Id);
            answer.WriteString("LaunchTemplateName"u8, template.Origin.Name);
            answer.WriteNumber("DefaultVersionNumber"u8, template.Default);
            answer.WriteNumber("LatestVersionNumber"u8, template.Latest);
            answer.WriteNumber("LaunchTemplateVersionCount"u8, template.Versions.Count);
            answer.WriteString("CreatedBy"u8, "100000000001");
            answer.WriteString("CreationTime"u8, "2020-01-01T00:00:00Z");
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }
}
