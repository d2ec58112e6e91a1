using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>cbs DescribeDisks: the system disks of the instances that readers see.</summary>
internal sealed class DescribeDisks(Timeline timeline, Paging paging) : IApiAction
{
    /// <summary>The documents list this code, and no narrower one, for whatever is wrong with a value.</summary>
    private const string WrongValue = "InvalidParameterValue";

    public string Name => nameof(DescribeDisks);

    public string Product => Products.Cbs;

    public int CallsPerSecond => 100;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "DiskIds",
            "Filters",
            "Offset",
            "Limit",
            "Order",
            "OrderField",
            "ReturnBindAutoSnapshotPolicy",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.Disks();
        var filters = call.Parameters.Filters(tooManyCode: "InvalidFilter", tooManyValuesCode: "InvalidFilter");
        if (ids.Count > 0 && filters.Count > 0)
        {
            throw new ApiRefusal(WrongValue, "DiskIds, Filters");
        }

        var withPolicies = call.Parameters.Flag("ReturnBindAutoSnapshotPolicy") ?? false;
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var matches = filters.Select(Compile).ToList();
        var found = InstanceFilters
            .Candidates(call.Fleet, [], timeline.Now)
            .Where(instance => (wanted.Count == 0 || wanted.Contains(DiskJson.IdOf(instance))) && matches.All(match => match(instance)));
        var page = paging.Cut(call, answer, Ordered(call.Parameters, found), WrongValue, WrongValue);
        answer.WriteStartArray("DiskSet"u8);
        foreach (var instance in page)
        {
            DiskJson.Write(answer, instance, timeline.Now, withPolicies);
        }

        answer.WriteEndArray();
    }

    /// <summary>All disks were made in the same second, so by that time they stay as they are; those that have no end come first.</summary>
    private static List<SimulatedInstance> Ordered(ParameterReader parameters, IEnumerable<SimulatedInstance> found)
    {
        var descends = parameters.Text("Order") switch
        {
            null or "ASC" => false,
            "DESC" => true,
            var other => throw new ApiRefusal(WrongValue, other),
        };
        return parameters.Text("OrderField") switch
        {
            null or "CREATE_TIME" => [.. found],
            "DEADLINE" => descends ? [.. found.OrderByDescending(DiskJson.DeadlineOf)] : [.. found.OrderBy(DiskJson.DeadlineOf)],
            var other => throw new ApiRefusal(WrongValue, other),
        };
    }

    private static Func<SimulatedInstance, bool> Compile(ApiFilter filter)
    {
        var wrong = filter.Name switch
        {
            "disk-id" => filter.Values.FirstOrDefault(static id => !Ids.IsDisk(id)),
            "instance-id" => filter.Values.FirstOrDefault(static id => !Ids.IsInstance(id)),
            _ => null,
        };
        if (wrong is not null)
        {
            throw new ApiRefusal(WrongValue, wrong);
        }

        var values = filter.Values.ToHashSet(StringComparer.Ordinal);
        return filter.Name switch
        {
            "disk-id" => instance => values.Contains(DiskJson.IdOf(instance)),
            "instance-id" => instance => values.Contains(instance.Id),
            "instance-name" => instance => values.Contains(instance.Origin.Name),
            "instance-ip-address" => instance => values.Contains(InstanceJson.PrivateAddressOf(instance)),
            "zone" => instance => values.Contains(InstanceJson.ZoneOf(instance)),
            "disk-charge-type" => instance => values.Contains(DiskJson.ChargeTypeOf(instance)),
            "disk-usage" => _ => values.Contains(DiskJson.Usage),
            "disk-name" => _ => values.Contains(DiskJson.Name),
            "disk-type" => _ => values.Contains(DiskJson.Type),
            "disk-state" => _ => values.Contains(DiskJson.State),
            "portable" => _ => values.Contains("FALSE"),
            "project-id" => _ => values.Contains("0"),
            // Tags of an instance are not those of its disk; nothing here is on a dedicated cluster.
            "tag-key" or "tag-value" or "dedicated-cluster-id" or "cluster-group-id" => static _ => false,
            ['t', 'a', 'g', ':', ..] => static _ => false,
            _ => throw new ApiRefusal("InvalidFilter", filter.Name),
        };
    }
}
