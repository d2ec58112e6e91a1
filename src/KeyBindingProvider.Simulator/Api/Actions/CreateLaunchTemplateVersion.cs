using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>CreateLaunchTemplateVersion: what is not sent comes from the base version, which is the default one unless it is named.</summary>
internal sealed class CreateLaunchTemplateVersion : IApiAction
{
    private const int LongestToken = 64;
    private const int LongestDescription = 256;
    private const int MostKeys = 100;

    public string Name => nameof(CreateLaunchTemplateVersion);

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "Placement",
            "LaunchTemplateId",
            "LaunchTemplateVersion",
            "LaunchTemplateVersionDescription",
            "LoginSettings",
            "ClientToken",
            "DryRun",
            "ImageId",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var template = call.RequiredTemplate();
        var placement = call.Parameters.Fields("Placement") ?? throw new ApiRefusal("MissingParameter", "Placement");
        placement.RequiredText("Zone");
        var number = call.Parameters.Number("LaunchTemplateVersion") ?? template.Default;
        var origin = template.Find(number) ?? throw new ApiRefusal("InvalidParameterValue.LaunchTemplateIdVerNotExisted", $"{number}");
        var description = call.Parameters.Text("LaunchTemplateVersionDescription") ?? "";
        if (description.Length is 1 or > LongestDescription)
        {
            throw new ApiRefusal("InvalidParameterValue.LaunchTemplateDescription", description);
        }

        var keys = LoginSettings.Read(
            call,
            MostKeys,
            "InvalidParameter",
            "ResourceNotFound.KeyPairNotFound",
            login => login.Text("KeepImageLogin") is "TRUE" or "true"
        );
        var token = call.Parameters.Text("ClientToken");
        if (token?.Length > LongestToken)
        {
            throw new ApiRefusal("InvalidClientToken.TooLong", "ClientToken");
        }

        var image = call.Parameters.Text("ImageId") ?? origin.Image;
        if (!Ids.IsImage(image))
        {
            throw new ApiRefusal("InvalidImageId.Malformed", image);
        }

        var made = new TemplateVersion(template.Latest + 1, keys ?? origin.KeyIds, description, image, token);
        answer.WriteNumber("LaunchTemplateVersionNumber"u8, NumberOf(call, template, made));
    }

    private static long NumberOf(ActionCall call, SimulatedTemplate template, TemplateVersion version)
    {
        if (version.Token is { } token && template.ByToken.TryGetValue(token, out var made))
        {
            return made;
        }

        if (template.Versions.Count >= SimulatedTemplate.MaxVersions)
        {
            throw new ApiRefusal("LimitExceeded.LaunchTemplateVersionQuota", template.Id);
        }

        if (call.Parameters.Flag("DryRun") is true)
        {
            return version.Number;
        }

        template.Versions.Add(version);
        if (version.Token is not null)
        {
            template.ByToken[version.Token] = version.Number;
        }

        return version.Number;
    }
}
