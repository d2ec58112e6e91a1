using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Cvm;

/// <summary>
/// What gives keys to machines that do not exist yet, in one region: launch templates, launch configurations of Auto Scaling, node pools of TKE. Every call throws
/// <see cref="CvmException"/>; none of them needs a turn. Lists end after <see cref="MostPages"/> pages and say so.
/// </summary>
public interface IKeySourceApi
{
    /// <summary>Pages of a list that are read at most.</summary>
    const int MostPages = 10;

    /// <summary>Every template of the region, or the one with an id. Source: cvm DescribeLaunchTemplates.</summary>
    Task<SourceList<LaunchTemplate>> ListLaunchTemplatesAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Every version of a template, whatever its number. Source: cvm DescribeLaunchTemplateVersions, whose MaxVersion is 30 unless it is sent.</summary>
    Task<SourceList<LaunchTemplateVersion>> ListLaunchTemplateVersionsAsync(LaunchTemplate launched, CancellationToken cancellationToken);

    /// <summary>Every launch configuration of the region, or the one with an id. Source: as DescribeLaunchConfigurations.</summary>
    Task<SourceList<LaunchConfiguration>> ListLaunchConfigurationsAsync(string? id, CancellationToken cancellationToken);

    /// <summary>Ids of every cluster of the region. Source: tke DescribeClusters, 2018-05-25.</summary>
    Task<SourceList<string>> ListClustersAsync(CancellationToken cancellationToken);

    /// <summary>Every node pool of a cluster. Source: tke DescribeNodePools, 2022-05-01.</summary>
    Task<SourceList<NodePool>> ListNodePoolsAsync(string clusterId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a version like another one but for its keys, and answers its number; the template goes on using the version that it used. With one token it is made once,
    /// however often it is sent. Source: cvm CreateLaunchTemplateVersion.
    /// </summary>
    /// <param name="templateId">The template.</param>
    /// <param name="baseVersion">The version that everything else is taken from.</param>
    /// <param name="placement">The same as that version's.</param>
    /// <param name="keys">At least one.</param>
    /// <param name="description">What it says of itself: 2 to 256 characters.</param>
    /// <param name="token">At most 64 ASCII characters.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<long> CreateLaunchTemplateVersionAsync(
        string templateId,
        long baseVersion,
        TemplatePlacement placement,
        KeySet keys,
        string description,
        string token,
        CancellationToken cancellationToken
    );

    /// <summary>Makes a version the one that is used where none is named. Source: cvm ModifyLaunchTemplateDefaultVersion.</summary>
    Task SetDefaultVersionAsync(string templateId, long version, CancellationToken cancellationToken);

    /// <summary>Makes a key the only way to log in of a launch configuration's later machines. Source: as ModifyLaunchConfigurationAttributes.</summary>
    Task SetLaunchConfigurationKeyAsync(string configurationId, KeyId key, CancellationToken cancellationToken);
}

/// <summary>What a list came to.</summary>
/// <param name="Items">What was listed.</param>
/// <param name="IsWhole">Whether that is all of it.</param>
public sealed record SourceList<T>(IReadOnlyList<T> Items, bool IsWhole);

/// <summary>A launch template without its versions.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Display name.</param>
/// <param name="DefaultVersion">The version that is used where none is named.</param>
/// <param name="LatestVersion">Highest number of a version.</param>
/// <param name="Versions">How many versions it has.</param>
public sealed record LaunchTemplate(string Id, UntrustedText Name, long DefaultVersion, long LatestVersion, int Versions);

/// <summary>A version of a launch template.</summary>
/// <param name="Number">Number.</param>
/// <param name="IsDefault">Whether it is used where none is named.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Placement">Where it puts machines; null where that cannot be said again in a new version.</param>
/// <param name="Description">What its maker said of it: anybody's text, to be compared and not shown.</param>
/// <param name="Rest">A digest of all that is told of its machines but the keys: two versions with the same one differ in their keys at most.</param>
public sealed record LaunchTemplateVersion(
    long Number,
    bool IsDefault,
    KeySet Keys,
    TemplatePlacement? Placement,
    string Description,
    string Rest
);

/// <summary>A launch configuration.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Display name.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Groups">Ids of the scaling groups that use it.</param>
public sealed record LaunchConfiguration(string Id, UntrustedText Name, KeySet Keys, IReadOnlyList<string> Groups);

/// <summary>A node pool.</summary>
/// <param name="Id">Id.</param>
/// <param name="ClusterId">Its cluster.</param>
/// <param name="Name">Display name.</param>
/// <param name="LaunchConfigurationId">What a regular pool starts machines from; null for others.</param>
/// <param name="Keys">Keys of a native pool.</param>
public sealed record NodePool(string Id, string ClusterId, UntrustedText Name, string? LaunchConfigurationId, KeySet Keys);
