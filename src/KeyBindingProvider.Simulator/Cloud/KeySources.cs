using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>One version of a launch template.</summary>
/// <param name="Number">Counts up and is never used again.</param>
/// <param name="KeyIds">Its keys; null where the answer has no LoginSettings.</param>
/// <param name="Description">What its maker said of it.</param>
/// <param name="Image">The image of its machines.</param>
/// <param name="Token">The ClientToken that made it, which is told as a part of it; null where none did.</param>
internal sealed record TemplateVersion(long Number, IReadOnlyList<string>? KeyIds, string Description, string Image, string? Token)
{
    public const string UsualImage = "img-9qabwvbn";
}

/// <summary>A launch template of the living world.</summary>
internal sealed class SimulatedTemplate(WorldLaunchTemplate origin)
{
    public const int MaxVersions = 30;

    public WorldLaunchTemplate Origin { get; } = origin;

    public string Id => Origin.Id;

    public List<TemplateVersion> Versions { get; } =
    [
        .. origin.Versions.Select(
            (keys, index) =>
                new TemplateVersion(
                    origin.NumberAt(index),
                    keys,
                    origin.Descriptions?[index] ?? "",
                    origin.Images?[index] ?? TemplateVersion.UsualImage,
                    Token: null
                )
        ),
    ];

    public long Default { get; set; } = origin.DefaultVersion;

    /// <summary>Versions by the ClientToken that made them.</summary>
    public Dictionary<string, long> ByToken { get; } = new(StringComparer.Ordinal);

    public long Latest => Versions.Max(static version => version.Number);

    public TemplateVersion? Find(long number) => Versions.Find(version => version.Number == number);
}

/// <summary>A launch configuration of the living world.</summary>
internal sealed class SimulatedConfiguration(WorldLaunchConfiguration origin)
{
    public WorldLaunchConfiguration Origin { get; } = origin;

    public string Id => Origin.Id;

    public IReadOnlyList<string> KeyIds { get; set; } = origin.KeyIds;

    public long Version { get; set; } = 1;
}
