using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// What of a region starts machines: one look for all who ask at about the same time, whatever the key (rule <c>key-sources</c>). T templates, C clusters: a call for each
/// hundred templates, launch configurations and clusters, and one for each template and each cluster. What may not be looked at is a gap, never a failure.
/// </summary>
internal sealed class KeySourceReader(IKeySourceApi api, TimeProvider time)
{
    /// <summary>Templates whose versions are read; a region with more of them says so.</summary>
    private const int MostTemplates = 500;

    private const int MostClusters = 100;
    private const int AtOnce = 10;

    /// <summary>How long a look serves. Whoever writes reads once more before it.</summary>
    private static readonly TimeSpan s_serves = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private (Task<Look> Look, long BegunAt)? _last;

    /// <summary>What names one of these keys; null where none is asked for.</summary>
    public async Task<KeySources?> ReadAsync(KeySet asked, CancellationToken cancellationToken)
    {
        if (asked.IsEmpty)
        {
            return null;
        }

        Task<Look> looking;
        lock (_gate)
        {
            if (_last is not { } last || last.Look.IsFaulted || time.GetElapsedTime(last.BegunAt) > s_serves)
            {
                last = (LookAsync(), time.GetTimestamp());
                _last = last;
            }

            looking = last.Look;
        }

        var look = await looking.WaitAsync(cancellationToken);
        return new KeySources(asked, [.. look.Sources.Select(source => About(source, asked)).OfType<KeySource>()], look.Looked, look.Gaps);
    }

    /// <summary>Something was written: who asks next looks anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _last = null;
        }
    }

    /// <summary>What a source says about some keys; null when it names none of them.</summary>
    public static KeySource? About(KeySource source, KeySet asked) =>
        source.Named.Intersect(asked).IsEmpty
            ? null
            : source with
            {
                OlderVersions = [.. source.OlderVersions.Where(version => !version.Keys.Intersect(asked).IsEmpty)],
            };

    private async Task<Look> LookAsync()
    {
        var gaps = ImmutableArray.CreateBuilder<SourceGap>();
        var templates = await TryAsync(KeySourceKind.LaunchTemplate, TemplatesAsync, gaps);
        var configurations = await TryAsync(KeySourceKind.LaunchConfiguration, ConfigurationsAsync, gaps);
        var pools = await TryAsync(KeySourceKind.NodePool, PoolsAsync, gaps);
        var poolsOf = pools.Where(pool => pool.LaunchConfigurationId is not null).ToLookup(pool => pool.LaunchConfigurationId!);
        return new Look(
            [
                .. templates,
                .. configurations.Select(configuration => new KeySource
                {
                    Kind = KeySourceKind.LaunchConfiguration,
                    Id = configuration.Id,
                    Name = configuration.Name,
                    Keys = configuration.Keys,
                    UsedBy =
                    [
                        .. configuration.Groups.Order(StringComparer.Ordinal),
                        .. poolsOf[configuration.Id].Select(NameOf).Order(StringComparer.Ordinal),
                    ],
                }),
                .. pools
                    .Where(pool => !pool.Keys.IsEmpty)
                    .Select(pool => new KeySource
                    {
                        Kind = KeySourceKind.NodePool,
                        Id = pool.Id,
                        Name = pool.Name,
                        Keys = pool.Keys,
                        UsedBy = [pool.ClusterId],
                    }),
            ],
            ImmutableSortedDictionary<KeySourceKind, int>
                .Empty.Add(KeySourceKind.LaunchTemplate, templates.Count)
                .Add(KeySourceKind.LaunchConfiguration, configurations.Count)
                .Add(KeySourceKind.NodePool, pools.Count),
            gaps.ToImmutable()
        );
    }

    private static string NameOf(NodePool pool) => $"node pool {pool.Id} of {pool.ClusterId}";

    /// <summary>What a look comes to; what it may not, or cannot, is a gap.</summary>
    private static async Task<IReadOnlyList<T>> TryAsync<T>(
        KeySourceKind kind,
        Func<Action<string>, Task<IReadOnlyList<T>>> look,
        ImmutableArray<SourceGap>.Builder gaps
    )
    {
        try
        {
            return await look(why => gaps.Add(new SourceGap(kind, why)));
        }
        catch (CvmException exception)
        {
            gaps.Add(new SourceGap(kind, Lasting(exception)));
            return [];
        }
    }

    /// <summary>Without the request, which is another one each time: what is kept in a state must not differ for that.</summary>
    private static string Lasting(CvmException exception) =>
        exception.RequestId.Length > 0
            ? exception.Message.Replace($" (request {exception.RequestId})", "", StringComparison.Ordinal)
            : exception.Message;

    private async Task<IReadOnlyList<KeySource>> TemplatesAsync(Action<string> miss)
    {
        var listed = await api.ListLaunchTemplatesAsync(id: null, CancellationToken.None);
        if (!listed.IsWhole || listed.Items.Count > MostTemplates)
        {
            miss($"only {Math.Min(listed.Items.Count, MostTemplates)} of them were looked at");
        }

        var found = new List<KeySource>();
        foreach (var chunk in listed.Items.Take(MostTemplates).Chunk(AtOnce))
        {
            var read = await Task.WhenAll(chunk.Select(template => TemplateAsync(template, miss)));
            found.AddRange(read.OfType<KeySource>());
        }

        return found;
    }

    private async Task<KeySource?> TemplateAsync(LaunchTemplate template, Action<string> miss)
    {
        SourceList<LaunchTemplateVersion> versions;
        try
        {
            versions = await api.ListLaunchTemplateVersionsAsync(template, CancellationToken.None);
        }
        catch (CvmException gone) when (TemplateErrors.IsGone(gone))
        {
            return null;
        }

        if (versions.Items.FirstOrDefault(version => version.Number == template.DefaultVersion) is not { } used || !versions.IsWhole)
        {
            miss($"not every version of {template.Id} is told");
            return null;
        }

        return TemplateSource(template, versions.Items, used);
    }

    /// <summary>A template by its versions, of which one is used where none is named.</summary>
    public static KeySource TemplateSource(
        LaunchTemplate template,
        IReadOnlyList<LaunchTemplateVersion> versions,
        LaunchTemplateVersion used
    ) =>
        new()
        {
            Kind = KeySourceKind.LaunchTemplate,
            Id = template.Id,
            Name = template.Name,
            Keys = used.Keys,
            Version = used.Number,
            Versions = versions.Count,
            Placement = used.Placement,
            OlderVersions =
            [
                .. versions
                    .Where(version => version.Number != used.Number)
                    .OrderBy(version => version.Number)
                    .Select(version => new OlderVersion(version.Number, version.Keys)),
            ],
            Prepared =
            [
                .. versions
                    .Where(version => version.Number != used.Number && IsPrepared(template.Id, version, used))
                    .OrderBy(version => version.Number)
                    .Select(version => new PreparedVersion(version.Number, version.Keys)),
            ],
        };

    /// <summary>Anybody who makes versions can write any description: what it would start has to be what the version in use starts, but for the keys.</summary>
    private static bool IsPrepared(string templateId, LaunchTemplateVersion version, LaunchTemplateVersion used) =>
        version.Rest == used.Rest && version.Description == PreparedVersion.DescriptionOf(templateId, used.Number, version.Keys);

    private async Task<IReadOnlyList<LaunchConfiguration>> ConfigurationsAsync(Action<string> miss)
    {
        var listed = await api.ListLaunchConfigurationsAsync(id: null, CancellationToken.None);
        if (!listed.IsWhole)
        {
            miss($"only {listed.Items.Count} of them were looked at");
        }

        return listed.Items;
    }

    private async Task<IReadOnlyList<NodePool>> PoolsAsync(Action<string> miss)
    {
        var clusters = await api.ListClustersAsync(CancellationToken.None);
        if (!clusters.IsWhole || clusters.Items.Count > MostClusters)
        {
            miss($"only those of {Math.Min(clusters.Items.Count, MostClusters)} clusters were looked at");
        }

        var found = new List<NodePool>();
        foreach (var chunk in clusters.Items.Take(MostClusters).Chunk(AtOnce))
        {
            foreach (var pools in await Task.WhenAll(chunk.Select(cluster => api.ListNodePoolsAsync(cluster, CancellationToken.None))))
            {
                found.AddRange(pools.Items);
                if (!pools.IsWhole)
                {
                    miss("not every one of a cluster was looked at");
                }
            }
        }

        return found;
    }

    private sealed record Look(
        IReadOnlyList<KeySource> Sources,
        ImmutableSortedDictionary<KeySourceKind, int> Looked,
        ImmutableArray<SourceGap> Gaps
    );
}
