using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>
/// The restart marker through the tag service, which needs no account number and takes 50 instances a call. Setting and removing it may be repeated: both end in the
/// same state. Where a batch is refused for one of its members, the tag service is asked for the truth and the rest is sent again.
/// </summary>
internal sealed class RestartMarkers(string region, RetryingTransport transport, Func<int> hour)
{
    private const int PageSize = 100;
    private const int MostPages = 1000;

    /// <summary>Refusals of one batch after which it is given up: each of them is answered by a look.</summary>
    private const int Tries = 4;

    /// <summary>
    /// Marks instances (1 to 50) and answers those which a run that may be alive has marked before; they are left as they are.
    /// </summary>
    public Task<IReadOnlyCollection<InstanceId>> MarkAsync(
        IReadOnlyCollection<InstanceId> instances,
        CancellationToken cancellationToken
    ) => AttachAsync([.. instances], () => RestartMarker.ValueAt(hour()), cancellationToken);

    private async Task<IReadOnlyCollection<InstanceId>> AttachAsync(
        List<InstanceId> left,
        Func<string> valueNow,
        CancellationToken cancellationToken
    )
    {
        List<InstanceId> others = [];
        var wasLost = false;
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            var value = valueNow();
            try
            {
                await ChangeAsync("AttachResourcesTag", left, value, () => wasLost = true, cancellationToken);
                return others;
            }
            catch (CvmException refused) when (refused.Code == "ResourceNotFound.TagNonExist" && attempt < Tries)
            {
                await CreateAsync(value, cancellationToken);
            }
            catch (CvmException refused) when (refused.Code == "ResourceInUse.TagKeyAttached" && attempt < Tries)
            {
                var marked = await ReadAsync(left, cancellationToken);
                InstanceId[] fresh = [.. left.Where(id => MarkOf(id, marked) == RestartMark.Fresh)];
                // What an attempt without an answer has set is taken for ours: another run would have had to set it at the same moment.
                others.AddRange(wasLost ? [] : fresh);
                InstanceId[] old = [.. left.Where(id => MarkOf(id, marked) == RestartMark.Old)];
                if (old.Length > 0)
                {
                    await UnmarkAsync(old, cancellationToken);
                }

                left.RemoveAll(fresh.Contains);
            }
        }

        return others;
    }

    /// <summary>Says of instances (1 to 50) that their run looks after them no longer.</summary>
    public async Task HandOverAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken)
    {
        await UnmarkAsync(instances, cancellationToken);
        await AttachAsync([.. instances], () => RestartMarker.Left, cancellationToken);
    }

    /// <summary>Takes the marker off instances (1 to 50), whoever has set it; answers whether an attempt got no answer.</summary>
    public async Task<bool> UnmarkAsync(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellationToken)
    {
        IReadOnlyCollection<InstanceId> left = instances;
        var wasLost = false;
        for (var attempt = 1; left.Count > 0; attempt++)
        {
            try
            {
                await ChangeAsync("DetachResourcesTag", left, value: null, () => wasLost = true, cancellationToken);
                return wasLost;
            }
            catch (CvmException refused) when (refused.Code == "ResourceNotFound.AttachedTagKeyNotFound" && attempt < Tries)
            {
                var marked = await ReadAsync(left, cancellationToken);
                left = [.. left.Where(marked.ContainsKey)];
            }
        }

        return wasLost;
    }

    /// <summary>Every instance of the region that has the marker, by the tag service, which knows it before the instance shows it.</summary>
    public async Task<IReadOnlyCollection<InstanceId>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<InstanceId>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await transport.SendAsync<ResourcesByTagsResponse>(
                Call(
                    "DescribeResourcesByTags",
                    new ResourcesByTagsRequest
                    {
                        ResourceRegion = region,
                        TagFilters = [new TagFilterRequest { TagKey = RestartMarker.Key }],
                        Offset = page * PageSize,
                        Limit = PageSize,
                    }
                ),
                CallPriority.Read,
                cancellationToken
            );
            var rows = (answer.Rows ?? []).OfType<TaggedResourceAnswer>().Where(row => !string.IsNullOrEmpty(row.ResourceId)).ToList();
            found.UnionWith(rows.Select(row => InstanceId.FromService(row.ResourceId!)));
            if (rows.Count < PageSize)
            {
                break;
            }
        }

        return found;
    }

    private RestartMark MarkOf(InstanceId id, Dictionary<InstanceId, string> marked) =>
        RestartMarker.Read(marked.GetValueOrDefault(id), hour());

    private async Task<Dictionary<InstanceId, string>> ReadAsync(
        IReadOnlyCollection<InstanceId> instances,
        CancellationToken cancellationToken
    )
    {
        var marked = new Dictionary<InstanceId, string>();
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await transport.SendAsync<ResourceTagsResponse>(
                Call(
                    "DescribeResourceTagsByResourceIds",
                    new ResourceTagsRequest
                    {
                        ResourceRegion = region,
                        ResourceIds = instances.Select(id => id.Value),
                        Offset = page * PageSize,
                        Limit = PageSize,
                    }
                ),
                CallPriority.WindowWrite,
                cancellationToken
            );
            var rows = (answer.Tags ?? []).OfType<ResourceTagAnswer>().ToList();
            foreach (var row in rows.Where(row => row.TagKey == RestartMarker.Key && !string.IsNullOrEmpty(row.ResourceId)))
            {
                marked[InstanceId.FromService(row.ResourceId!)] = row.TagValue ?? "";
            }

            if (rows.Count < PageSize)
            {
                break;
            }
        }

        return marked;
    }

    private async Task CreateAsync(string value, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(Call("CreateTag", new CreateTagRequest { TagKey = RestartMarker.Key, TagValue = value }), cancellationToken);
        }
        catch (CvmException refused) when (refused.Code == "ResourceInUse.TagDuplicate")
        {
            // Somebody else was quicker.
        }
    }

    private Task<ApiResponse> ChangeAsync(
        string action,
        IEnumerable<InstanceId> instances,
        string? value,
        Action? lost,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            Call(
                action,
                new ResourcesTagRequest
                {
                    ResourceRegion = region,
                    ResourceIds = instances.Select(id => id.Value),
                    TagKey = RestartMarker.Key,
                    TagValue = value,
                }
            ) with
            {
                Lost = lost,
            },
            cancellationToken
        );

    private Task<ApiResponse> SendAsync(ApiCall call, CancellationToken cancellationToken) =>
        transport.SendAsync<ApiResponse>(call, CallPriority.WindowWrite, cancellationToken);

    /// <summary>The region is in the body. Repeating any of them is harmless.</summary>
    private static ApiCall Call(string action, IRequest parameters) =>
        new("tag", "2018-08-13", action, "", parameters.ToBytes(), IsRead: true);
}
