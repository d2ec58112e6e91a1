using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>as DescribeLaunchConfigurations, which has no filter by key.</summary>
internal sealed class DescribeLaunchConfigurations(Paging paging) : IApiAction
{
    public string Name => nameof(DescribeLaunchConfigurations);

    public string Product => Products.AutoScaling;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "LaunchConfigurationIds", "Filters", "Offset", "Limit" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.SourceIds("LaunchConfigurationIds", "asc-", "InvalidLaunchConfigurationId");
        var matches = call.Parameters.SourceFilters("launch-configuration-name", "launch-configuration-id");
        var found = call
            .Fleet.Configurations.Where(configuration =>
                (ids.Count == 0 || ids.Contains(configuration.Id))
                && matches.All(match => match(configuration.Id, configuration.Origin.Name))
            )
            .ToList();
        var page = paging.Cut(call, answer, found, "InvalidParameterValue", "InvalidParameterValue");
        answer.WriteStartArray("LaunchConfigurationSet"u8);
        foreach (var configuration in page)
        {
            Write(answer, configuration);
        }

        answer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter answer, SimulatedConfiguration configuration)
    {
        answer.WriteStartObject();
        answer.WriteString("LaunchConfigurationId"u8, configuration.Id);
        answer.WriteString("LaunchConfigurationName"u8, configuration.Origin.Name);
        answer.WriteString("ImageId"u8, "img-9qabwvbn");
        answer.WriteNull("UserData"u8);
        answer.WriteString("LaunchConfigurationStatus"u8, "NORMAL");
        answer.WriteNumber("VersionNumber"u8, configuration.Version);
        answer.WriteStartObject("LoginSettings"u8);
        answer.WriteStartArray("KeyIds"u8);
        foreach (var key in configuration.KeyIds)
        {
            answer.WriteStringValue(key);
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
        answer.WriteStartArray("AutoScalingGroupAbstractSet"u8);
        foreach (var (id, name) in configuration.Origin.Groups)
        {
            answer.WriteStartObject();
            answer.WriteString("AutoScalingGroupId"u8, id);
            answer.WriteString("AutoScalingGroupName"u8, name);
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
    }
}
