using System.Globalization;
using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>ModifyLaunchTemplateDefaultVersion.</summary>
internal sealed class ModifyLaunchTemplateDefaultVersion : IApiAction
{
    public string Name => nameof(ModifyLaunchTemplateDefaultVersion);

    /// <summary>Not documented; what most calls of the product may do.</summary>
    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal) { "LaunchTemplateId", "DefaultVersion" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var template = call.RequiredTemplate();
        var number = call.Parameters.Number("DefaultVersion") ?? throw new ApiRefusal("MissingParameter", "DefaultVersion");
        var shown = number.ToString(CultureInfo.InvariantCulture);
        if (template.Find(number) is null)
        {
            throw new ApiRefusal("InvalidParameterValue.LaunchTemplateIdVerNotExisted", shown);
        }

        template.Default =
            template.Default == number ? throw new ApiRefusal("InvalidParameterValue.LaunchTemplateIdVerSetAlready", shown) : number;
    }
}
