using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Sources;

/// <summary>Where a launch template puts its machines: a new version must say it again. Source: cvm CreateLaunchTemplateVersion.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="ProjectId">The project, where one is told.</param>
/// <param name="HostIds">Dedicated hosts.</param>
public sealed record TemplatePlacement(string Zone, long? ProjectId, ImmutableArray<string> HostIds)
{
    /// <inheritdoc/>
    public bool Equals(TemplatePlacement? other) =>
        other is not null && Zone == other.Zone && ProjectId == other.ProjectId && HostIds.SequenceEqual(other.HostIds);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Zone, ProjectId, HostIds.Length);
}
