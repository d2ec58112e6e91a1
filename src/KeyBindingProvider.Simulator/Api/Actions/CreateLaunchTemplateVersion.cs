using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

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

        answer.WriteNumber("LaunchTemplateVersionNumber"u8, NumberOf(call, template, token, keys ?? origin.KeyIds, description));
    }

    private static long NumberOf(
        ActionCall call,
        SimulatedTemplate template,
        string? token,
        IReadOnlyList<string>? keys,
        string description
    )
    {
        if (token is not null && template.ByToken.TryGetValue(token, out var made))
        {
            return made;
        }

        var number = template.Latest + 1;
        if (template.Versions.Count >= SimulatedTemplate.MaxVersions)
        {
            throw new ApiRefusal("LimitExceeded.LaunchTemplateVersionQuota", template.Id);
        }

        if (call.Parameters.Flag("DryRun") is true)
        {
            return number;
        }

        template.Versions.Add(new TemplateVersion(number, keys, description));
        if (token is not null)
        {
            template.ByToken[token] = number;
        }

        return number;
    }
}
