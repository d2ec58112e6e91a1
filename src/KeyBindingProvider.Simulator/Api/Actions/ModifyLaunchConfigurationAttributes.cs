using System.Text.Json;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>as ModifyLaunchConfigurationAttributes: only what is sent changes, for later machines. CVM refuses more than one key.</summary>
internal sealed class ModifyLaunchConfigurationAttributes : IApiAction
{
    private const string Refused = "InvalidParameterValue.CvmConfigurationError";

    public string Name => nameof(ModifyLaunchConfigurationAttributes);

    public string Product => Products.AutoScaling;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "LaunchConfigurationId", "LoginSettings", "ImageId", "LaunchConfigurationName" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var id = call.Parameters.RequiredText("LaunchConfigurationId");
        if (!Ids.HasForm(id, "asc-"))
        {
            throw new ApiRefusal("InvalidLaunchConfigurationId", id);
        }

        var configuration =
            call.Fleet.Configurations.Find(other => other.Id == id)
            ?? throw new ApiRefusal("ResourceNotFound.LaunchConfigurationIdNotFound", id);
        var keys = LoginSettings.Read(call, most: 1, Refused, Refused, login => login.Flag("KeepImageLogin") is true);
        configuration.KeyIds = keys ?? configuration.KeyIds;
        configuration.Version++;
    }
}
